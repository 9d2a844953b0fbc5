package hearth.text;

import java.util.Random;

/**
 * A hash that differs from one instance to the next. With a fixed one, a file could be made in which everything falls on one
 * place of a table, and reading it would take hours.
 */
final class SeededHash {
    private final long start;
    private final long factor;
    private int commonEnd;

    /** A hash that nobody can foresee. */
    SeededHash() {
        this(new Random());
    }

    private SeededHash(Random random) {
        this(random.nextLong(), random.nextLong() | 1);
    }

    /** @param factor odd; the more of its bits are set at random, the better the hash */
    SeededHash(long start, long factor) {
        this.start = start;
        this.factor = factor;
    }

    /** The hash of a number. Two numbers never have the same one. */
    long of(long number) {
        return mixed(start, number);
    }

    /** The hash of the bytes at {@code from .. to}. Two texts of at most seven bytes never have the same one. */
    long of(byte[] bytes, int from, int to) {
        return ofCommon(bytes, from, to, bytes, from);
    }

    /**
     * The hash of the bytes at {@code from .. to} as far as they are the same as others; then {@link #commonEnd} tells how far.
     *
     * @param others as many bytes from {@code at} on
     */
    long ofCommon(byte[] bytes, int from, int to, byte[] others, int at) {
        long hash = start;
        // Seven bytes a word, after a one, so that a byte of zero counts.
        long word = 1;
        int shift = at - from;
        int end = from;
        while (end < to && bytes[end] == others[end + shift]) {
            if (word >>> 56 != 0) {
                hash = mixed(hash, word);
                word = 1;
            }
            word = word << 8 | bytes[end] & 0xFF;
            end++;
        }
        commonEnd = end;
        return mixed(hash, word);
    }

    /** The place of the first byte that was not the same when {@link #ofCommon} was called last, or the end. */
    int commonEnd() {
        return commonEnd;
    }

    /** Multiplies twice: after one multiplication, words that differ in high bits only still differ as a file could foresee. */
    private long mixed(long hash, long word) {
        long product = (hash ^ word) * factor;
        return (product >>> 32 | product << 32) * factor;
    }
}
