package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/**
 * Q6_K, 8 rows x 256 columns in 1696 bytes: 8 float d, for each of 16 runs of 16 columns 8
 * signed scale bytes, then for half h = 0, 1 (128 columns), word w = 0..7 and rows 0..3, 4..7 three vectors: word w of
 * ql[0..31], of ql[32..63] and of qh. They make the operands of columns w, 32 + w, 64 + w and 96 + w of the half.
 *
 * <p>d is widened to a float since it often is a subnormal half, and a shifted subnormal would make each product take a
 * processor's slow way.
 */
final class PackedQ6K extends PackedFormat {
    private static final int SCALES = 32;
    private static final int QUANTS = 160;
    private static final int HALF_BYTES = 768;
    private static final int WORD_BYTES = 96;
    private static final int QUAD_BYTES = 48;

    PackedQ6K() {
        super(256, 1696);
    }

    @Override
    public String name() {
        return "Q6_K";
    }

    @Override
    public int streams() {
        return 2;
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        int blockBytes = TensorType.Q6_K.bytesPerBlock();
        long rowBytes = tensor.type().rowBytes(tensor.columns());
        int steps = (int) (tensor.columns() / stepColumns());
        for (int s = 0; s < steps; s++) {
            long block = source + (long) s * blockBytes;
            long to = target + (long) s * stepBytes();
            packFloats(memory, block + 208, rowBytes, rows, tensor, offset + (long) s * blockBytes + 208, to);
            for (int r = 0; r < GROUP; r++) {
                for (int k = 0; k < 16; k++) {
                    memory.putByte(to + SCALES + 8 * k + r, r < rows ? memory.getByte(block + r * rowBytes + 192 + k) : 0);
                }
                for (int h = 0; h < 2; h++) {
                    for (int w = 0; w < 8; w++) {
                        long vectors = quants(to, h, w, r);
                        long row = block + r * rowBytes;
                        memory.putInt(vectors, r < rows ? memory.getInt(row + 64 * h + 4 * w) : 0);
                        memory.putInt(vectors + 16, r < rows ? memory.getInt(row + 64 * h + 32 + 4 * w) : 0);
                        memory.putInt(vectors + 32, r < rows ? memory.getInt(row + 128 + 32 * h + 4 * w) : 0);
                    }
                }
            }
        }
    }

    private static long quants(long step, int half, int word, int row) {
        return step + QUANTS + half * HALF_BYTES + word * WORD_BYTES + (row >> 2 & 1) * QUAD_BYTES + (row & 3) * 4;
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        int r = row & 7;
        for (int s = 0; s * 256 < columns; s++) {
            long step = step(base, columns, row, s);
            float d = memory.getFloat(step + 4 * r);
            for (int h = 0; h < 2; h++) {
                for (int w = 0; w < 8; w++) {
                    long vectors = quants(step, h, w, row);
                    int a = memory.getInt(vectors);
                    int b = memory.getInt(vectors + 16);
                    int high = memory.getInt(vectors + 32);
                    for (int i = 0; i < 4; i++) {
                        int shift = 8 * i;
                        int at = 256 * s + 128 * h + 4 * w + i;
                        int scale = 8 * h + w / 4;
                        out[at] = value(memory, step, r, d, scale, a >>> shift & 15 | (high >>> shift & 3) << 4);
                        out[at + 32] = value(memory, step, r, d, scale + 2, b >>> shift & 15 | (high >>> shift + 2 & 3) << 4);
                        out[at + 64] = value(memory, step, r, d, scale + 4, a >>> shift + 4 & 15 | (high >>> shift + 4 & 3) << 4);
                        out[at + 96] = value(memory, step, r, d, scale + 6, b >>> shift + 4 & 15 | (high >>> shift + 6 & 3) << 4);
                    }
                }
            }
        }
    }

    private static float value(Memory memory, long step, int r, float d, int scale, int q) {
        return d * memory.getByte(step + SCALES + 8 * scale + r) * (q - 32);
    }

    @Override
    public void emit(Quad quad) {
        new Emission(quad).write();
    }

