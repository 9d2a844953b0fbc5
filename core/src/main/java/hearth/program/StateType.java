package hearth.program;

/** How the numbers of a {@link State} are kept. */
public enum StateType {
    /** Single precision. */
    F32,
    /** Half precision or better. */
    F16,
    /**
     * Eight bits: each {@link #BLOCK} values of a row, or what is left of it, are whole numbers q from -127 to 127 times a
     * scale d, {@code d = max|x| / 127, q = round(x / d)}, ties to even, in single precision.
     */
    Q8;

    /** Values that share a scale. */
    public static final int BLOCK = 32;
    /** A largest value that is below this times 127 counts as zero: its inverse is no normal number. */
    public static final float LEAST_SCALE = 1e-37f;
}
