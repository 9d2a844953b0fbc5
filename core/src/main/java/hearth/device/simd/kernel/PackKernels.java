package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.PackStep;
import hearth.device.simd.packed.PackedFormat;
import hearth.format.TensorType;

/** What is done with a file's bytes that lie in the worker's scratch space. */
public final class PackKernels {
    private PackKernels() {
    }

    /**
     * Packs whole groups of rows, see {@link PackedFormat#pack}, and sets {@link Control#NOT_FINITE} where a value is not
     * finite. Operands: where the rows lie in the scratch space, bytes of a row there, target, groups, bytes of a group
     * there, steps of a group.
     *
     * @param format a format of {@code type} that {@link PackedFormat#packsByKernel}
     */
    public static int pack(Kernels kernels, TensorType type, PackedFormat format) {
        return kernels.kernel("pack " + type + " " + format.name(), f -> {
            int source = source(f);
            int rowBytes = Kernels.operand(f, 1);
            int target = Kernels.operand(f, 2);
            int groups = Kernels.operand(f, 3);
            int groupBytes = Kernels.operand(f, 4);
            int steps = Kernels.operand(f, 5);
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
            f.ifThen(() -> f.get(Kernels.CONTROL).constant(1).storeI32(Control.NOT_FINITE));
        });
    }

    /** Copies bytes as they are. Operands: where they lie in the scratch space, target, how many. */
    public static int copy(Kernels kernels) {
        return kernels.kernel("copy", f -> {
            int source = source(f);
            int target = Kernels.operand(f, 1);
            int bytes = Kernels.operand(f, 2);
            f.get(Kernels.WORKER).isZero();
            f.ifThen(() -> f.get(target).get(source).get(bytes).copyMemory());
        });
    }

    /** A new local with the address that operand 0 says in the scratch space. */
    private static int source(WasmFunction f) {
        int source = Kernels.operand(f, 0);
        f.get(source).get(Kernels.scratch(f)).add().set(source);
        return source;
    }
}
