package hearth.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives every activation a fixed place, so that running allocates nothing; activations that never live at once share one. */
final class Arena {
    /** Floats; 64 bytes, a cache line. */
    private static final int ALIGNMENT = 16;

    private record Lifetime(Activation activation, int floats, int first, int last) {
    }

    private Arena() {
    }

    /** Places all activations of {@code ops}; {@code kept} lives to the end. Returns the arena's size in floats. */
    static int plan(List<Op> ops, int batch, Activation kept) {
        List<Lifetime> placed = new ArrayList<>();
        long size = 0;
        for (Lifetime next : lifetimes(ops, batch, kept)) {
            long offset = firstGap(placed, next);
            if (offset + next.floats > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("A batch of " + batch + " tokens needs too large an arena");
            }
            next.activation.place((int) offset);
            insertByOffset(placed, next);
            size = Math.max(size, offset + next.floats);
        }
        return (int) size;
    }

    private static List<Lifetime> lifetimes(List<Op> ops, int batch, Activation kept) {
        Map<Activation, int[]> spans = new HashMap<>();
        List<Activation> order = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            List<Activation> used = new ArrayList<>(ops.get(i).reads());
            used.addAll(ops.get(i).writes());
            for (Activation activation : used) {
                int[] span = spans.get(activation);
                if (span == null) {
                    spans.put(activation, new int[] {i, i});
                    order.add(activation);
                } else {
                    span[1] = i;
                }
            }
        }
        List<Lifetime> lifetimes = new ArrayList<>();
        for (Activation activation : order) {
            int[] span = spans.get(activation);
            long floats = (long) activation.stride() * (activation.perToken() ? batch : 1);
            if (floats > Integer.MAX_VALUE - ALIGNMENT) {
                throw new IllegalArgumentException("Activation " + activation.name() + " is too large for a batch of " + batch);
            }
            int aligned = (int) ((floats + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
            lifetimes.add(new Lifetime(activation, aligned, span[0], activation == kept ? ops.size() : span[1]));
        }
        return lifetimes;
    }

    /** {@code placed} is sorted by offset. */
    private static long firstGap(List<Lifetime> placed, Lifetime next) {
        long offset = 0;
        for (Lifetime other : placed) {
            if (other.last < next.first || next.last < other.first) {
                continue;
            }
            if (offset + next.floats <= other.activation.offset()) {
                break;
            }
            offset = Math.max(offset, (long) other.activation.offset() + other.floats);
        }
        return offset;
    }

    private static void insertByOffset(List<Lifetime> placed, Lifetime next) {
        int at = 0;
        while (at < placed.size() && placed.get(at).activation.offset() <= next.activation.offset()) {
            at++;
        }
        placed.add(at, next);
    }
}
