package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.program.Memory;

/**
 * 8 rows x 32 values of 5 bits in 160 bytes. A row's values make 8 words of four bytes (word k: columns 4k..). Words 0..4 are
 * stored in the low bits of five, words 5..7 in pieces in the three bits that each byte has left: so five of eight words
 * need one instruction to unpack, where a nibble and a fifth bit stored apart need four or five.
 */
final class FiveBits {
    /** Values of a row. */
    static final int COLUMNS = 32;
    /** Bytes of 8 rows. */
    static final int BYTES = 160;

    private static final int WORDS = 8;
    private static final int STORED = 5;
    /** Every bit of a byte's worth in each byte of a word. */
    private static final int EACH_BYTE = 0x01010101;
    /** Places four bits at bits 0, 8, 16 and 24. */
    private static final int SPREAD = 0x00204081;

    /** For each word its pieces: the stored word, by how much it is shifted left there, which bits of a value. */
    private static final int[][][] PIECES = {
        {{0, 0, 0x1F}}, {{1, 0, 0x1F}}, {{2, 0, 0x1F}}, {{3, 0, 0x1F}}, {{4, 0, 0x1F}},
        {{0, 5, 0x07}, {1, 3, 0x18}}, {{2, 5, 0x07}, {3, 3, 0x18}}, {{4, 5, 0x07}, {1, 2, 0x08}, {3, 1, 0x10}},
    };

    private FiveBits() {
    }

    /** Four values: a word of nibbles and, in the low bits of {@code fifth}, the four fifth bits. */
    static int word(int nibbles, int fifth) {
        return nibbles | withFifthBits((fifth & 15) * SPREAD);
    }

    /** The same with the fifth bits in the lowest bits of the bytes of {@code fifth}. */
    static int wordOfBytes(int nibbles, int fifth) {
        return nibbles | withFifthBits(fifth);
    }

    private static int withFifthBits(int bits) {
        return (bits & EACH_BYTE) << 4;
    }

    /** Stores the 8 words of a row. */
    static void pack(Memory memory, int[] words, long target, int row) {
        for (int stored = 0; stored < STORED; stored++) {
            memory.putInt(PackedFormat.word(target, stored, row), 0);
        }
        for (int k = 0; k < WORDS; k++) {
            for (int[] piece : PIECES[k]) {
                long at = PackedFormat.word(target, piece[0], row);
                memory.putInt(at, memory.getInt(at) | (words[k] & piece[2] * EACH_BYTE) << piece[1]);
            }
        }
    }

    /** Word {@code k} of a row. */
    static int unpack(Memory memory, long base, int k, int row) {
        int word = 0;
        for (int[] piece : PIECES[k]) {
            word |= memory.getInt(PackedFormat.word(base, piece[0], row)) >>> piece[1] & piece[2] * EACH_BYTE;
        }
        return word;
    }

    /** Emission of products with 32 activations. */
    static final class Products {
        /** The order of the words: those that follow need no stored word that is not yet loaded. */
        private static final int[] ORDER = {0, 1, 5, 2, 3, 6, 4, 7};

        private final Quad[] quads;
        private final WasmFunction f;
        private final Dots dots;
        private final int[][] stored;
        private final Dots.Operand[] operands;
        private final int[][] accumulators;

        Products(Quad[] quads) {
            this.quads = quads;
            f = quads[0].f();
            dots = quads[0].dots();
            stored = new int[quads.length][];
            for (int q = 0; q < quads.length; q++) {
                stored[q] = f.v128s(STORED);
            }
            operands = dots.operands(quads.length);
            accumulators = Quad.accumulators(quads);
        }

        /**
         * Sums the values less 16, times activations; they are at {@code offset} of what the quads have as the addresses of
         * weights and activations.
         *
         * @return the accumulators, for each quad and token
         */
        int[][] write(int offset) {
            for (int q = 0; q < quads.length; q++) {
                for (int t = 0; t < quads[q].tokens(); t++) {
                    dots.start(accumulators[q][t], quads[q].activation(), quads[q].block(0, t, ActivationBlock.MINUS_8_SUMS));
                    dots.shiftStart(accumulators[q][t], 1);
                }
            }
            int loaded = 0;
            for (int k : ORDER) {
                for (int[] piece : PIECES[k]) {
                    for (; loaded <= piece[0]; loaded++) {
                        for (int q = 0; q < quads.length; q++) {
                            f.get(quads[q].weights()).load(offset + (2 * loaded + quads[q].half()) * 16).set(stored[q][loaded]);
                        }
                    }
                }
                for (int q = 0; q < quads.length; q++) {
                    pushWord(k, stored[q]);
                    dots.setUnsigned(operands[q]);
                }
                Quad.eachToken(quads, 0, ActivationBlock.VALUES + 4 * k, (q, t) -> dots.add(accumulators[q][t], operands[q]));
            }
            return accumulators;
        }

        private void pushWord(int k, int[] from) {
            for (int i = 0; i < PIECES[k].length; i++) {
                int[] piece = PIECES[k][i];
                f.get(from[piece[0]]);
                if (piece[1] > 0) {
                    f.constant(piece[1]).simd(Simd.I16X8_SHR_U);
                }
                f.splat(piece[2] * EACH_BYTE).simd(Simd.V128_AND);
                if (i > 0) {
                    f.simd(Simd.V128_OR);
                }
            }
        }
    }
}
