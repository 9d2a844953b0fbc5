package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/**
 * Q6_K, 8 rows x 256 columns in 1696 bytes: 8 float d, for each of 16 runs of 16 columns 8 signed scale bytes, then for
 * each run and rows 0..3, 4..7 three vectors. Vector i holds word i (4 columns) of the run's values in the low six bits of
 * its bytes; the high two bits of the three make up word 3: bits 4 and 5, 2 and 3, 0 and 1.
 *
 * <p>d is widened to a float since it often is a subnormal half, and a shifted subnormal would make each product take a
 * processor's slow way.
 */
final class PackedQ6K extends PackedFormat {
    private static final int SCALES = 32;
    private static final int QUANTS = 160;
    private static final int RUNS = 16;
    private static final int RUN_BYTES = 96;
    private static final int QUAD_BYTES = 48;
    private static final int LOW_SIX_BITS = 0x3F3F3F3F;

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
                long row = block + r * rowBytes;
                for (int run = 0; run < RUNS; run++) {
                    memory.putByte(to + SCALES + 8 * run + r, r < rows ? memory.getByte(row + 192 + run) : 0);
                    packRun(memory, row, run, r < rows, quants(to, run, r));
                }
            }
        }
    }

    private static void packRun(Memory memory, long row, int run, boolean present, long to) {
        int last = present ? word(memory, row, 4 * run + 3) : 0;
        for (int w = 0; w < 3; w++) {
            int high = last >>> 4 - 2 * w & 0x03030303;
            memory.putInt(to + 16 * w, (present ? word(memory, row, 4 * run + w) : 0) | high << 6);
        }
    }

    /** Four values of the file's block, one a byte: columns 4 * word and following. */
    private static int word(Memory memory, long row, int word) {
        int half = word / 32;
        int block = word / 8 % 4;
        int low = memory.getInt(row + 64 * half + 32 * (block % 2) + 4 * (word % 8)) >>> 4 * (block / 2) & 0x0F0F0F0F;
        int high = memory.getInt(row + 128 + 32 * half + 4 * (word % 8)) >>> 2 * block & 0x03030303;
        return low | high << 4;
    }

    private static long quants(long step, int run, int row) {
        return step + QUANTS + run * RUN_BYTES + (row >> 2 & 1) * QUAD_BYTES + (row & 3) * 4;
    }

    @Override
    public boolean packsByKernel() {
        return true;
    }

    @Override
    public void emitPack(PackStep step) {
        WasmFunction f = step.f();
        // The last 16 bytes of a block end with d; reading from there on would leave the last row's block.
        step.load(210 - 16);
        step.packFloats(3, 1, 0);
        step.load(192);
        for (int w = 0; w < 4; w++) {
            step.storeBytes(w, SCALES + 32 * w);
        }
        int[][] low = {f.v128s(8), f.v128s(8)};
        int[] values = f.v128s(4);
        for (int eighth = 0; eighth < 4; eighth++) {
            // Columns 16 (eighth % 2) and following of the four blocks of 32 in half eighth / 2.
            int half = eighth / 2;
            int at = 64 * half + 16 * (eighth % 2);
            copyWords(step, at, low, 0);
            copyWords(step, at + 32, low, 4);
            step.load(128 + 32 * half + 16 * (eighth % 2));
            for (int block = 0; block < 4; block++) {
                int run = 8 * half + 2 * block + eighth % 2;
                for (int quad = 0; quad < 2; quad++) {
                    for (int w = 0; w < 4; w++) {
                        pushWord(f, low[quad][4 * (block % 2) + w], step.word(quad, w), block);
                        f.set(values[w]);
                    }
                    for (int w = 0; w < 3; w++) {
                        f.get(step.target()).get(values[3]).constant(4 - 2 * w).simd(Simd.I32X4_SHR_U).splat(0x03030303).simd(Simd.V128_AND);
                        f.constant(6).simd(Simd.I32X4_SHL).get(values[w]).simd(Simd.V128_OR);
                        f.store(QUANTS + run * RUN_BYTES + quad * QUAD_BYTES + 16 * w);
                    }
                }
            }
        }
    }

    private static void copyWords(PackStep step, int offset, int[][] into, int first) {
        step.load(offset);
        for (int quad = 0; quad < 2; quad++) {
            for (int w = 0; w < 4; w++) {
                step.f().get(step.word(quad, w)).set(into[quad][first + w]);
            }
        }
    }

    /** {@link #word} of four rows. */
    private static void pushWord(WasmFunction f, int low, int high, int block) {
        f.get(low).constant(4 * (block / 2)).simd(Simd.I32X4_SHR_U).splat(0x0F0F0F0F).simd(Simd.V128_AND);
        f.get(high).constant(2 * block).simd(Simd.I32X4_SHR_U).splat(0x03030303).simd(Simd.V128_AND);
        f.constant(4).simd(Simd.I32X4_SHL).simd(Simd.V128_OR);
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        int r = row & 7;
        for (int s = 0; s * 256 < columns; s++) {
            long step = step(base, columns, row, s);
            float d = memory.getFloat(step + 4 * r);
            for (int run = 0; run < RUNS; run++) {
                float scale = d * memory.getByte(step + SCALES + 8 * run + r);
                long quants = quants(step, run, r);
                int last = 0;
                for (int w = 0; w < 4; w++) {
                    int bytes = w < 3 ? memory.getInt(quants + 16 * w) : last;
                    last = w < 3 ? last | (bytes >>> 6 & 0x03030303) << 4 - 2 * w : last;
                    for (int i = 0; i < 4; i++) {
                        out[256 * s + 16 * run + 4 * w + i] = scale * ((bytes >>> 8 * i & 63) - 32);
                    }
                }
            }
        }
    }

    @Override
    public void emit(Quad[] quads) {
        new Emission(quads).write();
    }

    /**
     * The code of one step: a loop over blocks of 32 columns. Unrolled it would be eight times as long, more than a
     * processor's cache for decoded instructions holds.
     */
    private static final class Emission {
        private static final int BLOCKS = 8;

        private final Quad[] quads;
        private final WasmFunction f;
        private final Dots dots;
        private final int[][] accumulators;
        private final int[][] totals;
        private final int[][] vectors;
        private final Dots.Operand[] operands;
        private final int[] scales;
        private final int[] steps;
        /** The quads at the present block. */
        private final Quad[] blocks;
        /** Address of the block's scales, less the constant offset. */
        private final int scaleBytes;

        Emission(Quad[] quads) {
            this.quads = quads;
            f = quads[0].f();
            dots = quads[0].dots();
            accumulators = Quad.accumulators(quads);
            totals = Quad.accumulators(quads);
            vectors = new int[quads.length][];
            for (int q = 0; q < quads.length; q++) {
                vectors[q] = f.v128s(3);
            }
            operands = dots.operands(quads.length);
            scales = new int[] {-1, -1};
            steps = f.v128s(quads.length);
            for (Quad quad : quads) {
                scales[quad.half()] = f.v128();
            }
            blocks = Quad.walking(quads);
            scaleBytes = f.i32();
        }

        void write() {
            int end = f.i32();
            int quants = blocks[0].weights();
            int activation = blocks[0].activation();
            for (int q = 0; q < quads.length; q++) {
                f.get(quads[q].weights()).load(16 * quads[q].half()).set(steps[q]);
            }
            f.get(quads[0].weights()).tee(quants).set(scaleBytes);
            f.get(quads[0].activation()).tee(activation).constant(quads[0].block(BLOCKS, 0, 0)).add().set(end);
            f.loop(activation, end, quads[0].block(1, 0, 0), () -> {
                writeRun(0);
                writeRun(1);
                for (int q = 0; q < quads.length; q++) {
                    for (int t = 0; t < quads[q].tokens(); t++) {
                        int total = totals[q][t];
                        int step = steps[q];
                        int activationScale = quads[q].block(0, t, ActivationBlock.SCALE);
                        dots.multiplyAdd(quads[q].sums()[t], () -> f.get(total).simd(Simd.F32X4_CONVERT_I32X4_S),
                                () -> f.get(step).get(activation).load32Splat(activationScale).simd(Simd.F32X4_MUL));
                    }
                }
                f.advance(quants, 2 * RUN_BYTES);
                f.advance(scaleBytes, 2 * GROUP);
            });
        }

        /** The first or second 16 columns of the block. */
        private void writeRun(int run) {
            for (int q = 0; q < quads.length; q++) {
                for (int t = 0; t < quads[q].tokens(); t++) {
                    dots.start(accumulators[q][t], blocks[q].activation(), blocks[q].block(0, t, ActivationBlock.MINUS_32_SUMS16 + 4 * run));
                }
                for (int w = 0; w < 3; w++) {
                    f.get(blocks[q].weights()).load(QUANTS + run * RUN_BYTES + quads[q].half() * QUAD_BYTES + 16 * w).set(vectors[q][w]);
                }
            }
            for (int w = 0; w < 4; w++) {
                for (int q = 0; q < quads.length; q++) {
                    if (w < 3) {
                        f.get(vectors[q][w]).splat(LOW_SIX_BITS).simd(Simd.V128_AND);
                    } else {
                        pushLastWord(vectors[q]);
                    }
                    dots.setUnsigned(operands[q]);
                }
                Quad.eachToken(blocks, 0, ActivationBlock.VALUES + 16 * run + 4 * w, (q, t) -> dots.add(accumulators[q][t], operands[q]));
            }
            dots.scales(scales, scaleBytes, SCALES + GROUP * run);
            for (int q = 0; q < quads.length; q++) {
                for (int t = 0; t < quads[q].tokens(); t++) {
                    dots.pushScaledSums(accumulators[q][t], scales[quads[q].half()]);
                    if (run > 0) {
                        f.get(totals[q][t]).simd(Simd.I32X4_ADD);
                    }
                    f.set(totals[q][t]);
                }
            }
        }

        private void pushLastWord(int[] vectors) {
            f.get(vectors[0]).constant(2).simd(Simd.I16X8_SHR_U).splat(0x30303030).simd(Simd.V128_AND);
            f.get(vectors[1]).constant(4).simd(Simd.I16X8_SHR_U).splat(0x0C0C0C0C).simd(Simd.V128_AND).simd(Simd.V128_OR);
            f.get(vectors[2]).constant(6).simd(Simd.I16X8_SHR_U).splat(0x03030303).simd(Simd.V128_AND).simd(Simd.V128_OR);
        }
    }
}
