package hearth.device.simd;

import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.kernel.PackKernels;
import hearth.device.simd.packed.DotVariant;
import hearth.device.simd.packed.PackedFormat;
import hearth.program.Memory;
import hearth.program.Weight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs the groups of a matrix that have all their rows, by kernels. They run on the calling thread alone: that packs several
 * gigabytes a second, more than a browser reads from the device, and leaves the other cores to the reading.
 */
final class WeightPacker {
    /** Bytes of memory that it works with. */
    static final long BYTES = Control.BYTES + Kernels.RECORD_BYTES + LinearHeap.ALIGNMENT;

    private final Memory memory;
    private final long control;
    private final long record;
    private final long result;
    private final Map<String, Integer> indices = new HashMap<>();
    /** Null where no format has a kernel. */
    private final KernelEntry kernels;

    /** @param work address of {@link #BYTES} bytes */
    WeightPacker(Memory memory, KernelHost host, WeightPlan plan, List<Weight> weights, long work) {
        this.memory = memory;
        control = work;
        record = control + Control.BYTES;
        result = record + Kernels.RECORD_BYTES;
        memory.clear(work, BYTES);
        Kernels emitted = new Kernels(DotVariant.PLAIN, host.sharedMemory());
        for (Weight weight : weights) {
            if (plan.isMatrix(weight) && plan.format(weight).packsByKernel()) {
                indices.put(name(weight, plan.format(weight)), PackKernels.index(emitted, weight.type(), plan.format(weight)));
            }
        }
        kernels = indices.isEmpty() ? null : host.instantiateAlone(emitted.toBytes());
    }

    private static String name(Weight weight, PackedFormat format) {
        return weight.type() + " " + format.name();
    }

    /**
     * Packs {@code groups} groups of rows.
     *
     * @return false where the format has no kernel or a value is not finite; the target's bytes mean nothing then
     */
    boolean pack(Weight weight, PackedFormat format, long source, int groups, long target) {
        Integer index = indices.get(name(weight, format));
        if (index == null) {
            return false;
        }
        int[] words = {index, 0, (int) source, (int) weight.type().rowBytes(weight.columns()), (int) target, groups,
            (int) format.groupBytes(weight.columns()), weight.columns() / format.stepColumns(), (int) result};
        for (int i = 0; i < words.length; i++) {
            memory.putInt(record + 4L * i, words[i]);
        }
        memory.putInt(control + Control.END, (int) (record + Kernels.RECORD_BYTES));
        memory.putInt(result, 0);
        kernels.run((int) control, (int) record);
        return memory.getInt(result) == 0;
    }

    void close() {
        if (kernels != null) {
            kernels.close();
        }
    }
}
