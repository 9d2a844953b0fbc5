package hearth.device.simd;

import java.util.ArrayList;
import java.util.List;

/**
 * Which records must wait for all workers to have done those before: what one worker writes, another may only then read or
 * write, and what one reads, another may only then write. Records without such a tie to the records since the last barrier
 * follow each other freely.
 */
final class Hazards {
    private final List<Range> read = new ArrayList<>();
    private final List<Range> writtenInParts = new ArrayList<>();
    private final List<Range> writtenByEach = new ArrayList<>();

    /** Addresses {@code from .. to - 1}. */
    record Range(long from, long to) {
        private boolean meets(List<Range> others) {
            for (Range other : others) {
                if (from < other.to && other.from < to) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * What a record touches.
     *
     * @param byEach whether every worker does all of it, and so itself writes what it needs
     */
    record Access(List<Range> reads, List<Range> writes, boolean byEach) {
    }

    /** Whether there must be a barrier before the record with this access, the next in order. */
    boolean separate(Access next) {
        boolean barrier = false;
        for (Range range : next.reads) {
            barrier |= range.meets(writtenInParts);
        }
        for (Range range : next.writes) {
            barrier |= range.meets(read) || range.meets(writtenInParts) || range.meets(writtenByEach);
        }
        if (barrier) {
            read.clear();
            writtenInParts.clear();
            writtenByEach.clear();
        }
        read.addAll(next.reads);
        (next.byEach ? writtenByEach : writtenInParts).addAll(next.writes);
        return barrier;
    }
}
