package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/**
 * The types that few files hold (Q2_K, Q3_K, MXFP4), exactly, at 12 bits a value: bytes q + 32 with q = -12..12, a float scale
 * s and a float minimum m for every 16 columns, {@code y = s q + m}. 8 rows x 32 columns in 384 bytes: for each run of 16
 * columns 8 scales, likewise 8 minimums, then word 0..7 of the rows' bytes.
 */
final class PackedWide extends PackedFormat {
    private static final int MINIMUMS = 64;
    private static final int QUANTS = 128;
    private static final int ZERO = 32;

    private final TensorType type;

    PackedWide(TensorType type) {
        super(32, 384);
        this.type = type;
    }

    @Override
    public String name() {
        return "wide";
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        int blockBytes = type.bytesPerBlock();
        int runs = type.valuesPerBlock() / 16;
        long rowBytes = type.rowBytes(tensor.columns());
        byte[] block = new byte[blockBytes];
        byte[] quants = new byte[type.valuesPerBlock()];
        float[] scales = new float[runs];
        float[] minimums = new float[runs];
        int blocks = (int) (tensor.columns() / type.valuesPerBlock());
        memory.clear(target, groupBytes((int) tensor.columns()));
        for (int r = 0; r < rows; r++) {
            for (int b = 0; b < blocks; b++) {
                long at = r * rowBytes + (long) b * blockBytes;
                memory.read(source + at, block, 0, blockBytes);
                WideBlock.split(type, block, quants, scales, minimums);
                for (int run = 0; run < runs; run++) {
                    if (!Float.isFinite(scales[run]) || !Float.isFinite(minimums[run])) {
                        throw notFinite(tensor, offset + at);
                    }
                    int column = b * type.valuesPerBlock() + 16 * run;
                    long step = target + (long) (column / 32) * stepBytes();
                    int half = column % 32 / 16;
                    memory.putFloat(step + 32 * half + 4 * r, scales[run]);
                    memory.putFloat(step + MINIMUMS + 32 * half + 4 * r, minimums[run]);
                    for (int i = 0; i < 16; i++) {
                        long word = word(step + QUANTS, (16 * half + i) / 4, r);
                        memory.putByte(word + i % 4, (byte) (quants[16 * run + i] + ZERO));
                    }
                }
            }
        }
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        int r = row & 7;
        for (int c = 0; c < columns; c++) {
            long step = step(base, columns, row, c / 32);
            int half = c % 32 / 16;
            int q = memory.getByte(word(step + QUANTS, c % 32 / 4, row) + c % 4) - ZERO;
            out[c] = memory.getFloat(step + 32 * half + 4 * r) * q + memory.getFloat(step + MINIMUMS + 32 * half + 4 * r);
        }
    }

    @Override
    public void emit(Quad[] quads) {
        WasmFunction f = quads[0].f();
        Dots dots = quads[0].dots();
        Dots.Operand[] operands = dots.operands(quads.length);
        int[][] accumulators = Quad.accumulators(quads);
        for (int run = 0; run < 2; run++) {
            for (int q = 0; q < quads.length; q++) {
                for (int t = 0; t < quads[q].tokens(); t++) {
                    dots.start(accumulators[q][t], quads[q].activation(), quads[q].block(0, t, ActivationBlock.MINUS_32_SUMS16 + 4 * run));
                }
            }
            for (int w = 4 * run; w < 4 * run + 4; w++) {
                for (int q = 0; q < quads.length; q++) {
                    f.get(quads[q].weights()).load(QUANTS + (2 * w + quads[q].half()) * 16);
                    dots.setUnsigned(operands[q]);
                }
                Quad.eachToken(quads, 0, ActivationBlock.VALUES + 4 * w, (q, t) -> dots.add(accumulators[q][t], operands[q]));
            }
            for (int q = 0; q < quads.length; q++) {
                writeScaling(quads[q], accumulators[q], run);
            }
        }
    }

    private static void writeScaling(Quad quad, int[] accumulators, int run) {
        WasmFunction f = quad.f();
        int scales = 32 * run + 16 * quad.half();
        for (int t = 0; t < quad.tokens(); t++) {
            int accumulator = accumulators[t];
            int activationScale = quad.block(0, t, ActivationBlock.SCALE);
            int activationSum = quad.block(0, t, ActivationBlock.SUM16 + 4 * run);
            quad.dots().multiplyAdd(quad.sums()[t], () -> {
                quad.dots().pushSums(accumulator);
                f.simd(Simd.F32X4_CONVERT_I32X4_S);
            }, () -> f.get(quad.weights()).load(scales).get(quad.activation()).load32Splat(activationScale).simd(Simd.F32X4_MUL));
            quad.dots().multiplyAdd(quad.sums()[t], () -> f.get(quad.weights()).load(MINIMUMS + scales),
                    () -> f.get(quad.activation()).load32Splat(activationSum));
        }
    }
}
