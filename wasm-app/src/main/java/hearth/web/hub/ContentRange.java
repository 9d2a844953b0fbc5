package hearth.web.hub;

/**
 * The Content-Range header: which bytes of the file an answer has.
 *
 * @param from  the first, or -1 where it has none
 * @param end   the one after the last, or -1
 * @param whole the file's length, or -1 where the header does not say
 */
record ContentRange(long from, long end, long whole) {
    private static final int MOST_DIGITS = 18;
    private static final String UNIT = "bytes ";

    /** Null where the header is absent or cannot be read. */
    static ContentRange parse(String header) {
        if (header == null || !header.startsWith(UNIT)) {
            return null;
        }
        int slash = header.indexOf('/');
        if (slash < 0) {
            return null;
        }
        String length = header.substring(slash + 1).trim();
        long whole = number(length);
        if (whole < 0 && !length.equals("*")) {
            return null;
        }
        String range = header.substring(UNIT.length(), slash).trim();
        if (range.equals("*")) {
            return new ContentRange(-1, -1, whole);
        }
        int dash = range.indexOf('-');
        long first = dash < 0 ? -1 : number(range.substring(0, dash));
        long last = dash < 0 ? -1 : number(range.substring(dash + 1));
        boolean sound = first >= 0 && last >= first && (whole < 0 || last < whole);
        return sound ? new ContentRange(first, last + 1, whole) : null;
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
