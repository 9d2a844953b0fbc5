package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;

/** Sums across the lanes of four vectors at once. */
final class LaneSums {
    private LaneSums() {
    }

    /** Pushes a vector whose lane i is the sum of the lanes of {@code each[i]}; the first and third of these locals are overwritten. */
    static void push(WasmFunction f, int[] each) {
        f.get(each[0]).get(each[1]).shuffle32(0, 4, 1, 5).get(each[0]).get(each[1]).shuffle32(2, 6, 3, 7);
        f.simd(Simd.F32X4_ADD).set(each[0]);
        f.get(each[2]).get(each[3]).shuffle32(0, 4, 1, 5).get(each[2]).get(each[3]).shuffle32(2, 6, 3, 7);
        f.simd(Simd.F32X4_ADD).set(each[2]);
        f.get(each[0]).get(each[2]).shuffle32(0, 1, 4, 5).get(each[0]).get(each[2]).shuffle32(2, 3, 6, 7);
        f.simd(Simd.F32X4_ADD);
    }
}
