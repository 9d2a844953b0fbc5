package hearth.device.simd.packed;

/** Which instructions the integer dot products are made of. */
public enum DotVariant {
    /** Relaxed SIMD, sums of 16 bits. */
    RELAXED_I16,
    /** Relaxed SIMD, sums of 32 bits. */
    RELAXED_I32,
    /** SIMD128 alone. */
    PLAIN
}
