package hearth.device.simd;

import java.util.ArrayList;
import java.util.List;

/**
 * Hands out blocks of linear memory and takes them back. What is freed is used again, so that loading and unloading models
 * does not make the memory grow.
 */
public final class LinearHeap {
    /** Every block starts at a multiple of this many bytes, a cache line. */
    public static final int ALIGNMENT = 64;

    /** Makes the memory reach up to an address. */
    public interface Growth {
        /** Returns false where the browser refuses. */
        boolean ensure(long endAddress);
    }

    private record Block(long start, long end) {
    }

    private final long start;
    private final long limit;
    private final Growth growth;
    /** Free blocks below {@link #top} in the order of their addresses; no two touch. */
    private final List<Block> free = new ArrayList<>();
    private final List<Block> used = new ArrayList<>();
    private long top;
    private long highest;

    /**
     * @param start  first address to hand out
     * @param limit  address after the last
     * @param growth makes the memory larger
     */
    public LinearHeap(long start, long limit, Growth growth) {
        this.start = align(start);
        this.limit = limit;
        this.growth = growth;
        top = this.start;
        highest = this.start;
    }

    /**
     * A block of {@code bytes} bytes; what lies in it is not cleared.
     *
     * @throws OutOfLinearMemoryException where the memory cannot hold it
     */
    public long allocate(long bytes) {
        long size = align(Math.max(bytes, 1));
        for (int i = 0; i < free.size(); i++) {
            Block gap = free.get(i);
            if (gap.end - gap.start >= size) {
                free.remove(i);
                if (gap.end - gap.start > size) {
                    free.add(i, new Block(gap.start + size, gap.end));
                }
                return take(gap.start, size);
            }
        }
        if (size > limit - top || !growth.ensure(top + size)) {
            throw new OutOfLinearMemoryException(size, top - start, limit - start);
        }
        long address = top;
        top += size;
        highest = Math.max(highest, top);
        return take(address, size);
    }

    private long take(long address, long size) {
        used.add(new Block(address, address + size));
        return address;
    }

    /**
     * Where a block of {@code bytes} bytes would come to lie in memory that was never used, -1 where it would not. The memory
     * reaches up to its end then.
     */
    public long fresh(long bytes) {
        for (Block gap : free) {
            if (gap.end - gap.start >= bytes) {
                return -1;
            }
        }
        return top == highest && bytes <= limit - top && growth.ensure(top + bytes) ? top : -1;
    }

    /** Takes a block back. {@code address} is what {@link #allocate} gave. */
    public void free(long address) {
        for (int i = 0; i < used.size(); i++) {
            if (used.get(i).start == address) {
                release(used.remove(i));
                return;
            }
        }
        throw new IllegalArgumentException("No block starts at " + address);
    }

    private void release(Block block) {
        int at = 0;
        while (at < free.size() && free.get(at).start < block.start) {
            at++;
        }
        Block merged = block;
        if (at < free.size() && free.get(at).start == merged.end) {
            merged = new Block(merged.start, free.remove(at).end);
        }
        if (at > 0 && free.get(at - 1).end == merged.start) {
            merged = new Block(free.remove(at - 1).start, merged.end);
            at--;
        }
        if (merged.end == top) {
            top = merged.start;
        } else {
            free.add(at, merged);
        }
    }

    /** Bytes of all blocks that are handed out. */
    public long usedBytes() {
        long bytes = 0;
        for (Block block : used) {
            bytes += block.end - block.start;
        }
        return bytes;
    }

    /** The most bytes that ever were in use at once, gaps included: what the memory has grown to. */
    public long reservedBytes() {
        return highest - start;
    }

    /** The most bytes that could still be handed out in one block, were the memory to grow as far as it may. */
    public long availableBytes() {
        long most = limit - top;
        for (Block gap : free) {
            most = Math.max(most, gap.end - gap.start);
        }
        return most;
    }

    /** {@code value} rounded up to a multiple of {@link #ALIGNMENT}. */
    static long align(long value) {
        return (value + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
