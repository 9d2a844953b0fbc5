package hearth.device.simd;

import hearth.device.Logits;
import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.kernel.SelectionKernels;
import hearth.device.simd.packed.DotVariant;
import hearth.program.Memory;

/** Logits in linear memory, looked through by kernels of their own, which the calling thread runs alone: that takes microseconds. */
final class SimdLogits implements Logits {
    private static final int FLOAT_BYTES = 4;
    private static final long MAXIMA_RECORD = Control.BYTES;
    private static final long SUMS_RECORD = MAXIMA_RECORD + Kernels.RECORD_BYTES;
    private static final long COLLECT_RECORD = SUMS_RECORD + Kernels.RECORD_BYTES;
    private static final long FOUND = COLLECT_RECORD + Kernels.RECORD_BYTES;
    private static final long MAXIMA = LinearHeap.align(FOUND + SelectionKernels.FOUND_BYTES);

    private final Memory memory;
    private final long base;
    private final int size;
    private final long sums;
    private final KernelEntry kernels;
    private long row;
    /** Whether the maxima in memory are those of the row as it is. */
    private boolean maximaHold;

    /**
     * @param base {@link #bytes} bytes of memory for it to work with, all zero
     * @param size logits of a row
     */
    SimdLogits(Memory memory, KernelHost host, DotVariant variant, long base, int size) {
        this.memory = memory;
        this.base = base;
        this.size = size;
        sums = base + MAXIMA + (long) FLOAT_BYTES * Logits.blocks(size);
        Kernels emitted = new Kernels(variant, host.sharedMemory());
        encode(MAXIMA_RECORD, SelectionKernels.blockMaxima(emitted), (int) (base + MAXIMA));
        encode(SUMS_RECORD, SelectionKernels.blockSums(emitted), (int) sums);
        encode(COLLECT_RECORD, SelectionKernels.collect(emitted), (int) (base + MAXIMA), (int) (base + FOUND));
        kernels = host.instantiateAlone(emitted.toBytes());
    }

    /** Bytes of memory that rows of {@code size} logits take to work with. */
    static long bytes(int size) {
        return MAXIMA + 2L * FLOAT_BYTES * Logits.blocks(size);
    }

    private void encode(long record, int kernel, int... operands) {
        memory.putInt(base + record, kernel);
        putOperand(record, 1, paddedSize() * FLOAT_BYTES);
        for (int i = 0; i < operands.length; i++) {
            putOperand(record, 2 + i, operands[i]);
        }
    }

    /** As many as fill whole vectors. */
    private int paddedSize() {
        return (size + 3) / 4 * 4;
    }

    /** From now on it is about the row at {@code address}, whose floats up to a multiple of 4 are there to be overwritten. */
    SimdLogits at(long address) {
        row = address;
        maximaHold = false;
        for (int id = size; id < paddedSize(); id++) {
            memory.putFloat(row + (long) FLOAT_BYTES * id, Float.NEGATIVE_INFINITY);
        }
        return this;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public float get(int id) {
        return memory.getFloat(row + (long) FLOAT_BYTES * id);
    }

    @Override
    public void set(int id, float logit) {
        memory.putFloat(row + (long) FLOAT_BYTES * id, logit);
        maximaHold = false;
    }

    @Override
    public void blockMaxima(float[] maxima) {
        holdMaxima();
        memory.read(base + MAXIMA, maxima, 0, Logits.blocks(size));
    }

    private void holdMaxima() {
        if (!maximaHold) {
            run(MAXIMA_RECORD);
            maximaHold = true;
        }
    }

    @Override
    public void blockSums(float largest, float temperature, double[] into) {
        putOperand(SUMS_RECORD, 3, Float.floatToRawIntBits(largest));
        putOperand(SUMS_RECORD, 4, Float.floatToRawIntBits(1 / temperature));
        run(SUMS_RECORD);
        for (int block = 0; block < Logits.blocks(size); block++) {
            into[block] = memory.getFloat(sums + (long) FLOAT_BYTES * block);
        }
    }

    @Override
    public void forEachFrom(float least, Visitor visitor) {
        holdMaxima();
        putOperand(COLLECT_RECORD, 4, Float.floatToRawIntBits(least));
        putOperand(COLLECT_RECORD, SelectionKernels.COLLECT_AT, 0);
        do {
            run(COLLECT_RECORD);
            int found = operand(SelectionKernels.COLLECT_FOUND);
            for (int i = 0; i < found; i++) {
                int id = memory.getInt(base + FOUND + 4L * i);
                visitor.visit(id, get(id));
            }
        } while (operand(SelectionKernels.COLLECT_AT) < paddedSize() * FLOAT_BYTES);
    }

    private void run(long record) {
        putOperand(record, 0, (int) row);
        memory.putInt(base + Control.END, (int) (base + record + Kernels.RECORD_BYTES));
        kernels.run((int) base, (int) (base + record));
    }

    private void putOperand(long record, int index, int value) {
        memory.putInt(base + record + Kernels.OPERANDS + 4L * index, value);
    }

    private int operand(int index) {
        return memory.getInt(base + COLLECT_RECORD + Kernels.OPERANDS + 4L * index);
    }

    void close() {
        kernels.close();
    }
}
