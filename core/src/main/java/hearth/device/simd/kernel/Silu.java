package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;

/** {@code x / (1 + e^-x)} in place; {@link VectorMath#sigmoid} would be a call for each vector. */
final class Silu {
    private final WasmFunction f;
    private final FallingExp exp;
    private final int x;
    private final int divisor;

    Silu(Kernels kernels, WasmFunction f) {
        this.f = f;
        exp = new FallingExp(kernels, f);
        x = f.v128();
        divisor = f.v128();
    }

    /** Replaces the vector on the stack; what is no number stays none. */
    void write() {
        f.tee(x).simd(Simd.F32X4_NEG).splat(FallingExp.MOST).simd(Simd.F32X4_PMIN);
        exp.write();
        f.splat(1f).simd(Simd.F32X4_ADD).set(divisor);
        f.get(x).get(divisor).simd(Simd.F32X4_DIV);
    }
}
