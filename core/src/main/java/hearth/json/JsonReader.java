package hearth.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text by recursive descent; the depth is bounded because a stack overflow cannot be caught in a browser. */
final class JsonReader {
    static final int MAX_DEPTH = 200;

    private static final int MAX_LONG_DIGITS = 19;

    private final String text;
    private int position;

    JsonReader(String text) {
        this.text = text;
    }

    Object document() {
        Object value = value(0);
        skipSpace();
        if (position < text.length()) {
            throw unexpected();
        }
        return value;
    }

    private Object value(int depth) {
        skipSpace();
        char first = peek();
        if (first == '{') {
            return object(deeper(depth));
        }
        if (first == '[') {
            return array(deeper(depth));
        }
        if (first == '"') {
            return string();
        }
        if (first == '-' || isDigit(first)) {
            return number();
        }
        if (takeWord("true")) {
            return Boolean.TRUE;
        }
        if (takeWord("false")) {
            return Boolean.FALSE;
        }
        if (takeWord("null")) {
            return null;
        }
        throw unexpected();
    }

    private int deeper(int depth) {
        if (depth == MAX_DEPTH) {
            throw JsonException.at(position, "More than " + MAX_DEPTH + " levels of nesting");
        }
        return depth + 1;
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        position++;
        skipSpace();
        if (take('}')) {
            return members;
        }
        do {
            skipSpace();
            if (peek() != '"') {
                throw unexpected();
            }
            String name = string();
            skipSpace();
            if (!take(':')) {
                throw unexpected();
            }
            members.put(name, value(depth));
            skipSpace();
        } while (take(','));
        if (!take('}')) {
            throw unexpected();
        }
        return members;
    }

    private List<Object> array(int depth) {
        List<Object> items = new ArrayList<>();
        position++;
        skipSpace();
        if (take(']')) {
            return items;
        }
        do {
            items.add(value(depth));
            skipSpace();
        } while (take(','));
        if (!take(']')) {
            throw unexpected();
        }
        return items;
    }

    private String string() {
        position++;
        int start = position;
        StringBuilder escaped = null;
        while (true) {
            char c = peek();
            if (c == '"') {
                break;
            }
            if (c < ' ') {
                throw JsonException.at(position, "Unescaped control character in a string");
            }
            if (c == '\\') {
                if (escaped == null) {
                    escaped = new StringBuilder();
                }
                escaped.append(text, start, position);
                escaped.append(escape());
                start = position;
            } else {
                position++;
            }
        }
        String tail = text.substring(start, position);
        position++;
        return escaped == null ? tail : escaped.append(tail).toString();
    }

    private char escape() {
        position++;
        char c = peek();
        position++;
        switch (c) {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return hexadecimal();
            default:
                throw JsonException.at(position - 2, "Unknown escape");
        }
    }

    private char hexadecimal() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit;
            if (isDigit(c)) {
                digit = c - '0';
            } else if (c >= 'a' && c <= 'f') {
                digit = c - 'a' + 10;
            } else if (c >= 'A' && c <= 'F') {
                digit = c - 'A' + 10;
            } else {
                throw unexpected();
            }
            unit = unit << 4 | digit;
            position++;
        }
        return (char) unit;
    }

    private Object number() {
        int start = position;
        boolean negative = take('-');
        boolean zero = peek() == '0';
        int digits = digits();
        if (zero && digits > 1) {
            throw JsonException.at(start, "Number with a leading zero");
        }
        boolean whole = true;
        if (position < text.length() && text.charAt(position) == '.') {
            whole = false;
            position++;
            digits();
        }
        if (position < text.length() && (text.charAt(position) == 'e' || text.charAt(position) == 'E')) {
            whole = false;
            position++;
            if (!take('+')) {
                take('-');
            }
            digits();
        }
        if (whole && digits <= MAX_LONG_DIGITS) {
            Long value = integer(negative ? start + 1 : start, negative);
            if (value != null) {
                return value;
            }
        }
        double value = Double.parseDouble(text.substring(start, position));
        if (Double.isInfinite(value)) {
            throw JsonException.at(start, "Number out of range");
        }
        return value;
    }

    /** The whole number from {@code from} to here, or null where it does not fit; counts down, since the negative range is larger. */
    private Long integer(int from, boolean negative) {
        long value = 0;
        for (int i = from; i < position; i++) {
            int digit = text.charAt(i) - '0';
            if (value < (Long.MIN_VALUE + digit) / 10) {
                return null;
            }
            value = value * 10 - digit;
        }
        if (negative) {
            return value;
        }
        return value == Long.MIN_VALUE ? null : Long.valueOf(-value);
    }

    private int digits() {
        int start = position;
        while (position < text.length() && isDigit(text.charAt(position))) {
            position++;
        }
        if (position == start) {
            throw unexpected();
        }
        return position - start;
    }

    private boolean takeWord(String word) {
        if (!text.startsWith(word, position)) {
            return false;
        }
        position += word.length();
        return true;
    }

    private boolean take(char c) {
        if (position < text.length() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    private char peek() {
        if (position == text.length()) {
            throw JsonException.at(position, "The text ends too early");
        }
        return text.charAt(position);
    }

    private void skipSpace() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            position++;
        }
    }

    private JsonException unexpected() {
        if (position == text.length()) {
            return JsonException.at(position, "The text ends too early");
        }
        return JsonException.at(position, "Unexpected character '" + text.charAt(position) + "'");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
