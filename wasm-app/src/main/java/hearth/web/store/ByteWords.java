package hearth.web.store;

/** Numbers of bytes as people read them. */
final class ByteWords {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private ByteWords() {
    }

    /** For example "1.4 GB"; units are powers of 1000. */
    static String of(double bytes) {
        if (bytes < 1000) {
            return (long) Math.max(0, bytes) + " bytes";
        }
        int unit = -1;
        double value = bytes;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        long tenths = Math.round(value * 10);
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " " + UNITS[unit];
    }
}
