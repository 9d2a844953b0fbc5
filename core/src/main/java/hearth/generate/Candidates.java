package hearth.generate;

/**
 * Tokens in the running for the next place, with their logits: the larger logit is better, of equal ones the lower id. Kept
 * in arrays that are made once.
 */
final class Candidates {
    private int[] ids = new int[64];
    private float[] logits = new float[64];
    private int size;

    int size() {
        return size;
    }

    int id(int index) {
        return ids[index];
    }

    float logit(int index) {
        return logits[index];
    }

    /** Takes every allowed token whose logit is a number, in the order of ids. */
    void takeAll(float[] row, boolean[] allowed) {
        reserve(row.length);
        size = 0;
        for (int id = 0; id < row.length; id++) {
            if (allowed[id] && row[id] > Float.NEGATIVE_INFINITY) {
                ids[size] = id;
                logits[size++] = row[id];
            }
        }
    }

    /** Takes the {@code k} best, best first: a heap of k with the worst on top, through which the row passes once. */
    void takeBest(int k, float[] row, boolean[] allowed) {
        reserve(Math.min(k, row.length));
        size = 0;
        for (int id = 0; id < row.length; id++) {
            float logit = row[id];
            if (size == k) {
                // Ids rise: one as good as the worst that is kept comes after it.
                if (logit > logits[0] && allowed[id]) {
                    ids[0] = id;
                    logits[0] = logit;
                    sink(0, size, false);
                }
            } else if (logit > Float.NEGATIVE_INFINITY && allowed[id]) {
                ids[size] = id;
                logits[size] = logit;
                rise(size++);
            }
        }
        for (int end = size - 1; end > 0; end--) {
            swap(0, end);
            sink(0, end, false);
        }
    }

    /** Puts the best first, and so on for as long as {@code enough} does not say that it is. Drops the rest. */
    void sortUntil(Enough enough) {
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i, size, true);
        }
        int end = size;
        int taken = 0;
        while (end > 0) {
            taken++;
            float best = logits[0];
            swap(0, --end);
            sink(0, end, true);
            if (enough.after(best)) {
                break;
            }
        }
        // The best now lie at the array's end, last one first.
        for (int i = 0; i < taken / 2; i++) {
            swap(size - taken + i, size - 1 - i);
        }
        if (taken < size) {
            System.arraycopy(ids, size - taken, ids, 0, taken);
            System.arraycopy(logits, size - taken, logits, 0, taken);
        }
        size = taken;
    }

    /** Told each logit in turn, best first. */
    interface Enough {
        boolean after(float logit);
    }

    /** Keeps the first {@code count}. */
    void keep(int count) {
        size = count;
    }

    /** Keeps those with a logit of at least {@code least}, in their order. */
    void keepFrom(float least) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (logits[i] >= least) {
                ids[kept] = ids[i];
                logits[kept++] = logits[i];
            }
        }
        size = kept;
    }

    /** The largest logit. */
    float largest() {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, logits[i]);
        }
        return largest;
    }

    private void reserve(int count) {
        if (ids.length < count) {
            ids = new int[count];
            logits = new float[count];
        }
    }

    private boolean better(int a, int b) {
        return logits[a] > logits[b] || logits[a] == logits[b] && ids[a] < ids[b];
    }

    private void rise(int from) {
        int at = from;
        while (at > 0 && better((at - 1) / 2, at)) {
            swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void sink(int from, int end, boolean bestOnTop) {
        int at = from;
        while (2 * at + 1 < end) {
            int child = 2 * at + 1;
            if (child + 1 < end && better(child + 1, child) == bestOnTop) {
                child++;
            }
            if (better(child, at) != bestOnTop) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    private void swap(int a, int b) {
        int id = ids[a];
        ids[a] = ids[b];
        ids[b] = id;
        float logit = logits[a];
        logits[a] = logits[b];
        logits[b] = logit;
    }
}
