package hearth.device.simd.packed;

import hearth.format.HalfFloat;
import hearth.format.TensorType;
import java.util.Arrays;

/** Takes blocks of the rarer types apart into signed bytes, and a scale and a minimum for every 16 values. */
final class WideBlock {
    private static final byte[] IQ4 = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
    /** Twice the values of MXFP4, so that they are whole. */
    private static final byte[] MXFP4 = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

    private WideBlock() {
    }

    /** Formulas: {@code hearth.format.BlockCodec}. {@code y[i] = scales[i / 16] * quants[i] + minimums[i / 16]}. */
    static void split(TensorType type, byte[] block, byte[] quants, float[] scales, float[] minimums) {
        switch (type) {
            case Q4_1 -> uniform(block, 4, -1, 0, half(block, 0), half(block, 2), quants, scales, minimums);
            case Q5_0 -> uniform(block, 6, 2, 16, half(block, 0), 0, quants, scales, minimums);
            case Q5_1 -> uniform(block, 8, 4, 0, half(block, 0), half(block, 2), quants, scales, minimums);
            case IQ4_NL -> table(block, 2, 0, IQ4, half(block, 0), quants, scales, minimums);
            case MXFP4 -> table(block, 1, 0, MXFP4, (float) Math.pow(2, (block[0] & 255) - 128), quants, scales, minimums);
            case IQ4_XS -> iq4xs(block, quants, scales, minimums);
            case Q5_K -> q5k(block, quants, scales, minimums);
            case Q2_K -> q2k(block, quants, scales, minimums);
            case Q3_K -> q3k(block, quants, scales, minimums);
            default -> throw new IllegalArgumentException("No wide form of " + type);
        }
    }

    private static float half(byte[] block, int at) {
        return HalfFloat.toFloat((short) (block[at] & 255 | block[at + 1] << 8));
    }

    /** 32 values of 4 bits, with a fifth bit each at {@code fifth} where that is not negative, minus {@code zero}. */
    private static void uniform(byte[] block, int nibbles, int fifth, int zero, float scale, float minimum,
                                byte[] quants, float[] scales, float[] minimums) {
        for (int j = 0; j < 32; j++) {
            int q = (block[nibbles + j % 16] & 255) >> 4 * (j / 16) & 15;
            if (fifth >= 0) {
                q |= (block[fifth + j / 8] >> j % 8 & 1) << 4;
            }
            quants[j] = (byte) (q - zero);
        }
        Arrays.fill(scales, scale);
        Arrays.fill(minimums, minimum);
    }

    /** 32 values of 4 bits that are places in a table. */
    private static void table(byte[] block, int nibbles, int to, byte[] values, float scale, byte[] quants, float[] scales,
                              float[] minimums) {
        for (int j = 0; j < 32; j++) {
            quants[to + j] = values[(block[nibbles + j % 16] & 255) >> 4 * (j / 16) & 15];
        }
        for (int run = to / 16; run < to / 16 + 2; run++) {
            scales[run] = scale;
            minimums[run] = 0;
        }
    }

    private static void iq4xs(byte[] block, byte[] quants, float[] scales, float[] minimums) {
        int high = block[2] & 255 | (block[3] & 255) << 8;
        for (int k = 0; k < 8; k++) {
            int scale = block[4 + k / 2] >> 4 * (k % 2) & 15 | (high >> 2 * k & 3) << 4;
            table(block, 8 + 16 * k, 32 * k, IQ4, half(block, 0) * (scale - 32), quants, scales, minimums);
        }
    }

    private static void q5k(byte[] block, byte[] quants, float[] scales, float[] minimums) {
        for (int k = 0; k < 8; k++) {
            int scale;
            int minimum;
            if (k < 4) {
                scale = block[4 + k] & 63;
                minimum = block[8 + k] & 63;
            } else {
                scale = block[8 + k] & 15 | (block[k] & 255) >> 6 << 4;
                minimum = (block[8 + k] & 255) >> 4 | (block[4 + k] & 255) >> 6 << 4;
            }
            for (int run = 2 * k; run < 2 * k + 2; run++) {
                scales[run] = half(block, 0) * scale;
                minimums[run] = -half(block, 2) * minimum;
            }
            for (int j = 0; j < 32; j++) {
                int nibble = (block[48 + 32 * (k / 2) + j] & 255) >> 4 * (k % 2) & 15;
                quants[32 * k + j] = (byte) (nibble | (block[16 + j] >> k & 1) << 4);
            }
        }
    }

    private static void q2k(byte[] block, byte[] quants, float[] scales, float[] minimums) {
        for (int run = 0; run < 16; run++) {
            int p = run / 8;
            int k = run % 8 / 2;
            int side = run % 2;
            int both = block[run] & 255;
            scales[run] = half(block, 80) * (both & 15);
            minimums[run] = -half(block, 82) * (both >> 4);
            for (int l = 0; l < 16; l++) {
                quants[16 * run + l] = (byte) ((block[16 + 32 * p + 16 * side + l] & 255) >> 2 * k & 3);
            }
        }
    }

    private static void q3k(byte[] block, byte[] quants, float[] scales, float[] minimums) {
        for (int run = 0; run < 16; run++) {
            int p = run / 8;
            int k = run % 8 / 2;
            int side = run % 2;
            int low = (block[96 + run % 8] & 255) >> 4 * (run / 8) & 15;
            int high = (block[104 + run % 4] & 255) >> 2 * (run / 4) & 3;
            scales[run] = half(block, 108) * ((low | high << 4) - 32);
            minimums[run] = 0;
            for (int l = 0; l < 16; l++) {
                int q = (block[32 + 32 * p + 16 * side + l] & 255) >> 2 * k & 3;
                boolean set = (block[16 * side + l] >> 4 * p + k & 1) != 0;
                quants[16 * run + l] = (byte) (set ? q : q - 4);
            }
        }
    }
}
