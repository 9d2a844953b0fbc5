package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.DotVariant;

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
    private final boolean relaxed;
    private final int x;
    private final int n;
    private final int rest;
    private final int high;

    FallingExp(Kernels kernels, WasmFunction f) {
        this.f = f;
        relaxed = kernels.variant() != DotVariant.PLAIN;
        x = f.v128();
        n = f.v128();
        rest = f.v128();
        high = f.v128();
    }

    /** Replaces the vector on the stack. e^x = 2^n e^rest; the power is added to the exponent's bits. */
    void write() {
        f.tee(x).splat(VectorMath.LOG2_E);
        multiplyAdd(() -> f.splat(ROUNDING));
        f.tee(n).splat(ROUNDING).simd(Simd.F32X4_SUB).tee(rest).splat(-VectorMath.LN2_HIGH);
        multiplyAdd(() -> f.get(x));
        f.set(high).get(rest).splat(-VectorMath.LN2_LOW);
        multiplyAdd(() -> f.get(high));
        f.set(rest).splat(VectorMath.EXP[0]);
        for (int i = 1; i < VectorMath.EXP.length; i++) {
            float coefficient = VectorMath.EXP[i];
            f.get(rest);
            multiplyAdd(() -> f.splat(coefficient));
        }
        f.get(n).constant(23).simd(Simd.I32X4_SHL).simd(Simd.I32X4_ADD);
        f.get(x).splat(VectorMath.EXP_LEAST).simd(Simd.F32X4_GT).simd(Simd.V128_AND);
    }

    /** Replaces the two vectors on the stack by their product plus another. */
    private void multiplyAdd(Runnable pushSummand) {
        if (relaxed) {
            pushSummand.run();
            f.simd(Simd.F32X4_RELAXED_MADD);
        } else {
            f.simd(Simd.F32X4_MUL);
            pushSummand.run();
            f.simd(Simd.F32X4_ADD);
        }
    }
}
