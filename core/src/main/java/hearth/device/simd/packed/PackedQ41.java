package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/**
 * Q4_1, 8 rows x 32 columns in 160 bytes, the file's own size: 8 half-precision scales, 8 half-precision minimums, then word
 * j = 0..3 of the 16 nibble bytes of rows 0..7. Low nibbles are columns 4j.., high nibbles columns 16 + 4j...
 */
final class PackedQ41 extends PackedFormat {
    private static final int MINIMUMS = 2 * GROUP;
    private static final int QUANTS = 4 * GROUP;
    private static final int WORDS = 4;

    PackedQ41() {
        super(32, 160);
    }

    @Override
    public String name() {
        return "Q4_1";
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        int blockBytes = TensorType.Q4_1.bytesPerBlock();
        long rowBytes = tensor.type().rowBytes(tensor.columns());
        int steps = (int) (tensor.columns() / stepColumns());
        for (int s = 0; s < steps; s++) {
            long block = source + (long) s * blockBytes;
            long to = target + (long) s * stepBytes();
            long at = offset + (long) s * blockBytes;
            packHalves(memory, block, rowBytes, rows, tensor, at, to);
            packHalves(memory, block + 2, rowBytes, rows, tensor, at + 2, to + MINIMUMS);
            interleaveWords(memory, block + 4, rowBytes, rows, WORDS, to + QUANTS);
        }
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        for (int s = 0; s * 32 < columns; s++) {
            long step = step(base, columns, row, s);
            float d = half(memory, step + 2 * (row & 7));
            float m = half(memory, step + MINIMUMS + 2 * (row & 7));
            for (int w = 0; w < WORDS; w++) {
                int nibbles = memory.getInt(word(step + QUANTS, w, row));
                for (int i = 0; i < 4; i++) {
                    out[32 * s + 4 * w + i] = d * (nibbles >>> 8 * i & 15) + m;
                    out[32 * s + 16 + 4 * w + i] = d * (nibbles >>> 8 * i + 4 & 15) + m;
                }
            }
        }
    }

    @Override
    public void emit(Quad[] quads) {
        WasmFunction f = quads[0].f();
        Dots dots = quads[0].dots();
        Dots.Operand[] low = dots.operands(quads.length);
        Dots.Operand[] high = dots.operands(quads.length);
        int[][] accumulators = Quad.accumulators(quads);
        dots.clear(accumulators);
        for (int w = 0; w < WORDS; w++) {
            for (int q = 0; q < quads.length; q++) {
                dots.setNibbles(low[q], high[q], quads[q].weights(), QUANTS + (2 * w + quads[q].half()) * 16);
            }
            Quad.eachToken(quads, 0, ActivationBlock.VALUES + 4 * w, (q, t) -> dots.add(accumulators[q][t], low[q]));
            Quad.eachToken(quads, 0, ActivationBlock.VALUES + 16 + 4 * w, (q, t) -> dots.add(accumulators[q][t], high[q]));
        }
        for (int q = 0; q < quads.length; q++) {
            Quad quad = quads[q];
            int[] ofQuad = accumulators[q];
            quad.addTimesHalves(0, t -> dots.pushSums(ofQuad[t]));
            quad.addMinimums(() -> {
                Halves.push(f, quad.weights(), MINIMUMS + 8 * quad.half());
                f.splat(Halves.FACTOR).simd(Simd.F32X4_MUL);
            });
        }
    }
}
