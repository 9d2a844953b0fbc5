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
    public void emit(Quad quad) {
        WasmFunction f = quad.f();
        Dots dots = quad.dots();
        int low = f.v128();
        int high = f.v128();
        int scale = f.v128();
        int[] accumulators = f.v128s(quad.tokens());
        for (int accumulator : accumulators) {
            dots.clear(accumulator);
        }
        for (int w = 0; w < WORDS; w++) {
            dots.splitNibbles(quad.weights(), QUANTS + (2 * w + quad.half()) * 16, low, high);
            dots.nibbles(low);
            for (int t = 0; t < quad.tokens(); t++) {
                dots.addNibbles(accumulators[t], quad.activation(), quad.block(0, t, ActivationBlock.VALUES + 4 * w));
            }
            dots.nibbles(high);
            for (int t = 0; t < quad.tokens(); t++) {
                dots.addNibbles(accumulators[t], quad.activation(), quad.block(0, t, ActivationBlock.VALUES + 16 + 4 * w));
            }
        }
        Halves.push(f, quad.weights(), 8 * quad.half());
        f.set(scale);
        for (int t = 0; t < quad.tokens(); t++) {
            int accumulator = accumulators[t];
            int activationScale = quad.block(0, t, ActivationBlock.HALF_SCALE);
            dots.multiplyAdd(quad.sums()[t], () -> {
                dots.pushNibbleSum(accumulator);
                f.simd(Simd.F32X4_CONVERT_I32X4_S);
            }, () -> f.get(scale).get(quad.activation()).load32Splat(activationScale).simd(Simd.F32X4_MUL));
        }
        Halves.addMinimums(quad, MINIMUMS + 8 * quad.half());
    }
}
