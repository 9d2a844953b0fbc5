package hearth.program;

/**
 * Linear memory: bytes at {@code long} offsets, little-endian. On the JVM a byte array stands behind it, in the browser
 * the one {@code WebAssembly.Memory}. Offsets are not checked in the browser; whoever computes one has checked its size.
 */
public interface Memory {
    byte getByte(long offset);

    void putByte(long offset, byte value);

    short getShort(long offset);

    void putShort(long offset, short value);

    int getInt(long offset);

    void putInt(long offset, int value);

    float getFloat(long offset);

    void putFloat(long offset, float value);

    /** Copies {@code count} bytes from {@code offset} into {@code target} at {@code index}. */
    void read(long offset, byte[] target, int index, int count);

    /** Copies {@code count} bytes of {@code source} from {@code index} on to {@code offset}. */
    void write(long offset, byte[] source, int index, int count);

    /** Copies {@code count} floats from {@code offset} (a multiple of 4) into {@code target} at {@code index}. */
    void read(long offset, float[] target, int index, int count);

    /** Copies {@code count} floats of {@code source} from {@code index} on to {@code offset} (a multiple of 4). */
    void write(long offset, float[] source, int index, int count);

    /** Copies {@code bytes} bytes; the ranges do not overlap. */
    void copy(long from, long to, long bytes);

    /** Sets {@code bytes} bytes to zero. */
    void clear(long offset, long bytes);
}
