package hearth.device.simd;

import hearth.format.ModelFileException;
import hearth.program.Memory;
import hearth.program.Weight;
import java.util.List;

/**
 * Takes a file's data section as it streams in, in the file's order, and puts each tensor into its place and form. The
 * caller writes the next bytes at {@link #buffer()} and says how many with {@link #accept}. What remains can be loaded by
 * several threads as well, see {@link #parts}.
 */
public final class WeightLoader {
    /** Bytes that are taken together: few enough to stay in a core's cache between arriving and being packed. */
    private static final int SEGMENT = 1 << 20;

    private final Memory memory;
    private final LinearHeap heap;
    private final KernelHost host;
    private final FileUnits units;
    private final boolean allByKernel;
    private final long buffer;
    private final long bufferBytes;
    private final WeightPacker packer;
    private final long end;
    /** File offset of the first byte in the buffer. */
    private long segment;
    /** File offset after the last byte that the buffer is to hold. */
    private long segmentEnd;
    private long filled;
    /** Null as long as everything came in order. */
    private WeightParts parts;
    private boolean closed;

    /** @param base address of the weights */
    WeightLoader(Memory memory, LinearHeap heap, KernelHost host, WeightPlan plan, long base, List<Weight> inFileOrder, long dataOffset) {
        this.memory = memory;
        this.heap = heap;
        this.host = host;
        units = new FileUnits(plan, inFileOrder);
        end = units.end(dataOffset);
        bufferBytes = LinearHeap.align(Math.max(SEGMENT, units.largest()));
        buffer = heap.allocate(bufferBytes + WeightPacker.BYTES);
        boolean made = false;
        try {
            packer = new WeightPacker(memory, host, plan, base, inFileOrder, buffer + bufferBytes, buffer);
            made = true;
        } finally {
            if (!made) {
                heap.free(buffer);
            }
        }
        boolean byKernel = true;
        for (Weight weight : inFileOrder) {
            byKernel &= packer.hasKernel(weight) || !plan.isMatrix(weight);
        }
        allByKernel = byKernel;
        begin(dataOffset);
    }

    /** Address at which the next bytes of the file go. */
    public long buffer() {
        return buffer + filled;
    }

    /** Most bytes that can go there; 0 when it is {@link #complete}. */
    public int capacity() {
        return (int) (segmentEnd - fileOffset());
    }

    /** File offset of the next byte wanted. */
    public long fileOffset() {
        return segment + filled;
    }

    /** Whether every tensor is in its place. */
    public boolean complete() {
        return segment == end;
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
        if (fileOffset() == segmentEnd) {
            takeSegment();
            begin(segmentEnd);
        }
    }

    /** Whether {@link #parts} can cut what remains: kernels pack all matrices. */
    public boolean divisible() {
        return allByKernel && parts == null && !complete();
    }

    /**
     * Cuts what remains into parts that threads can load all at once, in any order; nothing comes in order any more.
     *
     * @param segmentBytes how many bytes of a part come at a time
     * @param ends         file offsets after each part, the last being the file's size
     * @throws IllegalStateException where they are not {@link #divisible}
     */
    public WeightParts parts(int segmentBytes, long[] ends) {
        if (!divisible()) {
            throw new IllegalStateException("What remains cannot be cut");
        }
        parts = new WeightParts(memory, heap, units, packer, fileOffset(), segmentBytes, ends, end, host.mostWorkers());
        takeSegment();
        return parts;
    }

    /**
     * Ends loading by parts, all of which are loaded.
     *
     * @throws ModelFileException where a scale or value is not finite, naming tensor and offset
     */
    public void join() {
        parts.finish();
        parts.close();
        parts = null;
        begin(end);
    }

    /** Frees the buffer. */
    void close() {
        if (!closed) {
            closed = true;
            packer.close();
            if (parts != null) {
                parts.close();
            }
            heap.free(buffer);
        }
    }

    private void begin(long offset) {
        segment = offset;
        segmentEnd = units.cut(offset, SEGMENT, end);
        filled = 0;
    }

    /** Takes what is in the buffer. */
    private void takeSegment() {
        for (FileUnits.Piece piece : units.between(segment, fileOffset())) {
            long source = buffer + (piece.from() - segment);
            if (piece.whole()) {
                packer.take(piece, source);
            } else {
                parts.takeTorn(piece, source);
            }
        }
    }
}
