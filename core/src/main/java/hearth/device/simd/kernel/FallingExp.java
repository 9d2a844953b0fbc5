package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;

/**
 * {@code e^x} for x up to {@link #MOST}, in place: 0 where x is no number or less than -87.3. {@link VectorMath#exp} would be
 * a call for each vector, and guards against what cannot come here.
 */
final class FallingExp {
    /** Largest x; its power and what little comes on top are floats. */
    static final float MOST = 87f;
    /** Added to a small float it leaves the nearest whole number in the lowest bits; its own are gone once they are shifted to the exponent. */
    private static final float ROUNDING = 0x1.8p23f;

    private final WasmFunction f;
    private final int x;
    private final int n;
    private final int rest;

    FallingExp(WasmFunction f) {
        this.f = f;
        x = f.v128();
        n = f.v128();
        rest = f.v128();
    }

    /** Replaces the vector on the stack. e^x = 2^n e^rest; the power is added to the exponent's bits. */
    void write() {
        f.tee(x).splat(VectorMath.LOG2_E).simd(Simd.F32X4_MUL).splat(ROUNDING).simd(Simd.F32X4_ADD).tee(n);
        f.splat(ROUNDING).simd(Simd.F32X4_SUB).set(rest);
        f.get(x).get(rest).splat(VectorMath.LN2_HIGH).simd(Simd.F32X4_MUL).simd(Simd.F32X4_SUB);
        f.get(rest).splat(VectorMath.LN2_LOW).simd(Simd.F32X4_MUL).simd(Simd.F32X4_SUB).set(rest);
        f.splat(VectorMath.EXP[0]);
        for (int i = 1; i < VectorMath.EXP.length; i++) {
            f.get(rest).simd(Simd.F32X4_MUL).splat(VectorMath.EXP[i]).simd(Simd.F32X4_ADD);
        }
        f.get(n).constant(23).simd(Simd.I32X4_SHL).simd(Simd.I32X4_ADD);
        f.get(x).splat(VectorMath.EXP_LEAST).simd(Simd.F32X4_GT).simd(Simd.V128_AND);
    }
}
