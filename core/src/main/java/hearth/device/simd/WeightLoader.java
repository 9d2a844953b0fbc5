package hearth.device.simd;

import hearth.device.simd.packed.PackedFormat;
import hearth.format.ModelFileException;
import hearth.program.Memory;
import hearth.program.Weight;
import java.util.List;

/**
 * Takes a file's data section as it streams in, in the file's order, and puts each tensor into its place and form. The
 * caller writes the next bytes at {@link #buffer()} and says how many with {@link #accept}.
 */
public final class WeightLoader {
    private static final int LEAST_BUFFER = 1 << 20;

    private final Memory memory;
    private final LinearHeap heap;
    private final WeightPlan plan;
    private final long base;
    private final List<Weight> weights;
    private final long buffer;
    private final long bufferBytes;
    private final WeightPacker packer;
    private final byte[] carry;
    /** File offset of the first byte in the buffer. */
    private long bufferOffset;
    private long filled;
    private int weight;
    /** Rows of the present weight that are done. */
    private int row;
    private boolean closed;

    WeightLoader(Memory memory, LinearHeap heap, KernelHost host, WeightPlan plan, long base, List<Weight> inFileOrder, long dataOffset) {
        this.memory = memory;
        this.heap = heap;
        this.plan = plan;
        this.base = base;
        weights = inFileOrder;
        bufferOffset = dataOffset;
        long largest = 0;
        for (Weight each : inFileOrder) {
            largest = Math.max(largest, unitRows(each) * each.type().rowBytes(each.columns()));
        }
        carry = new byte[(int) largest];
        bufferBytes = LEAST_BUFFER + largest;
        buffer = heap.allocate(LinearHeap.align(bufferBytes) + WeightPacker.BYTES);
        packer = packer(host);
    }

    private WeightPacker packer(KernelHost host) {
        try {
            return new WeightPacker(memory, host, plan, weights, buffer + LinearHeap.align(bufferBytes));
        } catch (RuntimeException | Error failure) {
            heap.free(buffer);
            throw failure;
        }
    }

    /** Address at which the next bytes of the file go. */
    public long buffer() {
        return buffer + filled;
    }

    /** Most bytes that can go there, at least 1 MiB. */
    public int capacity() {
        return (int) (bufferBytes - filled);
    }

    /** File offset of the next byte wanted. */
    public long fileOffset() {
        return bufferOffset + filled;
    }

    /** Whether every tensor is in its place. */
    public boolean complete() {
        return weight == weights.size();
    }

    /**
     * Takes the {@code count} bytes that the caller has put at {@link #buffer()}.
     *
     * @throws ModelFileException where a scale or value is not finite, naming tensor and offset
     */
    public void accept(int count) {
        if (closed || count < 0 || count > capacity()) {
            throw new IllegalArgumentException(count + " bytes do not fit into the buffer");
        }
        filled += count;
        while (!complete() && takeUnits()) {
            if (row == weights.get(weight).rows()) {
                weight++;
                row = 0;
            }
        }
        keepRest();
    }

    /** Frees the buffer. */
    void close() {
        if (!closed) {
            closed = true;
            packer.close();
            heap.free(buffer);
        }
    }

    /** Rows that are packed together. */
    private int unitRows(Weight each) {
        return plan.isMatrix(each) ? PackedFormat.GROUP : each.rows();
    }

    private long nextOffset() {
        Weight present = weights.get(weight);
        return present.info().offset() + row * present.type().rowBytes(present.columns());
    }

    /** Takes what of the present weight is there, in whole units; false where that is none. */
    private boolean takeUnits() {
        Weight present = weights.get(weight);
        long rowBytes = present.type().rowBytes(present.columns());
        long offset = nextOffset();
        long there = bufferOffset + filled - offset;
        int unit = unitRows(present);
        int rows = (int) Math.min(present.rows() - row, Math.max(0, there) / rowBytes);
        if (rows < present.rows() - row) {
            rows -= rows % unit;
        }
        if (rows <= 0) {
            return false;
        }
        long source = buffer + (offset - bufferOffset);
        long target = base + plan.offset(present);
        if (plan.isMatrix(present)) {
            packRows(present, source, rows, offset, target);
        } else {
            copyFloats(present, source, target);
        }
        row += rows;
        return true;
    }

    private void packRows(Weight matrix, long source, int rows, long offset, long target) {
        PackedFormat format = plan.format(matrix);
        long rowBytes = matrix.type().rowBytes(matrix.columns());
        long groupBytes = format.groupBytes(matrix.columns());
        long first = target + row / PackedFormat.GROUP * groupBytes;
        int whole = rows / PackedFormat.GROUP;
        // Where a kernel finds what is not finite, packing once more finds where.
        int done = whole > 0 && packer.pack(matrix, format, source, whole, first) ? whole * PackedFormat.GROUP : 0;
        for (int r = done; r < rows; r += PackedFormat.GROUP) {
            format.pack(memory, source + r * rowBytes, Math.min(PackedFormat.GROUP, rows - r), matrix.info(), offset + r * rowBytes,
                first + r / PackedFormat.GROUP * groupBytes);
        }
    }

    private void copyFloats(Weight vector, long source, long target) {
        boolean taps = plan.isConvolution(vector);
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

    /** Moves the bytes of a tensor's group that is not whole yet to the buffer's start. */
    private void keepRest() {
        long wanted = complete() ? Long.MAX_VALUE : nextOffset();
        long skip = Math.min(filled, wanted - bufferOffset);
        if (skip <= 0) {
            return;
        }
        int rest = (int) (filled - skip);
        memory.read(buffer + skip, carry, 0, rest);
        memory.write(buffer, carry, 0, rest);
        bufferOffset += skip;
        filled = rest;
    }
}
