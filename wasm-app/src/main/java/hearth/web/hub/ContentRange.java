package hearth.web.hub;

/** Lengths in the headers of an answer. */
final class ContentRange {
    private static final int MOST_DIGITS = 18;

    private ContentRange() {
    }

    /** The whole file's length from a Content-Range header, or -1 where the header is absent or does not say. */
    static long wholeLength(String header) {
        return header == null ? -1 : number(header.substring(header.indexOf('/') + 1));
    }

    /** A decimal number, or -1 where the text is null or no such number. */
    static long number(String text) {
        if (text == null || text.isEmpty() || text.length() > MOST_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
