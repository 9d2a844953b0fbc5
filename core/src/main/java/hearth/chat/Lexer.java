package hearth.chat;

import hearth.chat.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into tokens the way jinja2 does with {@code trim_blocks} and {@code lstrip_blocks}: the newline after a
 * block tag and the white space before one at the start of its line vanish, as does one newline at the template's end.
 */
final class Lexer {
    private static final String[] OPERATORS = {
        "**", "//", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|",
        ",", ";",
    };

    /** Real templates have less than 20,000 characters. */
    private static final int MAX_LENGTH = 1 << 20;

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokenize(String template) {
        if (template.length() > MAX_LENGTH) {
            throw ChatTemplateException.at(1, "longer than " + MAX_LENGTH + " characters");
        }
        Lexer lexer = new Lexer(withPlainNewlines(template));
        lexer.run();
        return lexer.tokens;
    }

    private static String withPlainNewlines(String template) {
        StringBuilder out = new StringBuilder(template.length());
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '\r') {
                out.append('\n');
                if (i + 1 < template.length() && template.charAt(i + 1) == '\n') {
                    i++;
                }
            } else {
                out.append(c);
            }
        }
        if (out.length() > 0 && out.charAt(out.length() - 1) == '\n') {
            out.setLength(out.length() - 1);
        }
        return out.toString();
    }

    private void run() {
        while (position < source.length()) {
            int tag = nextTag(position);
            if (tag < 0) {
                text(position, source.length());
                move(source.length());
                break;
            }
            char kind = source.charAt(tag + 1);
            char sign = signAt(tag + 2);
            text(position, textEnd(tag, sign, kind != '{'));
            int after = tag + (sign == 0 ? 2 : 3);
            if (kind == '#') {
                comment(tag, after);
            } else if (kind == '%' && rawBody(after) >= 0) {
                raw(tag, rawBody(after));
            } else {
                move(tag);
                tokens.add(new Token(kind == '{' ? Kind.PRINT_BEGIN : Kind.BLOCK_BEGIN, "", null, line));
                move(after);
                inside(kind == '{');
            }
        }
        tokens.add(new Token(Kind.END, "", null, line));
    }

    private int nextTag(int from) {
        for (int at = source.indexOf('{', from); at >= 0 && at + 1 < source.length(); at = source.indexOf('{', at + 1)) {
            char next = source.charAt(at + 1);
            if (next == '{' || next == '%' || next == '#') {
                return at;
            }
        }
        return -1;
    }

    /** The sign that asks to strip ('-') or to keep ('+') white space, or 0. */
    private char signAt(int at) {
        char c = at < source.length() ? source.charAt(at) : 0;
        return c == '-' || c == '+' ? c : 0;
    }

    /** Where the plain text before a tag ends once the tag's wishes about white space are met. */
    private int textEnd(int tag, char sign, boolean block) {
        if (sign == '-') {
            return Letters.skipBackward(source, null, tag, position);
        }
        if (sign == 0 && block) {
            int start = tag;
            while (start > position && source.charAt(start - 1) != '\n' && Letters.isSpace(source.charAt(start - 1))) {
                start--;
            }
            if (start == 0 || source.charAt(start - 1) == '\n') {
                return start;
            }
        }
        return tag;
    }

    private void text(int from, int end) {
        if (end > from) {
            tokens.add(new Token(Kind.TEXT, source.substring(from, end), null, line));
        }
    }

    private void comment(int tag, int after) {
        move(tag);
        int end = source.indexOf("#}", after);
        if (end < 0) {
            throw ChatTemplateException.at(line, "a comment is not closed");
        }
        char sign = end > after ? source.charAt(end - 1) : 0;
        move(end + 2);
        afterBlock(sign);
    }

    /** The start of a raw block's text if the tag that starts here opens one, else -1. */
    private int rawBody(int at) {
        int end = word("raw", at);
        if (end < 0) {
            return -1;
        }
        if (source.startsWith("-%}", end)) {
            return Letters.skipForward(source, null, end + 3);
        }
        return source.startsWith("%}", end) ? end + 2 : -1;
    }

    /** Behind the word and the white space around it, or -1. */
    private int word(String word, int at) {
        int start = Letters.skipForward(source, null, at);
        return source.startsWith(word, start) ? Letters.skipForward(source, null, start + word.length()) : -1;
    }

    private void raw(int tag, int body) {
        move(tag);
        int opened = line;
        move(body);
        for (int at = source.indexOf("{%", body); at >= 0; at = source.indexOf("{%", at + 1)) {
            char sign = signAt(at + 2);
            int end = word("endraw", at + (sign == 0 ? 2 : 3));
            if (end < 0) {
                continue;
            }
            char closing = signAt(end);
            if (!source.startsWith("%}", closing == 0 ? end : end + 1)) {
                continue;
            }
            text(body, textEnd(at, sign, true));
            move((closing == 0 ? end : end + 1) + 2);
            afterBlock(closing);
            return;
        }
        throw ChatTemplateException.at(opened, "a raw block is not closed");
    }

    /** White space after the end of a block tag or comment. */
    private void afterBlock(char sign) {
        if (sign == '-') {
            move(Letters.skipForward(source, null, position));
        } else if (sign != '+' && position < source.length() && source.charAt(position) == '\n') {
            move(position + 1);
        }
    }

    /** The tokens within a tag, with its end. */
    private void inside(boolean print) {
        int opened = line;
        String end = print ? "}}" : "%}";
        StringBuilder open = new StringBuilder();
        while (true) {
            move(Letters.skipForward(source, null, position));
            if (position == source.length()) {
                throw ChatTemplateException.at(opened, "a tag is not closed");
            }
            if (open.length() == 0) {
                char sign = signAt(position);
                boolean signed = sign == '-' || sign == '+' && !print;
                if (source.startsWith(end, signed ? position + 1 : position)) {
                    tokens.add(new Token(print ? Kind.PRINT_END : Kind.BLOCK_END, "", null, line));
                    move(position + (signed ? 3 : 2));
                    if (print) {
                        move(sign == '-' ? Letters.skipForward(source, null, position) : position);
                    } else {
                        afterBlock(sign);
                    }
                    return;
                }
            }
            char c = source.charAt(position);
            if (Letters.isDigit(c)) {
                number();
            } else if (Letters.isNameStart(c)) {
                name();
            } else if (c == '"' || c == '\'') {
                string(c);
            } else {
                operator(open);
            }
        }
    }

    private void name() {
        int end = position + 1;
        while (end < source.length() && Letters.isNamePart(source.charAt(end))) {
            end++;
        }
        tokens.add(new Token(Kind.NAME, source.substring(position, end), null, line));
        move(end);
    }

    private void number() {
        int end = NumberText.end(source, position, !tokens.get(tokens.size() - 1).isOperator("."));
        String text = source.substring(position, end);
        Object value = NumberText.literal(text);
        if (value == null) {
            throw ChatTemplateException.at(line, "the number " + text + " is too large");
        }
        tokens.add(new Token(Kind.NUMBER, text, value, line));
        move(end);
    }

    private void string(char quote) {
        int end = position + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw ChatTemplateException.at(line, "a string is not closed");
        }
        tokens.add(new Token(Kind.STRING, StringLiteral.unescape(source.substring(position + 1, end), line), null, line));
        move(end + 1);
    }

    private void operator(StringBuilder open) {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, position)) {
                balance(operator, open);
                tokens.add(new Token(Kind.OPERATOR, operator, null, line));
                move(position + operator.length());
                return;
            }
        }
        throw ChatTemplateException.at(line, "unexpected character '" + source.charAt(position) + "'");
    }

    /** Within brackets the end of a tag does not count as one: {@code {{ {'a': {}} }}}. */
    private void balance(String operator, StringBuilder open) {
        if (operator.equals("(")) {
            open.append(')');
        } else if (operator.equals("[")) {
            open.append(']');
        } else if (operator.equals("{")) {
            open.append('}');
        } else if (operator.equals(")") || operator.equals("]") || operator.equals("}")) {
            int last = open.length() - 1;
            if (last < 0) {
                throw ChatTemplateException.at(line, "unexpected '" + operator + "'");
            }
            if (open.charAt(last) != operator.charAt(0)) {
                throw ChatTemplateException.at(line, "unexpected '" + operator + "', expected '" + open.charAt(last) + "'");
            }
            open.setLength(last);
        }
    }

    private void move(int to) {
        for (int i = position; i < to; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        position = to;
    }
}
