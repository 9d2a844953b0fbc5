package hearth.device.simd;

import hearth.device.simd.kernel.Sha256Kernel;

/**
 * SHA-256 (FIPS 180-4) of bytes that come in pieces: {@link Sha256Kernel} over a memory in which they are collected. Not for
 * use by two callers at once.
 *
 * @param <B> what the pieces come as
 */
public abstract class Sha256<B> {
    private static final int INPUT = 512;
    private static final int CAPACITY = 1 << 16;
    /** Bytes of memory that are needed. */
    public static final int BYTES = INPUT + CAPACITY;

    /** What follows the message in its last block: at least one byte, and its length in bits. */
    private static final int LEAST_TAIL = 9;

    private int filled;
    private long total;
    private boolean finished;

    /** Sets the state at the start; to be called before the first bytes. */
    protected final void begin() {
        int[] initial = Sha256Kernel.initialState();
        for (int i = 0; i < initial.length; i++) {
            putWord(4 * i, initial[i]);
        }
    }

    /** Takes {@code count} bytes of {@code bytes} from index {@code from} on. */
    public final void update(B bytes, int from, int count) {
        if (finished) {
            throw new IllegalStateException("The digest has been taken already");
        }
        total += count;
        for (int done = 0; done < count; ) {
            int part = Math.min(count - done, CAPACITY - filled);
            copy(bytes, from + done, part, INPUT + filled);
            filled += part;
            done += part;
            if (filled == CAPACITY) {
                compress();
            }
        }
    }

    /** The hash of all bytes taken, in lower-case hexadecimal digits. Ends the use of this object. */
    public final String hex() {
        long bits = total * 8;
        int over = (filled + LEAST_TAIL) % Sha256Kernel.BLOCK;
        byte[] tail = new byte[LEAST_TAIL + (over == 0 ? 0 : Sha256Kernel.BLOCK - over)];
        tail[0] = (byte) 0x80;
        for (int i = 0; i < 8; i++) {
            tail[tail.length - 1 - i] = (byte) (bits >>> 8 * i);
        }
        update(wrap(tail), 0, tail.length);
        compress();
        finished = true;
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < Sha256Kernel.COUNT / 4; i++) {
            int word = word(4 * i);
            for (int shift = 28; shift >= 0; shift -= 4) {
                hex.append(Character.forDigit(word >>> shift & 15, 16));
            }
        }
        return hex.toString();
    }

    private void compress() {
        putWord(Sha256Kernel.COUNT, filled / Sha256Kernel.BLOCK);
        run(0, INPUT);
        filled = 0;
    }

    /** The bytes as a piece. */
    protected abstract B wrap(byte[] bytes);

    /** Copies {@code count} bytes of a piece to the memory; {@code to} counts from the start of what belongs to this hash. */
    protected abstract void copy(B bytes, int from, int count, int to);

    /** The word at so many bytes from the start. */
    protected abstract int word(int at);

    protected abstract void putWord(int at, int word);

    /** Runs the kernel; both count from the start. */
    protected abstract void run(int state, int blocks);
}
