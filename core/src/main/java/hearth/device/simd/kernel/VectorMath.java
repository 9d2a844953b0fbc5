package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.ValueType;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.assembler.WasmModule;

/** Functions of four floats at once, each a WebAssembly function from vector to vector. */
final class VectorMath {
    static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts: the first has few bits, so that its products with small whole numbers are exact. */
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;
    /** Between the smallest and largest x whose power is a normal float. */
    static final float EXP_LEAST = -87.3f;
    private static final float EXP_MOST = 88.0f;
    /** Coefficients of e^r on |r| <= ln(2)/2, highest power first (the minimax polynomial of the Cephes library). */
    static final float[] EXP = {1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f,
        1.6666665459e-1f, 5.0000001201e-1f, 1f, 1f};

    private final boolean relaxed;
    private final WasmFunction exp;
    private final WasmFunction sigmoid;
    private final WasmFunction softplus;
    private final WasmFunction sum;

    /** @param relaxed whether the browser has relaxed SIMD */
    VectorMath(WasmModule module, boolean relaxed) {
        this.relaxed = relaxed;
        exp = module.functionReturning(ValueType.V128, ValueType.V128);
        emitExp(exp);
        sigmoid = module.functionReturning(ValueType.V128, ValueType.V128);
        emitSigmoid(sigmoid);
        softplus = module.functionReturning(ValueType.V128, ValueType.V128);
        emitSoftplus(softplus);
        sum = module.functionReturning(ValueType.F32, ValueType.V128);
        emitSum(sum);
    }

    /** {@code e^x}, relative error about 1e-7; x is clamped to where the result is a normal float. */
    WasmFunction exp() {
        return exp;
    }

    /** {@code 1 / (1 + e^-x)}. */
    WasmFunction sigmoid() {
        return sigmoid;
    }

    /** {@code ln(1 + e^x)}. */
    WasmFunction softplus() {
        return softplus;
    }

    /** The sum of the four lanes, a scalar. */
    WasmFunction sum() {
        return sum;
    }

    private void emitExp(WasmFunction f) {
        pushExp(f, 0, f.v128());
    }

    // e^x = 2^n e^r with n = round(x / ln 2)
    private void pushExp(WasmFunction f, int x, int n) {
        f.get(x).splat(EXP_LEAST).simd(Simd.F32X4_MAX).splat(EXP_MOST).simd(Simd.F32X4_MIN).tee(x);
        f.splat(LOG2_E).simd(Simd.F32X4_MUL).simd(Simd.F32X4_NEAREST).set(n);
        f.get(x).get(n).splat(LN2_HIGH).simd(Simd.F32X4_MUL).simd(Simd.F32X4_SUB);
        f.get(n).splat(LN2_LOW).simd(Simd.F32X4_MUL).simd(Simd.F32X4_SUB).set(x);
        f.splat(EXP[0]);
        for (int i = 1; i < EXP.length; i++) {
            if (relaxed) {
                f.get(x).splat(EXP[i]).simd(Simd.F32X4_RELAXED_MADD);
            } else {
                f.get(x).simd(Simd.F32X4_MUL).splat(EXP[i]).simd(Simd.F32X4_ADD);
            }
        }
        f.get(n).simd(Simd.I32X4_TRUNC_SAT_F32X4_S).splat(127).simd(Simd.I32X4_ADD).constant(23).simd(Simd.I32X4_SHL);
        f.simd(Simd.F32X4_MUL);
    }

    private void emitSigmoid(WasmFunction f) {
        f.get(0).simd(Simd.F32X4_NEG).set(0);
        f.splat(1f).splat(1f);
        pushExp(f, 0, f.v128());
        f.simd(Simd.F32X4_ADD).simd(Simd.F32X4_DIV);
    }

    // max(x, 0) + ln(1 + y) with y = e^-|x|; ln(1 + y) = 2 artanh(z), z = y / (2 + y) <= 1/3, by its series
    private void emitSoftplus(WasmFunction f) {
        int z = f.v128();
        int square = f.v128();
        f.get(0).simd(Simd.F32X4_ABS).simd(Simd.F32X4_NEG).call(exp).tee(z);
        f.get(z).splat(2f).simd(Simd.F32X4_ADD).simd(Simd.F32X4_DIV).tee(z).get(z).simd(Simd.F32X4_MUL).set(square);
        f.splat(2f / 15);
        for (int power = 13; power >= 1; power -= 2) {
            f.get(square).simd(Simd.F32X4_MUL).splat(2f / power).simd(Simd.F32X4_ADD);
        }
        f.get(z).simd(Simd.F32X4_MUL);
        f.get(0).splat(0f).simd(Simd.F32X4_MAX).simd(Simd.F32X4_ADD);
    }

    private static void emitSum(WasmFunction f) {
        int x = 0;
        f.get(x).get(x).get(x).shuffle32(2, 3, 0, 1).simd(Simd.F32X4_ADD).set(x);
        f.get(x).get(x).get(x).shuffle32(1, 0, 3, 2).simd(Simd.F32X4_ADD).extractLane(Simd.F32X4_EXTRACT_LANE, 0);
    }
}
