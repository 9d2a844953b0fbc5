package hearth.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockCodecTest {
    /** A block whose byte i is (37 i + 11) mod 256, except for scales of 0.5 and minimums of 0.25. */
    private static byte[] block(TensorType type) {
        byte[] block = new byte[type.bytesPerBlock()];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (37 * i + 11);
        }
        int d = switch (type) {
            case Q2_K -> 80;
            case Q3_K -> 108;
            case Q6_K -> 208;
            default -> 0;
        };
        block[d] = 0;
        block[d + 1] = 0x38;
        switch (type) {
            case Q4_1, Q5_1, Q2_K, Q4_K, Q5_K -> {
                block[d + 2] = 0;
                block[d + 3] = 0x34;
            }
            case MXFP4 -> {
                block[0] = 127;
                block[1] = 37 + 11;
            }
            default -> { }
        }
        return block;
    }

    @ParameterizedTest
    @CsvSource({
        "Q4_0, -1.5, 1, -1.5, -0.5, 0, -10.5, -259",
        "Q4_1, 7.75, 2.25, 4.75, 6.25, 6.25, 130.5, 2123.5",
        "Q5_0, 4.5, -1, 7, 0, 0.5, 7.5, 56",
        "Q5_1, 9.75, 12.25, 9.75, 2.75, 2.75, 260.5, 4082.5",
        "Q8_0, 42.5, 61, -45.5, -27, -24, -88, -4040",
        "Q2_K, 16.5, 0, -0.75, -0.75, 2.25, 1029.5, 121565",
        "Q3_K, 40.5, -54, -48, 0, 21, 479, 88572.5",
        "Q4_K, 157.75, -12.75, 157.75, -3, 24.25, 27220, 3786420",
        "Q5_K, 405.75, -12.75, 405.75, -3, 54.25, 58108, 8013724",
        "Q6_K, -715.5, 848, -216, 208, -30, 2306, 392210",
        "IQ4_NL, -17.5, 12.5, -17.5, -5, 0.5, -128.5, -3459.5",
        "IQ4_XS, 32.5, -0.5, 32.5, 4.5, -8, -5502.5, -1045567",
        "MXFP4, 0, 3, 1.5, 3, 3, 12.5, 319"})
    void knownBlocks(TensorType type, float first, float second, float at16, float middle, float last, double sum, double weighted) {
        int n = type.valuesPerBlock();
        float[] y = new float[n + 2];
        BlockCodec.decode(type, block(type), 0, y, 1, n);
        // Adding 0 makes -0 a 0; the spec does not tell them apart.
        assertEquals(first, y[1] + 0f);
        assertEquals(second, y[2] + 0f);
        assertEquals(at16, y[17] + 0f);
        assertEquals(middle, y[n / 2 + 2] + 0f);
        assertEquals(last, y[n] + 0f);
        double s = 0;
        double w = 0;
        for (int i = 0; i < n; i++) {
            s += y[i + 1];
            w += (i + 1) * (double) y[i + 1];
        }
        assertEquals(sum, s);
        assertEquals(weighted, w);
        assertEquals(0, y[0] + y[n + 1], "nothing is written beside the values");
    }

    @Test
    void plainTypes() {
        byte[] bytes = {0, 0, (byte) 0xc0, 0x3f, 0, 0x3c};
        float[] y = new float[2];
        BlockCodec.decode(TensorType.F32, bytes, 0, y, 0, 1);
        assertEquals(1.5f, y[0]);
        BlockCodec.decode(TensorType.BF16, bytes, 2, y, 0, 1);
        assertEquals(1.5f, y[0]);
        BlockCodec.decode(TensorType.F16, bytes, 4, y, 1, 1);
        assertEquals(1f, y[1]);
    }

    @Test
    void extremeScalesOfMxfp4() {
        byte[] block = block(TensorType.MXFP4);
        float[] y = new float[32];
        block[0] = 0;
        BlockCodec.decode(TensorType.MXFP4, block, 0, y, 0, 32);
        assertEquals(3 * 0x1p-127f, y[1]);
        block[0] = (byte) 254;
        BlockCodec.decode(TensorType.MXFP4, block, 0, y, 0, 32);
        assertEquals(1.5f * 0x1p127f, y[16]);
    }

    @Test
    void nanScaleComesOutAsNan() {
        byte[] block = block(TensorType.Q4_0);
        block[1] = 0x7e;
        float[] y = new float[32];
        BlockCodec.decode(TensorType.Q4_0, block, 0, y, 0, 32);
        assertTrue(Float.isNaN(y[31]));
    }

    @Test
    void wholeBlocksOnly() {
        assertThrows(IllegalArgumentException.class,
            () -> BlockCodec.decode(TensorType.Q4_0, new byte[36], 0, new float[64], 0, 33));
    }
}
