package hearth.chat;

/** Classes of characters as Python's strings know them, without the Java runtime's tables, which differ between runtimes. */
final class Letters {
    private Letters() {
    }

    /** As {@code str.isspace} and the white space that {@code str.strip} takes away. */
    static boolean isSpace(char c) {
        if (c <= ' ') {
            return c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f;
        }
        return c == 0x85 || c == 0xa0 || c == 0x1680 || c >= 0x2000 && c <= 0x200a || c == 0x2028 || c == 0x2029
                || c == 0x202f || c == 0x205f || c == 0x3000;
    }

    /** Where {@code str.splitlines} ends a line. */
    static boolean endsLine(char c) {
        return c >= '\n' && c <= '\r' || c >= 0x1c && c <= 0x1e || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Everything beyond ASCII that is no space may stand in a name: templates use ASCII names only. */
    static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80 && !isSpace(c);
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    /**
     * False where {@code repr} escapes: controls, format characters, spaces beyond U+0020, private use and lone
     * surrogates. Code points without a character in Unicode, which {@code repr} escapes too, count as printable.
     */
    static boolean isPrintable(int point) {
        if (point < 0x7f) {
            return point >= ' ';
        }
        if (point <= 0xffff && isSpace((char) point)) {
            return false;
        }
        return !(point < 0xa0 || point == 0xad || point >= 0x200b && point <= 0x200f || point >= 0x202a && point <= 0x202e
                || point >= 0x2060 && point <= 0x206f || point >= 0xd800 && point <= 0xf8ff || point == 0xfeff
                || point >= 0xfff0 && point <= 0xfffb || point == 0xfffe || point == 0xffff || point >= 0xe0000);
    }

    /** As {@code str.strip(chars)}, at the chosen ends; {@code chars} null stands for white space. Positions, since texts may carry marks. */
    static int skipForward(String text, String chars, int from) {
        while (from < text.length() && isIn(text.charAt(from), chars)) {
            from++;
        }
        return from;
    }

    static int skipBackward(String text, String chars, int end, int from) {
        while (end > from && isIn(text.charAt(end - 1), chars)) {
            end--;
        }
        return end;
    }

    private static boolean isIn(char c, String chars) {
        return chars == null ? isSpace(c) : chars.indexOf(c) >= 0;
    }
}
