package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.program.StateType;

/** Rounds up to 32 floats to whole numbers from -127 to 127 times a scale, largest value / 127. */
final class RoundedBlock {
    private static final int VECTORS = 8;

    /** Locals: the floats, then the whole numbers, 32 bits each. */
    final int[] x;
    /** Local: f32. */
    final int scale;
    private final WasmFunction f;
    private final int vector;
    private final int inverse;

    RoundedBlock(WasmFunction f) {
        this.f = f;
        x = f.v128s(VECTORS);
        scale = f.f32();
        vector = f.v128();
        inverse = f.v128();
    }

    /** Replaces the first {@code vectors} of {@link #x}, floats, by whole numbers, and sets {@link #scale}. */
    void write(int vectors) {
        f.get(x[0]).simd(Simd.F32X4_ABS);
        for (int i = 1; i < vectors; i++) {
            f.get(x[i]).simd(Simd.F32X4_ABS).simd(Simd.F32X4_MAX);
        }
        pushLargestLane(f, vector);
        f.constant(1f / 127).mulF32().set(scale);
        pushInverse(f, scale);
        f.simd(Simd.F32X4_SPLAT).set(inverse);
        for (int i = 0; i < vectors; i++) {
            f.get(x[i]).get(inverse).simd(Simd.F32X4_MUL).simd(Simd.F32X4_NEAREST);
            f.simd(Simd.I32X4_TRUNC_SAT_F32X4_S).set(x[i]);
        }
    }

    /** Pushes, as bytes, the whole numbers of vectors {@code first} to {@code first + 3}; zeros for those from {@code vectors} on. */
    void pushBytes(int first, int vectors) {
        for (int pair = first; pair < first + 4; pair += 2) {
            for (int i = pair; i < pair + 2; i++) {
                if (i < vectors) {
                    f.get(x[i]);
                } else {
                    f.splat(0);
                }
            }
            f.simd(Simd.I16X8_NARROW_I32X4_S);
        }
        f.simd(Simd.I8X16_NARROW_I16X8_S);
    }

    /** Replaces the vector on the stack by its largest lane, f32. {@code vector} is a local to use. */
    static void pushLargestLane(WasmFunction f, int vector) {
        f.tee(vector).get(vector).get(vector).shuffle32(2, 3, 0, 1).simd(Simd.F32X4_MAX).tee(vector);
        f.get(vector).get(vector).shuffle32(1, 0, 3, 2).simd(Simd.F32X4_MAX).extractLane(Simd.F32X4_EXTRACT_LANE, 0);
    }

    /**
     * Pushes 1 / {@code scale}. 1 / 0 is infinite, and infinite times 0 is no number: where all is zero, or next to it, the
     * factor is 0.
     */
    static void pushInverse(WasmFunction f, int scale) {
        f.constant(1f).get(scale).divF32().constant(0f).get(scale).constant(StateType.LEAST_SCALE).greaterF32().select();
    }
}
