package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.program.Memory;

/** Q8_0, 8 rows x 32 columns in 272 bytes, the file's own size: 8 half-precision scales, then word 0..7 of the rows' bytes. */
final class PackedQ8 extends PackedFormat {
    private static final int WORDS = 8;

    PackedQ8() {
        super(32, 272);
    }

    @Override
    public String name() {
        return "Q8_0";
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        packScaledWords(memory, source, rows, tensor, offset, target, WORDS);
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        for (int s = 0; s * 32 < columns; s++) {
            long step = step(base, columns, row, s);
            float d = half(memory, step + 2 * (row & 7));
            for (int w = 0; w < WORDS; w++) {
                int bytes = memory.getInt(word(step + SCALED_QUANTS, w, row));
                for (int i = 0; i < 4; i++) {
                    out[32 * s + 4 * w + i] = d * (byte) (bytes >> 8 * i);
                }
            }
        }
    }

    @Override
    public void emit(Quad quad) {
        WasmFunction f = quad.f();
        Dots dots = quad.dots();
        int operand = f.v128();
        int scale = f.v128();
        int[] accumulators = f.v128s(quad.tokens());
        for (int accumulator : accumulators) {
            dots.clear(accumulator);
        }
        for (int w = 0; w < WORDS; w++) {
            f.get(quad.weights()).load(SCALED_QUANTS + (2 * w + quad.half()) * 16).set(operand);
            dots.signed(operand);
            for (int t = 0; t < quad.tokens(); t++) {
                dots.addSigned(accumulators[t], quad.activation(), quad.block(0, t, ActivationBlock.VALUES + 4 * w));
            }
        }
        Halves.push(f, quad.weights(), 8 * quad.half());
        f.set(scale);
        for (int t = 0; t < quad.tokens(); t++) {
            int accumulator = accumulators[t];
            int activationScale = quad.block(0, t, ActivationBlock.HALF_SCALE);
            dots.multiplyAdd(quad.sums()[t], () -> f.get(accumulator).simd(Simd.F32X4_CONVERT_I32X4_S),
                    () -> f.get(scale).get(quad.activation()).load32Splat(activationScale).simd(Simd.F32X4_MUL));
        }
    }
}
