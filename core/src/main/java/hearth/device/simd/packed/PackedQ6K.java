package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/**
 * Q6_K, 8 rows x 256 columns in 1680 bytes, the file's own size: 8 half-precision d, for each of 16 runs of 16 columns 8
 * signed scale bytes, then for half h = 0, 1 (128 columns), word w = 0..7 and rows 0..3, 4..7 three vectors: word w of
 * ql[0..31], of ql[32..63] and of qh. They make the operands of columns w, 32 + w, 64 + w and 96 + w of the half.
 */
final class PackedQ6K extends PackedFormat {
    private static final int SCALES = 16;
    private static final int QUANTS = 144;
    private static final int HALF_BYTES = 768;
    private static final int WORD_BYTES = 96;
    private static final int QUAD_BYTES = 48;

    PackedQ6K() {
        super(256, 1680);
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
            packHalves(memory, block + 208, rowBytes, rows, tensor, offset + (long) s * blockBytes + 208, to);
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
            float d = half(memory, step + 2 * r);
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
        WasmFunction f = quad.f();
        int tokens = quad.tokens();
        int[][] sums = new int[4][];
        int[][] operands = new int[2][];
        for (int b = 0; b < 4; b++) {
            sums[b] = f.v128s(tokens);
        }
        operands[0] = f.v128s(4);
        operands[1] = f.v128s(4);
        int a = f.v128();
        int b = f.v128();
        int high = f.v128();
        int scale = f.v128();
        for (int h = 0; h < 2; h++) {
            for (int run = 0; run < 2; run++) {
                emitRun(quad, h, run, sums, operands, new int[] {a, b, high, scale});
            }
        }
    }

    /** Columns 16 * run .. 16 * run + 15 of the four blocks of 32 of half {@code h}. */
    private void emitRun(Quad quad, int h, int run, int[][] sums, int[][] operands, int[] temporaries) {
        WasmFunction f = quad.f();
        Dots dots = quad.dots();
        for (int block = 0; block < 4; block++) {
            for (int t = 0; t < quad.tokens(); t++) {
                f.get(quad.activation()).load32Splat(quad.block(4 * h + block, t, ActivationBlock.MINUS_32_SUM16 + 4 * run));
                f.set(sums[block][t]);
            }
        }
        for (int w = 4 * run; w < 4 * run + 4; w += 2) {
            unpack(quad, h, w, operands[0], temporaries);
            unpack(quad, h, w + 1, operands[1], temporaries);
            for (int block = 0; block < 4; block++) {
                for (int t = 0; t < quad.tokens(); t++) {
                    int values = quad.block(4 * h + block, t, ActivationBlock.VALUES + 4 * w);
                    dots.addSixBits(sums[block][t], quad.activation(), values, operands[0][block], values + 4, operands[1][block]);
                }
            }
        }
        int scale = temporaries[3];
        for (int block = 0; block < 4; block++) {
            f.get(quad.weights()).vectorMemory(Simd.V128_LOAD32_ZERO, SCALES + 8 * (8 * h + 2 * block + run) + 4 * quad.half());
            f.simd(Simd.I16X8_EXTEND_LOW_I8X16_S).simd(Simd.I32X4_EXTEND_LOW_I16X8_S).simd(Simd.F32X4_CONVERT_I32X4_S);
            pushHalfScales(f, quad.weights(), 8 * quad.half());
            f.simd(Simd.F32X4_MUL).set(scale);
            for (int t = 0; t < quad.tokens(); t++) {
                int sum = sums[block][t];
                int activationScale = quad.block(4 * h + block, t, ActivationBlock.HALF_SCALE);
                dots.multiplyAdd(quad.sums()[t], () -> f.get(sum).simd(Simd.F32X4_CONVERT_I32X4_S),
                        () -> f.get(scale).get(quad.activation()).load32Splat(activationScale).simd(Simd.F32X4_MUL));
            }
        }
    }

    private static void unpack(Quad quad, int h, int w, int[] operands, int[] temporaries) {
        WasmFunction f = quad.f();
        int a = temporaries[0];
        int b = temporaries[1];
        int high = temporaries[2];
        int at = QUANTS + h * HALF_BYTES + w * WORD_BYTES + quad.half() * QUAD_BYTES;
        f.get(quad.weights()).load(at).set(a);
        f.get(quad.weights()).load(at + 16).set(b);
        f.get(quad.weights()).load(at + 32).set(high);
        lowNibbles(f, a);
        f.get(high).constant(4).simd(Simd.I16X8_SHL);
        withHighBits(f, operands[0]);
        lowNibbles(f, b);
        f.get(high).constant(2).simd(Simd.I16X8_SHL);
        withHighBits(f, operands[1]);
        highNibbles(f, a);
        f.get(high);
        withHighBits(f, operands[2]);
        highNibbles(f, b);
        f.get(high).constant(2).simd(Simd.I16X8_SHR_U);
        withHighBits(f, operands[3]);
    }

    private static void lowNibbles(WasmFunction f, int vector) {
        f.get(vector).splat(0x0F0F0F0F).simd(Simd.V128_AND);
    }

    private static void highNibbles(WasmFunction f, int vector) {
        f.get(vector).constant(4).simd(Simd.I16X8_SHR_U).splat(0x0F0F0F0F).simd(Simd.V128_AND);
    }

    private static void withHighBits(WasmFunction f, int operand) {
        f.splat(0x30303030).simd(Simd.V128_AND).simd(Simd.V128_OR).set(operand);
    }
}
