package hearth.chat;

/** The escapes of a string literal, those of Python. */
final class StringLiteral {
    private final String text;
    private final int line;
    private final StringBuilder out = new StringBuilder();
    private int position;

    private StringLiteral(String text, int line) {
        this.text = text;
        this.line = line;
    }

    static String unescape(String text, int line) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringLiteral literal = new StringLiteral(text, line);
        while (literal.position < text.length()) {
            literal.next();
        }
        return literal.out.toString();
    }

    private void next() {
        char c = text.charAt(position++);
        if (c != '\\') {
            out.append(c);
            return;
        }
        char escape = text.charAt(position++);
        switch (escape) {
            case '\n':
                break;
            case '\\':
            case '\'':
            case '"':
                out.append(escape);
                break;
            case 'a':
                out.append('\u0007');
                break;
            case 'b':
                out.append('\b');
                break;
            case 'f':
                out.append('\f');
                break;
            case 'n':
                out.append('\n');
                break;
            case 'r':
                out.append('\r');
                break;
            case 't':
                out.append('\t');
                break;
            case 'v':
                out.append('\u000b');
                break;
            case 'x':
                out.append((char) hexadecimal(2));
                break;
            case 'u':
                out.append((char) hexadecimal(4));
                break;
            case 'U':
                out.appendCodePoint(hexadecimal(8));
                break;
            case 'N':
                throw ChatTemplateException.at(line, "the escape \\N in a string is not supported");
            default:
                if (escape >= '0' && escape <= '7') {
                    octal(escape - '0');
                } else {
                    out.append('\\').append(escape);
                }
        }
    }

    private int hexadecimal(int digits) {
        long point = 0;
        for (int i = 0; i < digits; i++) {
            int digit = position < text.length() ? "0123456789abcdef".indexOf(lower(text.charAt(position))) : -1;
            if (digit < 0) {
                throw ChatTemplateException.at(line, "an escape in a string lacks digits");
            }
            point = point << 4 | digit;
            position++;
        }
        if (point > Character.MAX_CODE_POINT) {
            throw ChatTemplateException.at(line, "an escape in a string is beyond Unicode");
        }
        return (int) point;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'F' ? (char) (c - 'A' + 'a') : c;
    }

    private void octal(int value) {
        for (int more = 0; more < 2 && position < text.length(); more++) {
            int digit = text.charAt(position) - '0';
            if (digit < 0 || digit > 7) {
                break;
            }
            value = value << 3 | digit;
            position++;
        }
        out.append((char) value);
    }
}
