package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.packed.PackStep;
import hearth.device.simd.packed.PackedFormat;
import hearth.format.TensorType;

/**
 * Packs whole groups of rows, see {@link PackedFormat#pack}. Operands: source, bytes of a row there, target, groups, bytes of
 * a group there, steps of a group, address of an i32 that is set to 1 where a value is not finite.
 */
public final class PackKernels {
    private PackKernels() {
    }

    /** @param format a format of {@code type} that {@link PackedFormat#packsByKernel} */
    public static int index(Kernels kernels, TensorType type, PackedFormat format) {
        return kernels.kernel("pack " + type + " " + format.name(), f -> {
            int source = Kernels.operand(f, 0);
            int rowBytes = Kernels.operand(f, 1);
            int target = Kernels.operand(f, 2);
            int groups = Kernels.operand(f, 3);
            int groupBytes = Kernels.operand(f, 4);
            int steps = Kernels.operand(f, 5);
            int result = Kernels.operand(f, 6);
            int group = f.i32();
            int step = f.i32();
            int to = f.i32();
            int notFinite = f.v128();
            int[] rows = new int[PackedFormat.GROUP];
            for (int r = 0; r < rows.length; r++) {
                rows[r] = f.i32();
            }
            PackStep pack = new PackStep(f, rows, to, notFinite);
            int blockBytes = (int) type.rowBytes(format.stepColumns());
            Kernels.claim(f, group, groups, () -> {
                f.get(group).constant(PackedFormat.GROUP).mul().get(rowBytes).mul().get(source).add().set(rows[0]);
                for (int r = 1; r < rows.length; r++) {
                    f.get(rows[r - 1]).get(rowBytes).add().set(rows[r]);
                }
                Kernels.address(f, to, target, group, groupBytes);
                f.loopFromZero(step, steps, 1, () -> {
                    format.emitPack(pack);
                    for (int row : rows) {
                        f.advance(row, blockBytes);
                    }
                    f.advance(to, format.stepBytes());
                });
            });
            f.get(notFinite).simd(Simd.I32X4_BITMASK);
            f.ifThen(() -> f.get(result).constant(1).storeI32(0));
        });
    }
}
