package hearth.device.simd.packed;

import hearth.format.HalfFloat;
import hearth.format.TensorType;
import java.util.Arrays;

/** Takes blocks of the rarer types apart into signed bytes, and a scale and a minimum for every 16 values. */
final class WideBlock {
    /** Twice the values of MXFP4, so that they are whole. */
    private static final byte[] MXFP4 = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

    private WideBlock() {
    }

    /** Formulas: {@code hearth.format.BlockCodec}. {@code y[i] = scales[i / 16] * quants[i] + minimums[i / 16]}. */
    static void split(TensorType type, byte[] block, byte[] quants, float[] scales, float[] minimums) {
        switch (type) {
            case MXFP4 -> mxfp4(block, quants, scales, minimums);
            case Q2_K -> q2k(block, quants, scales, minimums);
            case Q3_K -> q3k(block, quants, scales, minimums);
            default -> throw new IllegalArgumentException("No wide form of " + type);
        }
    }

    private static float half(byte[] block, int at) {
        return HalfFloat.toFloat((short) (block[at] & 255 | block[at + 1] << 8));
    }

    private static void mxfp4(byte[] block, byte[] quants, float[] scales, float[] minimums) {
        for (int j = 0; j < 32; j++) {
            quants[j] = MXFP4[(block[1 + j % 16] & 255) >> 4 * (j / 16) & 15];
        }
        Arrays.fill(scales, (float) Math.pow(2, (block[0] & 255) - 128));
        Arrays.fill(minimums, 0);
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
