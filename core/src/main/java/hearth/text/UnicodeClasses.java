package hearth.text;

/**
 * The class of every code point, as far as cutting text into pieces needs it: letter (L), mark (M), number (N), white space
 * (White_Space) or anything else. An own table, because the tables of Java's {@code Character} are those of whichever
 * Unicode version the machine underneath has: two machines would make other tokens of the same text.
 */
final class UnicodeClasses {
    static final byte OTHER = 0;
    static final byte LETTER = 1;
    static final byte MARK = 2;
    static final byte NUMBER = 3;
    static final byte SPACE = 4;

    private static final int PAGE_BITS = 8;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int PAGES = (Character.MAX_CODE_POINT + 1) >> PAGE_BITS;
    private static final byte[][] TABLE = unpack(UnicodeClassTable.RUNS);

    private UnicodeClasses() {
    }

    /** The class of a code point: {@link #LETTER}, {@link #MARK}, {@link #NUMBER}, {@link #SPACE} or {@link #OTHER}. */
    static byte of(int codePoint) {
        return TABLE[codePoint >> PAGE_BITS][codePoint & PAGE_SIZE - 1];
    }

    /** Spreads the runs over pages of 256 code points. Pages of one class, nearly all of them, share their bytes. */
    private static byte[][] unpack(String runs) {
        byte[][] uniform = new byte[SPACE + 1][];
        byte[][] pages = new byte[PAGES][];
        int codePoint = 0;
        int length = 0;
        for (int i = 0; i < runs.length(); i++) {
            char c = runs.charAt(i);
            if (c >= '0' && c <= '9') {
                length = length * 36 + c - '0';
            } else if (c >= 'a' && c <= 'z') {
                length = length * 36 + c - 'a' + 10;
            } else {
                int end = codePoint + Math.max(length, 1);
                fill(pages, uniform, codePoint, end, named(c));
                codePoint = end;
                length = 0;
            }
        }
        return pages;
    }

    private static void fill(byte[][] pages, byte[][] uniform, int from, int end, byte value) {
        for (int at = from; at < end;) {
            int page = at >> PAGE_BITS;
            int stop = Math.min(end, page + 1 << PAGE_BITS);
            if (stop - at == PAGE_SIZE) {
                if (uniform[value] == null) {
                    uniform[value] = page(value);
                }
                pages[page] = uniform[value];
            } else {
                if (pages[page] == null) {
                    pages[page] = new byte[PAGE_SIZE];
                }
                for (int i = at; i < stop; i++) {
                    pages[page][i & PAGE_SIZE - 1] = value;
                }
            }
            at = stop;
        }
    }

    private static byte[] page(byte value) {
        byte[] page = new byte[PAGE_SIZE];
        for (int i = 0; i < PAGE_SIZE; i++) {
            page[i] = value;
        }
        return page;
    }

    private static byte named(char letter) {
        switch (letter) {
            case 'L':
                return LETTER;
            case 'M':
                return MARK;
            case 'N':
                return NUMBER;
            case 'W':
                return SPACE;
            default:
                return OTHER;
        }
    }
}
