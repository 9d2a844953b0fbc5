package hearth.text;

import java.util.Arrays;

/**
 * Joins the symbols of a piece: among all neighbours that have a merge the pair of the lowest rank, the leftmost of several,
 * until none is left. The symbols are a linked list and the pairs a heap, so that n symbols take n log n steps. Holds the
 * memory of its last piece for the next one; not for several threads.
 */
final class MergeLoop {
    private final Merges merges;
    private int[] symbols;
    private int offset;
    private int count;
    private int[] previous = new int[0];
    private int[] next = new int[0];
    /** By symbol: rank of its merge with the symbol after it. An entry of the heap with another rank is out of date. */
    private int[] rankAfter = new int[0];
    /** Pairs as rank and place of the left symbol, rank first, the least on top. */
    private long[] heap = new long[0];
    private int heapSize;

    MergeLoop(Merges merges) {
        this.merges = merges;
    }

    /**
     * Joins the symbols at {@code from .. to} of an array in place.
     *
     * @return the end of what is left of them, which starts at {@code from}
     */
    int run(int[] array, int from, int to) {
        if (to - from < 2) {
            return to;
        }
        symbols = array;
        offset = from;
        count = to - from;
        link();
        while (heapSize > 0) {
            long top = removeTop();
            int rank = (int) (top >>> 32);
            int left = (int) top;
            if (rankAfter[left] == rank) {
                join(left, rank);
            }
        }
        return compact();
    }

    private void link() {
        if (next.length < count) {
            int capacity = Math.max(count, 2 * next.length);
            previous = new int[capacity];
            next = new int[capacity];
            rankAfter = new int[capacity];
        }
        heapSize = 0;
        for (int i = 0; i < count; i++) {
            previous[i] = i - 1;
            next[i] = i + 1;
        }
        for (int i = 0; i < count; i++) {
            offer(i);
        }
    }

    private void join(int left, int rank) {
        int right = next[left];
        int after = next[right];
        symbols[offset + left] = merges.merged(rank);
        rankAfter[right] = Merges.NONE;
        next[left] = after;
        if (after < count) {
            previous[after] = left;
        }
        offer(left);
        if (previous[left] >= 0) {
            offer(previous[left]);
        }
    }

    /** Puts the pair of a symbol and the one after it on the heap, if it has a merge. */
    private void offer(int left) {
        int right = next[left];
        int rank = right < count ? merges.rank(symbols[offset + left], symbols[offset + right]) : Merges.NONE;
        rankAfter[left] = rank;
        if (rank != Merges.NONE) {
            insert((long) rank << 32 | left);
        }
    }

    private int compact() {
        int end = offset;
        for (int i = 0; i < count; i = next[i]) {
            symbols[end++] = symbols[offset + i];
        }
        return end;
    }

    private void insert(long pair) {
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, Math.max(16, 2 * heapSize));
        }
        int at = heapSize++;
        while (at > 0 && heap[at - 1 >> 1] > pair) {
            heap[at] = heap[at - 1 >> 1];
            at = at - 1 >> 1;
        }
        heap[at] = pair;
    }

    private long removeTop() {
        long top = heap[0];
        long last = heap[--heapSize];
        int at = 0;
        while (2 * at + 1 < heapSize) {
            int child = 2 * at + 1;
            if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return top;
    }
}
