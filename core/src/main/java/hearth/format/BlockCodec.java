package hearth.format;

/**
 * From a file's blocks to floats: what each {@link TensorType} means. Written to be read next to its formulas; kernels
 * that compute on packed blocks are held to it by tests. In a nibble byte the low four bits are called {@code lo}, the
 * high ones {@code hi}. Values that are not finite come out as such: whoever loads a file tests for them.
 */
public final class BlockCodec {
    /** The 16 values of the non-linear 4-bit types. */
    private static final int[] NON_LINEAR = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

    /** The 16 values of a 4-bit float with 2 exponent bits and 1 fraction bit. */
    private static final float[] FLOAT4 = {0, 0.5f, 1, 1.5f, 2, 3, 4, 6, -0f, -0.5f, -1, -1.5f, -2, -3, -4, -6};

    private BlockCodec() {
    }

    /**
     * Decodes {@code values} values.
     *
     * @param type   how they are stored
     * @param src    holds the blocks, the first one at byte {@code from}
     * @param out    takes the values from index {@code at} on
     * @param values a multiple of the type's values per block
     */
    public static void decode(TensorType type, byte[] src, int from, float[] out, int at, int values) {
        int valuesPerBlock = type.valuesPerBlock();
        int bytesPerBlock = type.bytesPerBlock();
        if (values % valuesPerBlock != 0) {
            throw new IllegalArgumentException(values + " values are no whole number of " + type + " blocks");
        }
        for (int block = from, i = at, end = at + values; i < end; block += bytesPerBlock, i += valuesPerBlock) {
            decodeBlock(type, src, block, out, i);
        }
    }

    private static void decodeBlock(TensorType type, byte[] b, int o, float[] y, int at) {
        switch (type) {
            case F32 -> y[at] = Float.intBitsToFloat(i32(b, o));
            case F16 -> y[at] = f16(b, o);
            case BF16 -> y[at] = Float.intBitsToFloat(u16(b, o) << 16);
            case Q4_0 -> q4(b, f16(b, o), 0, -8, o + 2, y, at);
            case Q4_1 -> q4(b, f16(b, o), f16(b, o + 2), 0, o + 4, y, at);
            case Q5_0 -> q5(b, f16(b, o), 0, -16, o + 2, y, at);
            case Q5_1 -> q5(b, f16(b, o), f16(b, o + 2), 0, o + 4, y, at);
            case Q8_0 -> q8(b, o, y, at);
            case Q2_K -> q2k(b, o, y, at);
            case Q3_K -> q3k(b, o, y, at);
            case Q4_K -> q4k(b, o, y, at);
            case Q5_K -> q5k(b, o, y, at);
            case Q6_K -> q6k(b, o, y, at);
            case IQ4_NL -> iq4(b, f16(b, o), o + 2, y, at);
            case IQ4_XS -> iq4xs(b, o, y, at);
            case MXFP4 -> mxfp4(b, o, y, at);
        }
    }

    /** {@code y = d*(q + bias) + m}; the low nibbles are the first half of the block, the high ones the second. */
    private static void q4(byte[] b, float d, float m, int bias, int q, float[] y, int at) {
        for (int j = 0; j < 16; j++) {
            y[at + j] = d * (lo(b[q + j]) + bias) + m;
            y[at + 16 + j] = d * (hi(b[q + j]) + bias) + m;
        }
    }

    /** As {@link #q4}, with the fifth bit of value i in bit i of a word before the nibbles. */
    private static void q5(byte[] b, float d, float m, int bias, int high, float[] y, int at) {
        int h = i32(b, high);
        int q = high + 4;
        for (int j = 0; j < 16; j++) {
            y[at + j] = d * ((lo(b[q + j]) | (h >>> j & 1) << 4) + bias) + m;
            y[at + 16 + j] = d * ((hi(b[q + j]) | (h >>> 16 + j & 1) << 4) + bias) + m;
        }
    }

    private static void q8(byte[] b, int o, float[] y, int at) {
        float d = f16(b, o);
        for (int j = 0; j < 32; j++) {
            y[at + j] = d * b[o + 2 + j];
        }
    }

    private static void iq4(byte[] b, float scale, int q, float[] y, int at) {
        for (int j = 0; j < 16; j++) {
            y[at + j] = scale * NON_LINEAR[lo(b[q + j])];
            y[at + 16 + j] = scale * NON_LINEAR[hi(b[q + j])];
        }
    }

    private static void mxfp4(byte[] b, int o, float[] y, int at) {
        int e = b[o] & 255;
        float scale = Float.intBitsToFloat(e == 0 ? 1 << 22 : e << 23); // 2^(e-127); 2^-127 is subnormal, 2^128 infinite
        for (int j = 0; j < 16; j++) {
            y[at + j] = scale * FLOAT4[lo(b[o + 1 + j])];
            y[at + 16 + j] = scale * FLOAT4[hi(b[o + 1 + j])];
        }
    }

