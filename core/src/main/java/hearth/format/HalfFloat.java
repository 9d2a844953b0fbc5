package hearth.format;

/** Half-precision floats (IEEE 754 binary16): 1 sign bit, 5 exponent bits, 10 fraction bits. */
public final class HalfFloat {
    private HalfFloat() {
    }

    /** The value of a half-float given by its 16 bits; exact, NaN and infinities included. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 31;
        int fraction = half & 1023;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int floatExponent = exponent == 31 ? 255 : exponent + 112;
        return Float.intBitsToFloat(sign | floatExponent << 23 | fraction << 13);
    }

    /**
     * The bits of the half-float nearest to {@code value}, ties to the even fraction. From 65520 on the result is
     * infinity, below 2^-14 a subnormal; NaN gives a quiet NaN.
     */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x47800000) { // 65536 and above
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x33000000) { // below 2^-25: nearer to 0 than to the smallest subnormal
            return (short) sign;
        }
        if (magnitude < 0x38800000) { // below 2^-14: a subnormal
            int fraction = magnitude & 0x7fffff | 0x800000;
            return (short) (sign | roundedShift(fraction, 126 - (magnitude >>> 23)));
        }
        // The carry of the rounding runs into the exponent, up to infinity, as it should.
        return (short) (sign | roundedShift(magnitude - 0x38000000, 13));
    }

    /** {@code value >> count}, rounded to nearest, ties to even. */
    private static int roundedShift(int value, int count) {
        int quotient = value >>> count;
        int rest = value & (1 << count) - 1;
        int half = 1 << count - 1;
        return rest > half || rest == half && (quotient & 1) != 0 ? quotient + 1 : quotient;
    }
}
