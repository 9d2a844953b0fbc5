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

    /**
     * Keeps the best, best first, up to and including the first with which their probabilities reach {@code share} of all
     * together. At least one stays.
     *
     * @param largest the largest logit
     */
    void keepLikeliest(double share, float largest) {
        double total = 0;
        for (int i = 0; i < size; i++) {
            total += weight(i, largest, 1);
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i, size, true);
        }
        // The best go to the array's end one by one, only as many as are wanted, and then to its begin.
        int end = size;
        double reached = 0;
        do {
            reached += weight(0, largest, 1);
            swap(0, --end);
            sink(0, end, true);
        } while (end > 0 && reached < share * total);
        int kept = size - end;
        for (int i = 0; i < kept / 2; i++) {
            swap(end + i, size - 1 - i);
        }
        System.arraycopy(ids, end, ids, 0, kept);
        System.arraycopy(logits, end, logits, 0, kept);
        size = kept;
    }

    /** How likely token {@code index} is at a temperature, compared to one with the largest logit. */
    double weight(int index, float largest, float temperature) {
        // Compared first: infinity less infinity is no number.
        return logits[index] == largest ? 1 : Math.exp((logits[index] - largest) / temperature);
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
