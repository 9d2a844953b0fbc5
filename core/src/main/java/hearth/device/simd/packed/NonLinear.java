package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.program.Memory;

/**
 * 8 rows x 32 places in the table of the non-linear 4-bit types, in 128 bytes: word j = 0..3 of a row's 16 nibble bytes, low
 * nibbles columns 4j.., high nibbles columns 16 + 4j...
 *
 * <p>The table's values need 8 bits with a sign, which no relaxed dot product multiplies exactly. But they lie near a
 * line: value n is {@code 15 (n - 8) + BENDS[n] - 8} with bends of 1..19. So a sum of products is 15 times that of the
 * nibbles less 8, plus that of the bends less 8; both fit 16 bits for two of every four columns.
 */
final class NonLinear {
    /** Places of a row. */
    static final int COLUMNS = 32;
    /** Bytes of 8 rows. */
    static final int BYTES = 128;

    private static final int WORDS = 4;
    private static final byte[] VALUES = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
    private static final int SLOPE = 15;
    private static final byte[] VALUES_PLUS_128 = plus(0);
    private static final byte[] BENDS = plus(-SLOPE);

    private NonLinear() {
    }

    /** Of each value 128 more, and {@code slope} more for each place before it. */
    private static byte[] plus(int slope) {
        byte[] sums = new byte[16];
        for (int n = 0; n < 16; n++) {
            sums[n] = (byte) (VALUES[n] + 128 + slope * n);
        }
        return sums;
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
        private final Quad[] quads;
        private final WasmFunction f;
        private final Dots dots;
        private final int[] words;
        private final int places;
        private final Dots.Operand[] nibbles;
        private final Dots.Operand[] bends;
        private final int[][] nibbleSums;
        private final int[][] bendSums;

        Products(Quad[] quads) {
            this.quads = quads;
            f = quads[0].f();
            dots = quads[0].dots();
            words = f.v128s(quads.length);
            places = f.v128();
            nibbles = dots.operands(quads.length);
            bends = dots.operands(quads.length);
            nibbleSums = Quad.accumulators(quads);
            bendSums = Quad.accumulators(quads);
        }

        /**
         * Sums the values times activations; they are at {@code offset} of what the quads have as the addresses of weights and
         * activations. {@link #pushSums} has the sums.
         */
        void write(int offset) {
            for (int q = 0; q < quads.length; q++) {
                for (int t = 0; t < quads[q].tokens(); t++) {
                    int start = quads[q].block(0, t, ActivationBlock.MINUS_8_SUMS);
                    dots.start(bendSums[q][t], quads[q].activation(), start);
                    if (dots.takesWholeBytes()) {
                        dots.shiftStart(bendSums[q][t], 4);
                    } else {
                        dots.start(nibbleSums[q][t], quads[q].activation(), start);
                    }
                }
            }
            for (int w = 0; w < WORDS; w++) {
                for (int side = 0; side < 2; side++) {
                    for (int q = 0; q < quads.length; q++) {
                        if (side == 0) {
                            f.get(quads[q].weights()).load(offset + (2 * w + quads[q].half()) * 16).tee(words[q]);
                        } else {
                            f.get(words[q]).constant(4).simd(Simd.I16X8_SHR_U);
                        }
                        dots.maskLowNibbles();
                        setOperands(q);
                    }
                    Quad.eachToken(quads, 0, ActivationBlock.VALUES + 16 * side + 4 * w, (q, t) -> {
                        dots.add(bendSums[q][t], bends[q]);
                        if (!dots.takesWholeBytes()) {
                            dots.add(nibbleSums[q][t], nibbles[q]);
                        }
                    });
                }
            }
        }

        /** Takes the nibbles on the stack. */
        private void setOperands(int quad) {
            f.set(places);
            dots.lookUp(dots.takesWholeBytes() ? VALUES_PLUS_128 : BENDS, places);
            dots.setUnsigned(bends[quad]);
            if (!dots.takesWholeBytes()) {
                f.get(places);
                dots.setUnsigned(nibbles[quad]);
            }
        }

        /** Pushes the four rows' sums. */
        void pushSums(int quad, int token) {
            dots.pushSums(bendSums[quad][token]);
            if (!dots.takesWholeBytes()) {
                dots.pushMultipliedSums(nibbleSums[quad][token], SLOPE);
                f.simd(Simd.I32X4_ADD);
            }
        }
    }
}
