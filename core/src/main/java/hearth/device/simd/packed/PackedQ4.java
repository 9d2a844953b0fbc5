package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.program.Memory;

/**
 * Q4_0, 8 rows x 32 columns in 144 bytes, the file's own size: 8 half-precision scales, then word j = 0..3 of the 16 nibble
 * bytes of rows 0..7. Low nibbles are columns 4j.., high nibbles columns 16 + 4j...
 */
final class PackedQ4 extends PackedFormat {
    private static final int WORDS = 4;

    PackedQ4() {
        super(32, 144);
    }

    @Override
    public String name() {
        return "Q4_0";
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
                int nibbles = memory.getInt(word(step + SCALED_QUANTS, w, row));
                for (int i = 0; i < 4; i++) {
                    out[32 * s + 4 * w + i] = d * ((nibbles >>> 8 * i & 15) - 8);
                    out[32 * s + 16 + 4 * w + i] = d * ((nibbles >>> 8 * i + 4 & 15) - 8);
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
            f.get(quad.weights()).load(SCALED_QUANTS + (2 * w + quad.half()) * 16).tee(low);
            f.constant(4).simd(Simd.I16X8_SHR_U);
            dots.maskLowNibbles();
            f.set(high);
            f.get(low);
            dots.maskLowNibbles();
            f.set(low);
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
            int minusEightSum = quad.block(0, t, ActivationBlock.MINUS_EIGHT_SUM);
            int activationScale = quad.block(0, t, ActivationBlock.HALF_SCALE);
            dots.multiplyAdd(quad.sums()[t], () -> {
                dots.pushNibbleSum(accumulator);
                f.get(quad.activation()).load32Splat(minusEightSum).simd(Simd.I32X4_ADD).simd(Simd.F32X4_CONVERT_I32X4_S);
            }, () -> f.get(scale).get(quad.activation()).load32Splat(activationScale).simd(Simd.F32X4_MUL));
        }
    }
}
