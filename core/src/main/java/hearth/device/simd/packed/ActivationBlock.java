package hearth.device.simd.packed;

/**
 * Layout of 32 quantised activations, 64 bytes, one cache line: {@code q = round(x / d)} with {@code d = max|x| / 127}, and
 * what the weight formats need of their sums. One format serves all weight types. {@link #HALF_SCALE} holds a factor of 2^112 by
 * which {@link Halves#push} leaves its values too small.
 */
public final class ActivationBlock {
    /** Activations of a block. */
    public static final int COLUMNS = 32;
    /** Bytes of a block. */
    public static final int BYTES = 64;

    /** 32 signed bytes q. */
    public static final int VALUES = 0;
    /** f32: d * 2^112. */
    public static final int HALF_SCALE = 32;
    /** i16 each: -8 * sum of those q whose place modulo 4 is 0 or 1, and of those whose is 2 or 3. */
    public static final int MINUS_8_SUMS = 36;
    /** f32: d * sum of q. */
    public static final int SUM = 40;
    /** i16 each: -32 * the same sums over the first 16 q, then over the last 16. */
    public static final int MINUS_32_SUMS16 = 44;
    /** f32 each: d * sum of the first and of the last 16 q. */
    public static final int SUM16 = 52;
    /** f32: d. */
    public static final int SCALE = 60;

    private ActivationBlock() {
    }
}
