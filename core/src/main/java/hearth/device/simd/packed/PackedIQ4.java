package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.program.Memory;

/** IQ4_NL, 8 rows x 32 columns in 144 bytes, the file's own size: 8 half-precision scales, then {@link NonLinear} values. */
final class PackedIQ4 extends PackedFormat {
    PackedIQ4() {
        super(NonLinear.COLUMNS, SCALED_QUANTS + NonLinear.BYTES);
    }

    @Override
    public String name() {
        return "IQ4_NL";
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        packScaledWords(memory, source, rows, tensor, offset, target, 4);
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        for (int s = 0; s * 32 < columns; s++) {
            long step = step(base, columns, row, s);
            NonLinear.decode(memory, step + SCALED_QUANTS, row, half(memory, step + 2 * (row & 7)), out, 32 * s);
        }
    }

    @Override
    public void emit(Quad quad) {
        WasmFunction f = quad.f();
        int scale = f.v128();
        NonLinear.Products products = new NonLinear.Products(quad);
        products.write(quad.weights(), SCALED_QUANTS, quad.activation());
        Halves.push(f, quad.weights(), 8 * quad.half());
        f.set(scale);
        for (int t = 0; t < quad.tokens(); t++) {
            int token = t;
            int activationScale = quad.block(0, t, ActivationBlock.HALF_SCALE);
            quad.dots().multiplyAdd(quad.sums()[t], () -> products.pushSum(quad.activation(), token),
                    () -> f.get(scale).get(quad.activation()).load32Splat(activationScale).simd(Simd.F32X4_MUL));
        }
    }
}