    /**
     * The code of one step: a loop over the halves and one over the two runs of 16 columns in each block of 32. Unrolled it
     * would be four times as long, more than a processor's cache for decoded instructions holds.
     */
    private static final class Emission {
        private static final int RUN_BYTES = 4 * WORD_BYTES;

        private final Quad quad;
        private final WasmFunction f;
        private final Dots dots;
        private final int[] sums;
        private final int[] operands;
        private final int scale;
        /** Addresses less the constant offsets: of the run's quants and scales, its activations and their sums, the half's blocks. */
        private final int quants;
        private final int scales;
        private final int values;
        private final int activationSums;
        private final int blocks;

        Emission(Quad quad) {
            this.quad = quad;
            f = quad.f();
            dots = quad.dots();
            sums = f.v128s(quad.tokens());
            operands = f.v128s(2);
            scale = f.v128();
            quants = f.i32();
            scales = f.i32();
            values = f.i32();
            activationSums = f.i32();
            blocks = f.i32();
        }

        void write() {
            int end = f.i32();
            int run = f.i32();
            int runs = f.i32();
            int halfBlocks = quad.block(4, 0, 0);
            f.get(quad.weights()).tee(quants).set(scales);
            f.get(quad.activation()).tee(blocks).constant(2 * halfBlocks).add().set(end);
            f.constant(2).set(runs);
            f.loop(blocks, end, halfBlocks, () -> {
                f.get(blocks).tee(values).set(activationSums);
                f.loopFromZero(run, runs, 1, () -> {
                    for (int block = 0; block < 4; block++) {
                        writeRun(block);
                    }
                    f.advance(quants, RUN_BYTES);
                    f.advance(scales, 8);
                    f.advance(values, 16);
                    f.advance(activationSums, 4);
                });
                f.advance(scales, 64 - 16);
            });
        }

        /** 16 columns of block {@code block} of the half. */
        private void writeRun(int block) {
            for (int t = 0; t < quad.tokens(); t++) {
                f.get(activationSums).load32Splat(quad.block(block, t, ActivationBlock.MINUS_32_SUM16)).set(sums[t]);
            }
            for (int w = 0; w < 4; w += 2) {
                unpack(w, block, operands[0]);
                unpack(w + 1, block, operands[1]);
                for (int t = 0; t < quad.tokens(); t++) {
                    int offset = quad.block(block, t, ActivationBlock.VALUES + 4 * w);
                    dots.addSixBits(sums[t], values, offset, operands[0], offset + 4, operands[1]);
                }
            }
            f.get(scales).vectorMemory(Simd.V128_LOAD32_ZERO, SCALES + 16 * block + 4 * quad.half());
            f.simd(Simd.I16X8_EXTEND_LOW_I8X16_S).simd(Simd.I32X4_EXTEND_LOW_I16X8_S).simd(Simd.F32X4_CONVERT_I32X4_S);
            f.get(quad.weights()).load(16 * quad.half()).simd(Simd.F32X4_MUL).set(scale);
            for (int t = 0; t < quad.tokens(); t++) {
                int sum = sums[t];
                int activationScale = quad.block(block, t, ActivationBlock.SCALE);
                dots.multiplyAdd(quad.sums()[t], () -> f.get(sum).simd(Simd.F32X4_CONVERT_I32X4_S),
                        () -> f.get(scale).get(blocks).load32Splat(activationScale).simd(Simd.F32X4_MUL));
            }
        }

        /** Low four bits: ql[0..31] or ql[32..63], low nibbles for blocks 0 and 1, high ones for 2 and 3; then two bits of qh. */
        private void unpack(int word, int block, int operand) {
            int at = QUANTS + word * WORD_BYTES + quad.half() * QUAD_BYTES;
            f.get(quants).load(at + 16 * (block % 2));
            if (block >= 2) {
                f.constant(4).simd(Simd.I16X8_SHR_U);
            }
            dots.maskLowNibbles();
            f.get(quants).load(at + 32);
            if (block < 2) {
                f.constant(4 - 2 * block).simd(Simd.I16X8_SHL);
            } else if (block == 3) {
                f.constant(2).simd(Simd.I16X8_SHR_U);
            }
            dots.maskBits4And5();
            f.simd(Simd.V128_OR).set(operand);
        }
    }
}
