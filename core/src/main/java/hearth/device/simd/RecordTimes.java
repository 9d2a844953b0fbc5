package hearth.device.simd;

import hearth.device.Profile;
import hearth.device.simd.kernel.Kernels;
import hearth.program.Memory;
import java.util.List;

/** The table in linear memory to which a measured run adds how long each record took, see {@code Control.PROFILE}. */
final class RecordTimes {
    private final Memory memory;
    private final long table;

    /** @param table where it lies, {@link #bytes} of memory */
    RecordTimes(Memory memory, long table) {
        this.memory = memory;
        this.table = table;
    }

    /** Bytes of a table for programs of at most so many bytes of records. */
    static long bytes(long recordBytes) {
        return recordBytes / Kernels.RECORD_BYTES * Kernels.TIMES_BYTES;
    }

    int address() {
        return (int) table;
    }

    /** A run of {@code count} records is about to start. */
    void clear(int count) {
        memory.clear(table, (long) count * Kernels.TIMES_BYTES);
    }

    /**
     * Counts the operations of a run that has ended.
     *
     * @param costs     of the program's records
     * @param count     records that ran
     * @param tokens    of the run
     * @param positions in the context after it
     * @return milliseconds that the leading thread waited at barriers
     */
    double addTo(Profile.Phase phase, List<OperationCost> costs, int count, int tokens, int positions) {
        double waiting = 0;
        for (int i = 0; i < count; i++) {
            OperationCost cost = costs.get(i);
            long times = table + (long) i * Kernels.TIMES_BYTES;
            phase.addCall(cost.operation(), milliseconds(times), cost.of(tokens, positions));
            waiting += milliseconds(times + Kernels.TIMES_BYTES / 2);
        }
        return waiting;
    }

    private double milliseconds(long address) {
        return Double.longBitsToDouble(memory.getInt(address) & 0xFFFFFFFFL | (long) memory.getInt(address + 4) << 32);
    }
}
