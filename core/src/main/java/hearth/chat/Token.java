package hearth.chat;

/**
 * One token of a template.
 *
 * @param text  the name, the operator, the literal's value as text, or the template's plain text
 * @param value the value of a number, else null
 * @param line  counted from 1
 */
record Token(Kind kind, String text, Object value, int line) {
    enum Kind { TEXT, PRINT_BEGIN, PRINT_END, BLOCK_BEGIN, BLOCK_END, NAME, STRING, NUMBER, OPERATOR, END }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /** For error messages. */
    String described() {
        switch (kind) {
            case TEXT:
                return "plain text";
            case PRINT_BEGIN:
                return "'{{'";
            case PRINT_END:
                return "'}}'";
            case BLOCK_BEGIN:
                return "'{%'";
            case BLOCK_END:
                return "'%}'";
            case STRING:
                return "a string";
            case END:
                return "the end of the template";
            default:
                return "'" + text + "'";
        }
    }
}
