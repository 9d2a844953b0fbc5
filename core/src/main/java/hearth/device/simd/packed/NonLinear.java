package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.program.Memory;

/**
 * 8 rows x 32 places in the table of the non-linear 4-bit types, in 128 bytes: word j = 0..3 of a row's 16 nibble bytes, low
 * nibbles columns 4j.., high nibbles columns 16 + 4j...
 *
 * <p>The table's values need 8 bits with a sign, which no relaxed dot product multiplies exactly. But they lie near a
 * line: value n is {@code 15 n - 128 + BENDS[n]} with bends of 1..19. So a sum of products is 15 times that of the
 * nibbles, plus that of the bends, less 128 times the activations' sum.
 */
final class NonLinear {
    /** Places of a row. */
    static final int COLUMNS = 32;
    /** Bytes of 8 rows. */
    static final int BYTES = 128;

    private static final int WORDS = 4;
    private static final byte[] VALUES = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
    private static final byte[] BENDS = bends();

    private NonLinear() {
    }

    private static byte[] bends() {
        byte[] bends = new byte[16];
        for (int n = 0; n < 16; n++) {
            bends[n] = (byte) (VALUES[n] + 128 - 15 * n);
        }
        return bends;
    }

    /** Expands a row's 32 values, each times {@code scale}. */
    static void decode(Memory memory, long base, int row, float scale, float[] out, int at) {
        for (int w = 0; w < WORDS; w++) {
            int nibbles = memory.getInt(PackedFormat.word(base, w, row));
            for (int i = 0; i < 4; i++) {
                out[at + 4 * w + i] = scale * VALUES[nibbles >>> 8 * i & 15];
                out[at + 16 + 4 * w + i] = scale * VALUES[nibbles >>> 8 * i + 4 & 15];
            }
        }
    }

    /** Emission of products with 32 activations. */
    static final class Products {
        private final Quad quad;
        private final WasmFunction f;
        private final Dots dots;
        private final int[] operands;
        private final int[] nibbleSums;
        private final int[] restSums;

        Products(Quad quad) {
            this.quad = quad;
            f = quad.f();
            dots = quad.dots();
            operands = f.v128s(4);
            nibbleSums = f.v128s(quad.tokens());
            restSums = f.v128s(quad.tokens());
        }

        /** Multiplies the values at {@code address + offset} by the activations at {@code activation}; {@link #pushSum} has the sums. */
        void write(int address, int offset, int activation) {
            for (int t = 0; t < quad.tokens(); t++) {
                dots.clear(nibbleSums[t]);
                dots.clear(restSums[t]);
            }
            for (int pair = 0; pair < WORDS; pair += 2) {
                int[] columns = new int[4];
                for (int i = 0; i < 2; i++) {
                    int w = pair + i;
                    columns[2 * i] = ActivationBlock.VALUES + 4 * w;
                    columns[2 * i + 1] = ActivationBlock.VALUES + 16 + 4 * w;
                    dots.splitNibbles(address, offset + (2 * w + quad.half()) * 16, operands[2 * i], operands[2 * i + 1]);
                }
                if (dots.multipliesSigned()) {
                    addValues(activation, columns);
                } else {
                    addNibblesAndBends(activation, columns);
                }
            }
        }

        private void addValues(int activation, int[] columns) {
            for (int i = 0; i < columns.length; i++) {
                lookUp(VALUES, operands[i]);
                dots.signed(operands[i]);
                for (int t = 0; t < quad.tokens(); t++) {
                    dots.addSigned(restSums[t], activation, quad.block(0, t, columns[i]));
                }
            }
        }

        private void addNibblesAndBends(int activation, int[] columns) {
            for (int i = 0; i < columns.length; i++) {
                dots.nibbles(operands[i]);
                for (int t = 0; t < quad.tokens(); t++) {
                    dots.addNibbles(nibbleSums[t], activation, quad.block(0, t, columns[i]));
                }
                lookUp(BENDS, operands[i]);
            }
            for (int t = 0; t < quad.tokens(); t++) {
                dots.addFiveBits(restSums[t], activation, quad.block(0, t, 0), columns, operands);
            }
        }

        private void lookUp(byte[] table, int places) {
            dots.lookUp(table, places);
            f.set(places);
        }

        /** Pushes a token's sums, as floats. */
        void pushSum(int activation, int token) {
            if (!dots.multipliesSigned()) {
                // (nibbles - 8 activations) * 16 - nibbles + bends
                int nibbles = nibbleSums[token];
                dots.pushNibbleSum(nibbles);
                f.tee(nibbles);
                dots.pushStart(activation, quad.block(0, token, ActivationBlock.MINUS_8_SUMS));
                f.simd(Simd.I32X4_ADD);
                f.constant(4).simd(Simd.I32X4_SHL).get(nibbles).simd(Simd.I32X4_SUB);
                f.get(restSums[token]).simd(Simd.I32X4_ADD);
            } else {
                f.get(restSums[token]);
            }
            f.simd(Simd.F32X4_CONVERT_I32X4_S);
        }
    }
}
