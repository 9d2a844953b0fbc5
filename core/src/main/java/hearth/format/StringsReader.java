package hearth.format;

import java.util.Arrays;

/**
 * Reads an array of strings as its bytes arrive. They are kept as they lie in the file, lengths and all, so that many are
 * moved at once and only their places are noted one by one.
 */
final class StringsReader {
    static final int STRING_LIMIT = 16 << 20;

    private final HeadBytes in;
    private final int count;
    /** The file's bytes from the first string's length on, as far as strings have arrived whole. */
    private byte[] bytes = new byte[64];
    private int filled;
    /** By string: where it starts in {@link #bytes}. The last known one is that of the string to be read next. */
    private int[] starts;
    private int done;

    /** @param count how many strings there are; the file has been found long enough for as many */
    StringsReader(HeadBytes in, int count) {
        this.in = in;
        this.count = count;
        starts = new int[Math.min(count, 64) + 1];
        starts[0] = HeadBytes.LENGTH;
    }

    /** Reads what has arrived; true when all strings have. */
    boolean read() {
        reserveStarts(Math.min(done + in.available() / HeadBytes.LENGTH, count));
        done = in.wholeStrings(starts, done, count);
        int end = starts[done] - HeadBytes.LENGTH;
        reserveBytes(end);
        in.copy(bytes, filled, end - filled);
        filled = end;
        if (done == count) {
            return true;
        }
        if (in.available() < HeadBytes.LENGTH) {
            in.require((long) HeadBytes.LENGTH * (count - done));
        } else {
            length(in);
        }
        return false;
    }

    /** All strings, once {@link #read()} was true. */
    StringArray strings() {
        boolean wasteful = bytes.length - filled > filled / 8;
        return new StringArray(wasteful ? resized(filled) : bytes, starts, HeadBytes.LENGTH);
    }

    /** The length of the string at the position, checked; the bytes that say it are there. */
    static int length(HeadBytes in) {
        long length = in.peek64(0);
        if (length < 0 || length > STRING_LIMIT) {
            throw in.damaged(in.position(), "has a string of " + Long.toUnsignedString(length) + " bytes; the limit is "
                + STRING_LIMIT);
        }
        in.require(HeadBytes.LENGTH + length);
        return (int) length;
    }

    private void reserveStarts(int strings) {
        if (starts.length <= strings) {
            starts = Arrays.copyOf(starts, (int) Math.min(2L * (strings + 1), count + 1L));
        }
    }

    /** Makes room for what has arrived and, as far as it tells, for what will; never for much more than it. */
    private void reserveBytes(int needed) {
        if (bytes.length < needed) {
            long expected = (long) needed * count / done;
            long capacity = Math.max(needed * 5L / 4, Math.min(expected + expected / 16, needed * 4L));
            bytes = resized((int) Math.min(capacity, HeadBytes.HEAD_LIMIT));
        }
    }

    /** The bytes so far in an array of another size. In a browser this takes a tenth of the time of {@code Arrays.copyOf}. */
    private byte[] resized(int capacity) {
        byte[] target = new byte[capacity];
        System.arraycopy(bytes, 0, target, 0, filled);
        return target;
    }
}
