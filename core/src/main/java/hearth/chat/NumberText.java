package hearth.chat;

/** Numbers written as text: the literals of templates and the texts that Python's {@code int} and {@code float} take. */
final class NumberText {
    private NumberText() {
    }

    /** Where the number literal that starts here ends. */
    static int end(String source, int from, boolean fraction) {
        int end = from;
        if (source.charAt(from) == '0' && from + 1 < source.length() && radix(source.charAt(from + 1)) != 10) {
            end = from + 2;
            while (end < source.length() && (digit(source.charAt(end)) >= 0 || source.charAt(end) == '_')) {
                end++;
            }
            return end;
        }
        end = digits(source, from);
        if (!fraction) {
            return end;
        }
        if (end + 1 < source.length() && source.charAt(end) == '.' && Letters.isDigit(source.charAt(end + 1))) {
            end = digits(source, end + 1);
        }
        if (end < source.length() && (source.charAt(end) == 'e' || source.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < source.length() && (source.charAt(exponent) == '+' || source.charAt(exponent) == '-')) {
                exponent++;
            }
            if (exponent < source.length() && Letters.isDigit(source.charAt(exponent))) {
                end = digits(source, exponent);
            }
        }
        return end;
    }

    private static int digits(String source, int from) {
        int end = from;
        while (end < source.length() && (Letters.isDigit(source.charAt(end)) || source.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    /** A {@code Long} or {@code Double}, or null where an integer does not fit 64 bits. */
    static Object literal(String text) {
        String plain = withoutUnderscores(text);
        if (plain.length() > 2 && radix(plain.charAt(1)) != 10) {
            return integer(plain.substring(2), radix(plain.charAt(1)));
        }
        Object integer = integer(plain, 10);
        if (integer != null) {
            return integer;
        }
        for (int i = 0; i < plain.length(); i++) {
            if (!Letters.isDigit(plain.charAt(i))) {
                return Double.valueOf(Double.parseDouble(plain));
            }
        }
        return null;
    }

    private static String withoutUnderscores(String text) {
        return text.indexOf('_') < 0 ? text : text.replace("_", "");
    }

    private static int radix(char letter) {
        switch (letter) {
            case 'x':
            case 'X':
                return 16;
            case 'o':
            case 'O':
                return 8;
            case 'b':
            case 'B':
                return 2;
            default:
                return 10;
        }
    }

    private static int digit(char c) {
        if (Letters.isDigit(c)) {
            return c - '0';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 10;
        }
        return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
    }

    /** As Python's {@code int(text, radix)}; null where the text is no such number or does not fit 64 bits. */
    static Long integer(String text, int radix) {
        int from = Letters.skipForward(text, null, 0);
        int end = Letters.skipBackward(text, null, text.length(), from);
        boolean negative = from < end && text.charAt(from) == '-';
        if (from < end && (negative || text.charAt(from) == '+')) {
            from++;
        }
        if (from == end) {
            return null;
        }
        long value = 0;
        for (int i = from; i < end; i++) {
            int digit = digit(text.charAt(i));
            if (digit < 0 || digit >= radix || value < (Long.MIN_VALUE + digit) / radix) {
                return null;
            }
            value = value * radix - digit;
        }
        if (negative) {
            return value;
        }
        return value == Long.MIN_VALUE ? null : Long.valueOf(-value);
    }

    /** As Python's {@code float(text)}; null where the text is no such number. */
    static Double real(String text) {
        int from = Letters.skipForward(text, null, 0);
        int end = Letters.skipBackward(text, null, text.length(), from);
        boolean digits = false;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            digits |= Letters.isDigit(c);
            if (!Letters.isDigit(c) && c != '.' && c != '+' && c != '-' && c != 'e' && c != 'E') {
                return null;
            }
        }
        if (!digits) {
            return null;
        }
        try {
            return Double.parseDouble(text.substring(from, end));
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
