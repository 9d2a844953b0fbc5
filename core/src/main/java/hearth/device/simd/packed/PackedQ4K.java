package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/**
 * Q4_K, 8 rows x 256 columns in 1216 bytes: 8 float d, 8 float dmin, for each of 8 sub-blocks 8 scale bytes, likewise 8
 * minimum bytes (the file's 6-bit fields unpacked; d and dmin widened as in {@link PackedQ6K}), then for each pair of sub-blocks word 0..7 of the rows' 32 nibble bytes
 * (low nibbles: the first sub-block of the pair, high: the second).
 */
final class PackedQ4K extends PackedFormat {
    static final int MINIMUM_SCALE = 32;
    static final int SCALES = 64;
    static final int MINIMUMS = 128;
    static final int QUANTS = 192;
    private static final int PAIRS = 4;
    private static final int PAIR_BYTES = 256;
    private static final int WORDS = 8;
    private static final int SIX_BITS = 0x3F3F3F3F;

    PackedQ4K() {
        super(256, 1216);
    }

    @Override
    public String name() {
        return "Q4_K";
    }

    @Override
    public int streams() {
        return 2;
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        int blockBytes = TensorType.Q4_K.bytesPerBlock();
        long rowBytes = tensor.type().rowBytes(tensor.columns());
        int steps = (int) (tensor.columns() / stepColumns());
        for (int s = 0; s < steps; s++) {
            long block = source + (long) s * blockBytes;
            long to = target + (long) s * stepBytes();
            long at = offset + (long) s * blockBytes;
            packFloats(memory, block, rowBytes, rows, tensor, at, to);
            packFloats(memory, block + 2, rowBytes, rows, tensor, at + 2, to + MINIMUM_SCALE);
            packSixBitFields(memory, block + 4, rowBytes, rows, to);
            for (int p = 0; p < PAIRS; p++) {
                interleaveWords(memory, block + 16 + 32 * p, rowBytes, rows, WORDS, to + QUANTS + p * PAIR_BYTES);
            }
        }
    }

    /** Unpacks each row's 12 bytes at {@code fields} to the scale and minimum bytes of the step at {@code to}. */
    static void packSixBitFields(Memory memory, long fields, long rowBytes, int rows, long to) {
        for (int r = 0; r < GROUP; r++) {
            long s = fields + r * rowBytes;
            for (int k = 0; k < 8; k++) {
                int scale = 0;
                int minimum = 0;
                if (r < rows && k < 4) {
                    scale = memory.getByte(s + k) & 63;
                    minimum = memory.getByte(s + k + 4) & 63;
                } else if (r < rows) {
                    int both = memory.getByte(s + k + 4) & 255;
                    scale = both & 15 | (memory.getByte(s + k - 4) & 255) >> 6 << 4;
                    minimum = both >> 4 | (memory.getByte(s + k) & 255) >> 6 << 4;
                }
                memory.putByte(to + SCALES + 8 * k + r, (byte) scale);
                memory.putByte(to + MINIMUMS + 8 * k + r, (byte) minimum);
            }
        }
    }

    @Override
    public boolean packsByKernel() {
        return true;
    }

    @Override
    public void emitPack(PackStep step) {
        packScales(step);
        for (int p = 0; p < PAIRS; p++) {
            step.interleaveWords(16 + 32 * p, WORDS, QUANTS + p * PAIR_BYTES, 0);
        }
    }

    /** The block's first four words: d and dmin, then the 6-bit fields as {@link #packSixBitFields} unpacks them. */
    private static void packScales(PackStep step) {
        WasmFunction f = step.f();
        step.load(0);
        step.packFloats(0, 0, 0);
        step.packFloats(0, 1, MINIMUM_SCALE);
        int[] high = f.v128s(2);
        for (int quad = 0; quad < 2; quad++) {
            int scales = step.word(quad, 1);
            int minimums = step.word(quad, 2);
            int both = step.word(quad, 3);
            pushSixBits(f, () -> f.get(both), scales);
            f.set(high[0]);
            pushSixBits(f, () -> f.get(both).constant(4).simd(Simd.I32X4_SHR_U), minimums);
            f.set(high[1]);
            f.get(scales).splat(SIX_BITS).simd(Simd.V128_AND).set(scales);
            f.get(minimums).splat(SIX_BITS).simd(Simd.V128_AND).set(minimums);
            f.get(high[0]).set(both);
            f.get(high[1]).set(step.word(quad, 0));
        }
        step.storeBytes(1, SCALES);
        step.storeBytes(3, SCALES + 32);
        step.storeBytes(2, MINIMUMS);
        step.storeBytes(0, MINIMUMS + 32);
    }

