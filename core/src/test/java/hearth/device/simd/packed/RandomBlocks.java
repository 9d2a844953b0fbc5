package hearth.device.simd.packed;

import hearth.format.BlockCodec;
import hearth.format.TensorType;
import java.util.Arrays;
import java.util.Random;

/** Blocks of any type as a file may hold them. */
public final class RandomBlocks {
    private RandomBlocks() {
    }

    /** Random blocks of {@code values} values in all, which are finite. */
    public static byte[] of(TensorType type, int values, Random random) {
        byte[] bytes = new byte[values / type.valuesPerBlock() * type.bytesPerBlock()];
        random.nextBytes(bytes);
        float[] decoded = new float[type.valuesPerBlock()];
        for (int at = 0; at < bytes.length; at += type.bytesPerBlock()) {
            while (!finite(type, bytes, at, decoded)) {
                byte[] again = new byte[type.bytesPerBlock()];
                random.nextBytes(again);
                System.arraycopy(again, 0, bytes, at, again.length);
            }
        }
        return bytes;
    }

    /** Whether the block at {@code at} decodes to finite values; they go into {@code decoded}. */
    static boolean finite(TensorType type, byte[] bytes, int at, float[] decoded) {
        BlockCodec.decode(type, bytes, at, decoded, 0, decoded.length);
        for (float value : decoded) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Sets the quantised type's bytes that are no scales or minimums, in the block at {@code at}. */
    public static void fillQuants(TensorType type, byte[] bytes, int at, byte value) {
        int first = switch (type) {
            case Q3_K, Q6_K -> 0;
            case MXFP4 -> 1;
            case Q4_0, Q5_0, Q8_0, IQ4_NL -> 2;
            case Q4_1, Q5_1 -> 4;
            case IQ4_XS -> 8;
            case Q2_K, Q4_K, Q5_K -> 16;
            default -> throw new IllegalArgumentException(type + " has no quants");
        };
        int end = switch (type) {
            case Q2_K -> 80;
            case Q3_K -> 96;
            case Q6_K -> 192;
            default -> type.bytesPerBlock();
        };
        Arrays.fill(bytes, at + first, at + end, value);
    }
}
