package hearth.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Integers packed by the layouts come out of the codec exactly. The packing here goes value by value and says for each where
 * its bits go, so that it shares nothing with the codec's loops. Scales are powers of two and minimums multiples of them:
 * then floats are exact.
 */
class BlockCodecPropertyTest {
    private static final int[] NON_LINEAR = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

    /** One block that is filled bit by bit. */
    private static final class Block {
        final byte[] bytes;

        Block(TensorType type) {
            bytes = new byte[type.bytesPerBlock()];
        }

        void put(int at, int shift, int value) {
            bytes[at] |= (byte) (value << shift);
        }

        void half(int at, float value) {
            int bits = HalfFloat.fromFloat(value);
            put(at, 0, bits & 255);
            put(at + 1, 0, bits >> 8 & 255);
        }

        /** Value i of 32 as a nibble: the first half low, the second half high. */
        void nibble(int at, int i, int value) {
            put(at + i % 16, i / 16 * 4, value);
        }

        /** Value i of 256 as a nibble: groups of 64, of which the first 32 low, the others high. */
        void groupedNibble(int at, int i, int value) {
            put(at + i / 64 * 32 + i % 32, i / 32 % 2 * 4, value);
        }

        /** Value i of 256 as two bits: halves of 128, of which each 32 take the next two bits of the same 32 bytes. */
        void pair(int at, int i, int value) {
            put(at + i / 128 * 32 + i % 32, i / 32 % 4 * 2, value);
        }

        /** Six-bit scale k of 8 in the 12 bytes that it shares with 8 six-bit minimums. */
        void scaleAndMinimum(int at, int k, int scale, int minimum) {
            if (k < 4) {
                put(at + k, 0, scale);
                put(at + 4 + k, 0, minimum);
            } else {
                put(at + 4 + k, 0, scale & 15);
                put(at + 4 + k, 4, minimum & 15);
                put(at + k - 4, 6, scale >> 4);
                put(at + k, 6, minimum >> 4);
            }
        }

        float[] decoded(TensorType type) {
            float[] values = new float[type.valuesPerBlock()];
            BlockCodec.decode(type, bytes, 0, values, 0, values.length);
            return values;
        }
    }

    private static float scale(int exponent) {
        return (float) Math.scalb(1.0, exponent);
    }

    @Property(tries = 100)
    void q40(@ForAll long seed, @ForAll @IntRange(min = -14, max = 6) int exponent) {
        Random random = new Random(seed);
        Block block = new Block(TensorType.Q4_0);
        float d = -scale(exponent);
        block.half(0, d);
        float[] expected = new float[32];
        for (int i = 0; i < 32; i++) {
            int q = random.nextInt(16);
            block.nibble(2, i, q);
            expected[i] = d * (q - 8);
        }
        assertEqual(expected, block, TensorType.Q4_0);
    }

    @Property(tries = 100)
    void q41(@ForAll long seed, @ForAll @IntRange(min = -14, max = 6) int exponent) {
        Random random = new Random(seed);
        Block block = new Block(TensorType.Q4_1);
        float d = scale(exponent);
        float m = -d * random.nextInt(300);
        block.half(0, d);
        block.half(2, m);
        float[] expected = new float[32];
        for (int i = 0; i < 32; i++) {
            int q = random.nextInt(16);
            block.nibble(4, i, q);
            expected[i] = d * q + m;
        }
        assertEqual(expected, block, TensorType.Q4_1);
    }

    @Property(tries = 100)
    void q50AndQ51(@ForAll long seed, @ForAll @IntRange(min = -14, max = 6) int exponent) {
        Random random = new Random(seed);
        Block even = new Block(TensorType.Q5_0);
        Block shifted = new Block(TensorType.Q5_1);
        float d = scale(exponent);
        float m = d * random.nextInt(300);
        even.half(0, d);
        shifted.half(0, d);
        shifted.half(2, m);
        float[] expectedEven = new float[32];
        float[] expectedShifted = new float[32];
        for (int i = 0; i < 32; i++) {
            int q = random.nextInt(32);
            even.put(2 + i / 8, i % 8, q >> 4);
            even.nibble(6, i, q & 15);
            shifted.put(4 + i / 8, i % 8, q >> 4);
            shifted.nibble(8, i, q & 15);
            expectedEven[i] = d * (q - 16);
            expectedShifted[i] = d * q + m;
        }
        assertEqual(expectedEven, even, TensorType.Q5_0);
        assertEqual(expectedShifted, shifted, TensorType.Q5_1);
    }

