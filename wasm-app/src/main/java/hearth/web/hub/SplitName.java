package hearth.web.hub;

/**
 * The name or address of one of several files that a model was split into: {@code model-00002-of-00005.gguf}.
 *
 * @param before what stands before the two numbers
 * @param number which of the files, from 1 on
 * @param count  how many there are
 * @param after  what follows
 */
record SplitName(String before, int number, int count, String after) {
    private static final String OF = "-of-";
    private static final int DIGITS = 5;
    private static final String EXTENSION = ".gguf";

    /** Null where the text is no such name. */
    static SplitName of(String text) {
        int end = AddressText.pathEnd(text);
        int name = text.lastIndexOf('/', end - 1) + 1;
        int of = text.lastIndexOf(OF, end - 1);
        int first = of - DIGITS;
        int last = of + OF.length() + DIGITS;
        if (first < name + 1 || text.charAt(first - 1) != '-' || last + EXTENSION.length() != end || !text.startsWith(EXTENSION, last)) {
            return null;
        }
        int number = number(text, first);
        int count = number(text, last - DIGITS);
        return number < 1 || count < number ? null : new SplitName(text.substring(0, first - 1), number, count, text.substring(last));
    }

    /** The name of the file with this number. */
    String at(int wanted) {
        return before + "-" + digits(wanted) + OF + digits(count) + after;
    }

    /** What the model would be called in one file. */
    String whole() {
        return before + after;
    }

    boolean belongsTo(SplitName other) {
        return before.equals(other.before) && count == other.count && after.equals(other.after);
    }

    private static String digits(int number) {
        StringBuilder out = new StringBuilder().append(number);
        while (out.length() < DIGITS) {
            out.insert(0, '0');
        }
        return out.toString();
    }

    /** Five digits, or -1. */
    private static int number(String text, int from) {
        int value = 0;
        for (int i = from; i < from + DIGITS; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
