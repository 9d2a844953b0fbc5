package hearth.device.simd;

import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.DotCheckKernel;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.packed.DotCheck;
import hearth.device.simd.packed.DotVariant;
import hearth.program.Memory;

/**
 * Finds the fastest dot products that this browser has and computes rightly. Which it is depends on the processor: the
 * 32-bit form is one instruction where that has it (VNNI, Arm's SDOT) and several elsewhere.
 */
final class DotProbe {
    /** Nanoseconds of warming up: until the optimising compiler has had its turn. */
    private static final long WARM_UP = 3_000_000;
    private static final int REPETITIONS = 2_000;
    private static final int TIMED_RUNS = 6;
    /** By how much a form must be faster to be preferred: less is within the clock's error. */
    private static final double CLEARLY = 0.9;

    private final Memory memory;
    private final KernelHost host;
    private final long control;
    private final long record;
    private final long operands;

    private DotProbe(Memory memory, KernelHost host, long block) {
        this.memory = memory;
        this.host = host;
        control = block;
        record = block + Control.BYTES;
        operands = record + Kernels.RECORD_BYTES;
    }

    static DotVariant best(Memory memory, LinearHeap heap, KernelHost host) {
        long block = heap.allocate(Control.BYTES + Kernels.RECORD_BYTES + DotCheck.BYTES);
        try {
            DotProbe probe = new DotProbe(memory, host, block);
            long sixteen = probe.time(DotVariant.RELAXED_I16);
            long thirtyTwo = probe.time(DotVariant.RELAXED_I32);
            if (thirtyTwo < Long.MAX_VALUE && thirtyTwo <= CLEARLY * sixteen) {
                return DotVariant.RELAXED_I32;
            }
            return sixteen < Long.MAX_VALUE ? DotVariant.RELAXED_I16 : DotVariant.PLAIN;
        } finally {
            heap.free(block);
        }
    }

    /** Nanoseconds of a run; the largest number where the browser has no such instructions or computes them wrongly. */
    private long time(DotVariant variant) {
        Kernels kernels = new Kernels(variant, host.sharedMemory());
        int kernel = DotCheckKernel.index(kernels);
        byte[] module = kernels.toBytes();
        if (!host.validates(module)) {
            return Long.MAX_VALUE;
        }
        KernelEntry entry = host.instantiateAlone(module);
        memory.putInt(control + Control.PROFILE, 0);
        memory.putInt(control + Control.END, (int) (record + Kernels.RECORD_BYTES));
        memory.putInt(record, kernel);
        memory.putInt(record + Kernels.OPERANDS, (int) operands);
        memory.putInt(record + Kernels.OPERANDS + 4, 1);
        if (!runsRightly(entry)) {
            return Long.MAX_VALUE;
        }
        memory.putInt(record + Kernels.OPERANDS + 4, REPETITIONS);
        long start = System.nanoTime();
        do {
            entry.run((int) control, (int) record);
        } while (System.nanoTime() - start < WARM_UP);
        long least = Long.MAX_VALUE - 1;
        for (int i = 0; i < TIMED_RUNS; i++) {
            long begun = System.nanoTime();
            entry.run((int) control, (int) record);
            least = Math.min(least, System.nanoTime() - begun);
        }
        // Once more: what the optimising compiler made must be right too.
        boolean right = runsRightly(entry);
        entry.close();
        return right ? least : Long.MAX_VALUE;
    }

    private boolean runsRightly(KernelEntry entry) {
        DotCheck.prepare(memory, operands);
        entry.run((int) control, (int) record);
        return DotCheck.holds(memory, operands);
    }
}