    @Property(tries = 100)
    void q80(@ForAll long seed, @ForAll @IntRange(min = -24, max = 6) int exponent) {
        Random random = new Random(seed);
        Block block = new Block(TensorType.Q8_0);
        float d = scale(exponent);
        block.half(0, d);
        float[] expected = new float[32];
        for (int i = 0; i < 32; i++) {
            int q = random.nextInt(256) - 128;
            block.put(2 + i, 0, q);
            expected[i] = d * q;
        }
        assertEqual(expected, block, TensorType.Q8_0);
    }

    @Property(tries = 100)
    void iq4nlAndMxfp4(@ForAll long seed, @ForAll @IntRange(min = -14, max = 6) int exponent) {
        double[] float4 = {0, 0.5, 1, 1.5, 2, 3, 4, 6};
        Random random = new Random(seed);
        Block table = new Block(TensorType.IQ4_NL);
        Block floats = new Block(TensorType.MXFP4);
        float d = scale(exponent);
        table.half(0, d);
        floats.put(0, 0, exponent + 127);
        float[] expectedTable = new float[32];
        float[] expectedFloats = new float[32];
        for (int i = 0; i < 32; i++) {
            int q = random.nextInt(16);
            table.nibble(2, i, q);
            floats.nibble(1, i, q);
            expectedTable[i] = d * NON_LINEAR[q];
            expectedFloats[i] = (float) (d * float4[q % 8]) * (q < 8 ? 1 : -1);
        }
        assertEqual(expectedTable, table, TensorType.IQ4_NL);
        assertEqual(expectedFloats, floats, TensorType.MXFP4);
    }

    @Property(tries = 100)
    void q2k(@ForAll long seed, @ForAll @IntRange(min = -14, max = 6) int exponent) {
        Random random = new Random(seed);
        Block block = new Block(TensorType.Q2_K);
        float d = scale(exponent);
        block.half(80, d);
        block.half(82, 2 * d);
        int[] scales = random.ints(16, 0, 16).toArray();
        int[] minimums = random.ints(16, 0, 16).toArray();
        float[] expected = new float[256];
        for (int i = 0; i < 256; i++) {
            int q = random.nextInt(4);
            block.pair(16, i, q);
            expected[i] = d * scales[i / 16] * q - 2 * d * minimums[i / 16];
        }
        for (int s = 0; s < 16; s++) {
            block.put(s, 0, scales[s]);
            block.put(s, 4, minimums[s]);
        }
        assertEqual(expected, block, TensorType.Q2_K);
    }

    @Property(tries = 100)
    void q3k(@ForAll long seed, @ForAll @IntRange(min = -14, max = 6) int exponent) {
        Random random = new Random(seed);
        Block block = new Block(TensorType.Q3_K);
        float d = scale(exponent);
        block.half(108, d);
        int[] scales = random.ints(16, 0, 64).toArray();
        float[] expected = new float[256];
        for (int i = 0; i < 256; i++) {
            int q = random.nextInt(8);
            block.pair(32, i, q & 3);
            block.put(i % 32, i / 32, q >> 2);
            expected[i] = d * (scales[i / 16] - 32) * (q - 4);
        }
        for (int s = 0; s < 16; s++) {
            block.put(96 + s % 8, s / 8 * 4, scales[s] & 15);
            block.put(104 + s % 4, s / 4 * 2, scales[s] >> 4);
        }
        assertEqual(expected, block, TensorType.Q3_K);
    }