    private static void q2k(byte[] b, int o, float[] y, int at) {
        float d = f16(b, o + 80);
        float dmin = f16(b, o + 82);
        for (int s = 0; s < 16; s++) { // 16 values each: p = s/8, k = s/2%4, half = s%2
            int scale = b[o + s] & 255;
            float scaled = d * (scale & 15);
            float minimum = dmin * (scale >> 4);
            int q = o + 16 + 32 * (s >> 3) + 16 * (s & 1);
            int shift = 2 * (s >> 1 & 3);
            for (int l = 0; l < 16; l++) {
                y[at + 16 * s + l] = scaled * (b[q + l] >> shift & 3) - minimum;
            }
        }
    }

    private static void q3k(byte[] b, int o, float[] y, int at) {
        float d = f16(b, o + 108);
        for (int s = 0; s < 16; s++) { // as in q2k
            int low = (b[o + 96 + s % 8] & 255) >> 4 * (s / 8) & 15;
            int high = (b[o + 104 + s % 4] & 255) >> 2 * (s / 4) & 3;
            float scaled = d * ((low | high << 4) - 32);
            int q = o + 32 + 32 * (s >> 3) + 16 * (s & 1);
            int h = o + 16 * (s & 1);
            int shift = 2 * (s >> 1 & 3);
            int bit = 1 << (s >> 1);
            for (int l = 0; l < 16; l++) {
                int value = (b[q + l] >> shift & 3) - ((b[h + l] & bit) != 0 ? 0 : 4);
                y[at + 16 * s + l] = scaled * value;
            }
        }
    }

    private static void q4k(byte[] b, int o, float[] y, int at) {
        float d = f16(b, o);
        float dmin = f16(b, o + 2);
        for (int k = 0; k < 8; k++) {
            float scaled = d * scale6(b, o + 4, k);
            float minimum = dmin * minimum6(b, o + 4, k);
            int q = o + 16 + 32 * (k >> 1);
            int shift = 4 * (k & 1);
            for (int j = 0; j < 32; j++) {
                y[at + 32 * k + j] = scaled * (b[q + j] >> shift & 15) - minimum;
            }
        }
    }

    private static void q5k(byte[] b, int o, float[] y, int at) {
        float d = f16(b, o);
        float dmin = f16(b, o + 2);
        for (int k = 0; k < 8; k++) {
            float scaled = d * scale6(b, o + 4, k);
            float minimum = dmin * minimum6(b, o + 4, k);
            int q = o + 48 + 32 * (k >> 1);
            int shift = 4 * (k & 1);
            for (int j = 0; j < 32; j++) {
                int value = (b[q + j] >> shift & 15) | (b[o + 16 + j] >> k & 1) << 4;
                y[at + 32 * k + j] = scaled * value - minimum;
            }
        }
    }

    /** Scale k of the 8 six-bit scales that share 12 bytes at {@code s} with 8 six-bit minimums. */
    private static int scale6(byte[] b, int s, int k) {
        return k < 4 ? b[s + k] & 63 : b[s + k + 4] & 15 | (b[s + k - 4] & 192) >> 2;
    }

    /** Minimum k, see {@link #scale6}. */
    private static int minimum6(byte[] b, int s, int k) {
        return k < 4 ? b[s + k + 4] & 63 : hi(b[s + k + 4]) | (b[s + k] & 192) >> 2;
    }

    private static void q6k(byte[] b, int o, float[] y, int at) {
        float d = f16(b, o + 208);
        for (int p = 0; p < 2; p++) {
            int scales = o + 192 + 8 * p;
            int i = at + 128 * p;
            for (int l = 0; l < 32; l++) {
                int x = b[o + 64 * p + l];
                int z = b[o + 64 * p + 32 + l];
                int h = b[o + 128 + 32 * p + l];
                int s = scales + (l >> 4);
                y[i + l] = d * b[s] * ((x & 15 | (h & 3) << 4) - 32);
                y[i + 32 + l] = d * b[s + 2] * ((z & 15 | (h >> 2 & 3) << 4) - 32);
                y[i + 64 + l] = d * b[s + 4] * ((x >> 4 & 15 | (h >> 4 & 3) << 4) - 32);
                y[i + 96 + l] = d * b[s + 6] * ((z >> 4 & 15 | (h >> 6 & 3) << 4) - 32);
            }
        }
    }

    private static void iq4xs(byte[] b, int o, float[] y, int at) {
        float d = f16(b, o);
        int high = u16(b, o + 2);
        for (int k = 0; k < 8; k++) {
            int scale = (b[o + 4 + k / 2] >> 4 * (k % 2) & 15) | (high >> 2 * k & 3) << 4;
            iq4(b, d * (scale - 32), o + 8 + 16 * k, y, at + 32 * k);
        }
    }

    private static int lo(byte b) {
        return b & 15;
    }

    private static int hi(byte b) {
        return b >> 4 & 15;
    }

    private static float f16(byte[] b, int o) {
        return HalfFloat.toFloat((short) u16(b, o));
    }

    private static int u16(byte[] b, int o) {
        return b[o] & 255 | (b[o + 1] & 255) << 8;
    }

    private static int i32(byte[] b, int o) {
        return u16(b, o) | u16(b, o + 2) << 16;
    }
}
