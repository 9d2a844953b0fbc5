package hearth.device.simd.kernel;

import hearth.device.simd.packed.DotCheck;
import hearth.device.simd.packed.Dots;

/** {@link DotCheck} as a kernel. Operands: address of its memory, repetitions. */
public final class DotCheckKernel {
    private DotCheckKernel() {
    }

    public static int index(Kernels kernels) {
        return kernels.kernel("dot check", f -> {
            int base = Kernels.operand(f, 0);
            int repetitions = Kernels.operand(f, 1);
            int i = f.i32();
            Dots dots = Dots.of(kernels.variant(), f);
            f.loopFromZero(i, repetitions, 1, () -> DotCheck.emit(f, dots, base));
        });
    }
}
