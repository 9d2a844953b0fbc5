package hearth.device.simd;

import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.kernel.PackKernels;
import hearth.device.simd.packed.DotVariant;
import hearth.device.simd.packed.PackedFormat;
import hearth.format.ModelFileException;
import hearth.program.Memory;
import hearth.program.Weight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts units of weights into their places and forms: whole groups of rows by kernels where their format has one, all else
 * value by value. The kernels run on one thread, which packs several gigabytes a second; threads that are to pack as well run
 * the records that are written here on their own, see {@link WeightParts}.
 */
final class WeightPacker {
    /** Bytes of memory that it works with. */
    static final long BYTES = Control.BYTES + Kernels.RECORD_BYTES;

    private final Memory memory;
    private final WeightPlan plan;
    private final long base;
    private final long control;
    private final long record;
    private final Map<String, Integer> packs = new HashMap<>();
    private final int copy;
    private final KernelEntry kernels;

    /**
     * @param base    address of the weights
     * @param work    address of {@link #BYTES} bytes
     * @param scratch address from which on the sources of records are counted
     */
    WeightPacker(Memory memory, KernelHost host, WeightPlan plan, long base, List<Weight> weights, long work, long scratch) {
        this.memory = memory;
        this.plan = plan;
        this.base = base;
        control = work;
        record = control + Control.BYTES;
        memory.clear(work, BYTES);
        memory.putInt(control + Control.SCRATCH, (int) scratch);
        Kernels emitted = new Kernels(DotVariant.PLAIN, host.sharedMemory());
        for (Weight weight : weights) {
            if (hasKernel(weight)) {
                packs.put(name(weight), PackKernels.pack(emitted, weight.type(), plan.format(weight)));
            }
        }
        copy = PackKernels.copy(emitted);
        kernels = host.instantiateAlone(emitted.toBytes());
    }

    private String name(Weight weight) {
        return weight.type() + " " + plan.format(weight).name();
    }

    boolean hasKernel(Weight weight) {
        return plan.isMatrix(weight) && plan.format(weight).packsByKernel();
    }

    KernelEntry kernels() {
        return kernels;
    }

    /** How many rows, from the first on, are whole units that a kernel can pack. */
    int kernelRows(FileUnits.Piece units) {
        return units.whole() && hasKernel(units.weight()) ? units.rows() / PackedFormat.GROUP * PackedFormat.GROUP : 0;
    }

    /**
     * Takes whole units whose bytes are at {@code source}.
     *
     * @throws ModelFileException where a scale or value is not finite, naming tensor and offset
     */
    void take(FileUnits.Piece units, long source) {
        int rows = kernelRows(units);
        // Where a kernel finds what is not finite, packing once more finds where.
        int done = rows > 0 && runPack(units, rows, source) ? rows : 0;
        takeRows(units, done, source);
    }

    /** The same without kernels, from row {@code from} of the units on. */
    void takeRows(FileUnits.Piece units, int from, long source) {
        Weight weight = units.weight();
        if (!plan.isMatrix(weight)) {
            copyFloats(weight, source);
            return;
        }
        for (int r = from; r < units.rows(); r += PackedFormat.GROUP) {
            plan.format(weight).pack(memory, source + r * units.rowBytes(), Math.min(PackedFormat.GROUP, units.rows() - r), weight.info(),
                units.from() + r * units.rowBytes(), target(weight, units.row() + r));
        }
    }

    /** Whether all values were finite; the target's bytes mean nothing if not. */
    private boolean runPack(FileUnits.Piece units, int rows, long source) {
        writePack(record, units, rows, source - (memory.getInt(control + Control.SCRATCH) & 0xFFFFFFFFL));
        memory.putInt(control + Control.END, (int) (record + Kernels.RECORD_BYTES));
        memory.putInt(control + Control.NOT_FINITE, 0);
        kernels.run((int) control, (int) record);
        return memory.getInt(control + Control.NOT_FINITE) == 0;
    }

    /** Writes a record that packs the first {@code rows} rows of units, which lie at offset {@code source} of the reader's buffer. */
    void writePack(long address, FileUnits.Piece units, int rows, long source) {
        Weight weight = units.weight();
        PackedFormat format = plan.format(weight);
        write(address, packs.get(name(weight)), (int) source, (int) units.rowBytes(), (int) target(weight, units.row()), rows / PackedFormat.GROUP,
            (int) format.groupBytes(weight.columns()), weight.columns() / format.stepColumns());
    }

    /** Writes a record that copies {@code bytes} bytes from offset {@code source} of the reader's buffer to {@code target}. */
    void writeCopy(long address, long source, long target, long bytes) {
        write(address, copy, (int) source, (int) target, (int) bytes);
    }

    private void write(long address, int kernel, int... operands) {
        memory.putInt(address, kernel);
        memory.putInt(address + 4, 0);
        for (int i = 0; i < operands.length; i++) {
            memory.putInt(address + Kernels.OPERANDS + 4L * i, operands[i]);
        }
    }

    /** Address of the group that begins with row {@code row}. */
    private long target(Weight matrix, int row) {
        return base + plan.offset(matrix) + row / PackedFormat.GROUP * plan.format(matrix).groupBytes(matrix.columns());
    }

    private void copyFloats(Weight vector, long source) {
        boolean taps = plan.isConvolution(vector);
        long target = base + plan.offset(vector);
        for (int r = 0; r < vector.rows(); r++) {
            for (int c = 0; c < vector.columns(); c++) {
                long at = 4L * ((long) r * vector.columns() + c);
                int bits = memory.getInt(source + at);
                if ((bits & 0x7F800000) == 0x7F800000) {
                    throw ModelFileException.damaged("Tensor " + vector.name()
                            + " holds a value that is not finite (NaN or infinity) at file offset " + (vector.info().offset() + at));
                }
                memory.putInt(target + (taps ? 4L * ((r / 4 * (long) vector.columns() + c) * 4 + r % 4) : at), bits);
            }
        }
    }

    void close() {
        kernels.close();
    }
}