    /** The four bits of {@code low}'s bytes, above them the highest two of those of {@code above}. */
    private static void pushSixBits(WasmFunction f, Runnable low, int above) {
        low.run();
        f.splat(0x0F0F0F0F).simd(Simd.V128_AND);
        f.get(above).constant(2).simd(Simd.I32X4_SHR_U).splat(0x30303030).simd(Simd.V128_AND).simd(Simd.V128_OR);
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        int r = row & 7;
        for (int s = 0; s * 256 < columns; s++) {
            long step = step(base, columns, row, s);
            float d = memory.getFloat(step + 4 * r);
            float dmin = memory.getFloat(step + MINIMUM_SCALE + 4 * r);
            for (int k = 0; k < 8; k++) {
                float scale = d * memory.getByte(step + SCALES + 8 * k + r);
                float minimum = dmin * memory.getByte(step + MINIMUMS + 8 * k + r);
                for (int w = 0; w < WORDS; w++) {
                    int nibbles = memory.getInt(word(step + QUANTS + (k >> 1) * PAIR_BYTES, w, row)) >>> 4 * (k & 1);
                    for (int i = 0; i < 4; i++) {
                        out[256 * s + 32 * k + 4 * w + i] = scale * (nibbles >>> 8 * i & 15) - minimum;
                    }
                }
            }
        }
    }

    @Override
    public void emit(Quad[] quads) {
        new Emission(quads).write();
    }

    /** The code of one step: a loop over the pairs of sub-blocks, for the reason given in {@link PackedQ6K}. */
    private static final class Emission {
        private final Quad[] quads;
        private final WasmFunction f;
        private final Dots dots;
        private final Dots.Operand[] low;
        private final Dots.Operand[] high;
        private final int[] scales;
        private final int minimums;
        private final int minimum;
        private final int[] stepScales;
        private final int[] stepMinimums;
        /** For the pair's first and second sub-block. */
        private final int[][][] accumulators;
        /** The quads at the present pair of sub-blocks. */
        private final Quad[] pairs;
        /** Address of the pair's scales, less the constant offset. */
        private final int fields;

        Emission(Quad[] quads) {
            this.quads = quads;
            f = quads[0].f();
            dots = quads[0].dots();
            low = dots.operands(quads.length);
            high = dots.operands(quads.length);
            scales = new int[] {-1, -1};
            for (Quad quad : quads) {
                scales[quad.half()] = f.v128();
            }
            minimums = f.v128();
            minimum = f.v128();
            stepScales = f.v128s(quads.length);
            stepMinimums = f.v128s(quads.length);
            accumulators = new int[][][] {Quad.accumulators(quads), Quad.accumulators(quads)};
            pairs = Quad.walking(quads);
            fields = f.i32();
        }

        void write() {
            int end = f.i32();
            int quants = pairs[0].weights();
            int activation = pairs[0].activation();
            for (int q = 0; q < quads.length; q++) {
                f.get(quads[q].weights()).load(16 * quads[q].half()).set(stepScales[q]);
                f.get(quads[q].weights()).load(MINIMUM_SCALE + 16 * quads[q].half()).set(stepMinimums[q]);
            }
            f.get(quads[0].weights()).tee(quants).set(fields);
            f.get(quads[0].activation()).tee(activation).constant(quads[0].block(2 * PAIRS, 0, 0)).add().set(end);
            f.loop(activation, end, quads[0].block(2, 0, 0), () -> {
                writeDots();
                writeScaling(0);
                writeScaling(1);
                f.advance(quants, PAIR_BYTES);
                f.advance(fields, 2 * GROUP);
            });
        }

        private void writeDots() {
            for (int[][] side : accumulators) {
                dots.clear(side);
            }
            for (int w = 0; w < WORDS; w++) {
                for (int q = 0; q < quads.length; q++) {
                    dots.setNibbles(low[q], high[q], pairs[q].weights(), QUANTS + (2 * w + quads[q].half()) * 16);
                }
                add(0, low, w);
                add(1, high, w);
            }
        }

        private void add(int side, Dots.Operand[] operands, int word) {
            Quad.eachToken(pairs, side, ActivationBlock.VALUES + 4 * word, (q, t) -> dots.add(accumulators[side][q][t], operands[q]));
        }

        /** {@code side} 0 is the pair's first sub-block, 1 its second. */
        private void writeScaling(int side) {
            dots.scales(scales, fields, SCALES + GROUP * side);
            f.get(fields).vectorMemory(Simd.V128_LOAD8X8_S, MINIMUMS + GROUP * side).set(minimums);
            for (int q = 0; q < quads.length; q++) {
                Quad quad = pairs[q];
                int scale = scales[quad.half()];
                int stepScale = stepScales[q];
                quad.pushHalf(minimums);
                f.get(stepMinimums[q]).simd(Simd.F32X4_MUL).set(minimum);
                for (int t = 0; t < quad.tokens(); t++) {
                    int accumulator = accumulators[side][q][t];
                    int activationScale = quad.block(side, t, ActivationBlock.SCALE);
                    int activationSum = quad.block(side, t, ActivationBlock.SUM);
                    dots.multiplyAdd(quad.sums()[t], () -> {
                        dots.pushScaledSums(accumulator, scale);
                        f.simd(Simd.F32X4_CONVERT_I32X4_S);
                    }, () -> f.get(stepScale).get(quad.activation()).load32Splat(activationScale).simd(Simd.F32X4_MUL));
                    dots.multiplySubtract(quad.sums()[t], () -> f.get(minimum), () -> f.get(quad.activation()).load32Splat(activationSum));
                }
            }
        }
    }
}