    @Property(tries = 100)
    void q4kAndQ5k(@ForAll long seed, @ForAll @IntRange(min = -14, max = 6) int exponent) {
        Random random = new Random(seed);
        Block four = new Block(TensorType.Q4_K);
        Block five = new Block(TensorType.Q5_K);
        float d = scale(exponent);
        four.half(0, d);
        four.half(2, d / 2);
        five.half(0, d);
        five.half(2, d / 2);
        int[] scales = random.ints(8, 0, 64).toArray();
        int[] minimums = random.ints(8, 0, 64).toArray();
        float[] expectedFour = new float[256];
        float[] expectedFive = new float[256];
        for (int i = 0; i < 256; i++) {
            int q = random.nextInt(32);
            four.groupedNibble(16, i, q & 15);
            five.groupedNibble(48, i, q & 15);
            five.put(16 + i % 32, i / 32, q >> 4);
            expectedFour[i] = d * scales[i / 32] * (q & 15) - d / 2 * minimums[i / 32];
            expectedFive[i] = d * scales[i / 32] * q - d / 2 * minimums[i / 32];
        }
        for (int k = 0; k < 8; k++) {
            four.scaleAndMinimum(4, k, scales[k], minimums[k]);
            five.scaleAndMinimum(4, k, scales[k], minimums[k]);
        }
        assertEqual(expectedFour, four, TensorType.Q4_K);
        assertEqual(expectedFive, five, TensorType.Q5_K);
    }

    @Property(tries = 100)
    void q6k(@ForAll long seed, @ForAll @IntRange(min = -24, max = 3) int exponent) {
        Random random = new Random(seed);
        Block block = new Block(TensorType.Q6_K);
        float d = scale(exponent);
        block.half(208, d);
        int[] scales = random.ints(16, -128, 128).toArray();
        float[] expected = new float[256];
        for (int i = 0; i < 256; i++) {
            int q = random.nextInt(64);
            // Halves of 128, of which the first 64 values take low nibbles of 64 bytes and the others the high ones.
            block.put(i / 128 * 64 + i % 64, i / 64 % 2 * 4, q & 15);
            block.pair(128, i, q >> 4);
            expected[i] = d * scales[i / 16] * (q - 32);
        }
        for (int s = 0; s < 16; s++) {
            block.put(192 + s, 0, scales[s]);
        }
        assertEqual(expected, block, TensorType.Q6_K);
    }

    @Property(tries = 100)
    void iq4xs(@ForAll long seed, @ForAll @IntRange(min = -14, max = 3) int exponent) {
        Random random = new Random(seed);
        Block block = new Block(TensorType.IQ4_XS);
        float d = scale(exponent);
        block.half(0, d);
        int[] scales = random.ints(8, 0, 64).toArray();
        float[] expected = new float[256];
        for (int i = 0; i < 256; i++) {
            int q = random.nextInt(16);
            block.nibble(8 + i / 32 * 16, i % 32, q);
            expected[i] = d * (scales[i / 32] - 32) * NON_LINEAR[q];
        }
        for (int k = 0; k < 8; k++) {
            block.put(4 + k / 2, k % 2 * 4, scales[k] & 15);
            block.put(2 + k / 4, k % 4 * 2, scales[k] >> 4);
        }
        assertEqual(expected, block, TensorType.IQ4_XS);
    }

    /** Several blocks are decoded as each would be alone, wherever they lie. */
    @Property(tries = 200)
    void blocksAreIndependent(@ForAll TensorType type, @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int blocks,
                              @ForAll @IntRange(min = 0, max = 9) int from, @ForAll @IntRange(min = 0, max = 9) int at) {
        byte[] bytes = new byte[from + blocks * type.bytesPerBlock()];
        new Random(seed).nextBytes(bytes);
        int n = type.valuesPerBlock();
        float[] together = new float[at + blocks * n];
        BlockCodec.decode(type, bytes, from, together, at, blocks * n);
        float[] alone = new float[n];
        for (int b = 0; b < blocks; b++) {
            BlockCodec.decode(type, bytes, from + b * type.bytesPerBlock(), alone, 0, n);
            for (int i = 0; i < n; i++) {
                assertEquals(alone[i], together[at + b * n + i]);
            }
        }
    }

    private static void assertEqual(float[] expected, Block block, TensorType type) {
        float[] decoded = block.decoded(type);
        for (int i = 0; i < expected.length; i++) {
            expected[i] += 0f; // -0 and 0 are the same number here
            decoded[i] += 0f;
        }
        assertArrayEquals(expected, decoded);
    }
}
