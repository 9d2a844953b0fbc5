package hearth.generate;

import hearth.device.Logits;
import java.util.Arrays;

/**
 * Tokens in the running for the next place, with their logits: the larger logit is better, of equal ones the lower id. Kept
 * in arrays that grow as needed and stay.
 */
final class Candidates {
    /** How far below the largest logit the likeliest are looked for first: those farther are 7 times less likely, or more. */
    private static final float FIRST_REACH = 2;
    /** Tokens that far below the largest add nothing to a sum. */
    private static final float LAST_REACH = 100;

    private final Logits.Visitor append = this::append;
    private final Logits.Visitor offer = this::offer;
    private int[] ids = new int[64];
    private float[] logits = new float[64];
    private int size;
    /** How many {@link #offer} keeps. */
    private int limit;

    int size() {
        return size;
    }

    int id(int index) {
        return ids[index];
    }

    float logit(int index) {
        return logits[index];
    }

    /** Takes every token whose logit is at least {@code least}, in the order of ids. */
    void takeFrom(float least, Blocks blocks) {
        size = 0;
        blocks.logits().forEachFrom(Math.max(least, -Float.MAX_VALUE), append);
    }

    /** Takes the {@code k} best, best first: a heap of k with the worst on top, through which pass those that may be among them. */
    void takeBest(int k, Blocks blocks) {
        limit = Math.min(k, blocks.logits().size());
        reserve(limit);
        size = 0;
        if (k == 0) {
            return;
        }
        float least = Float.NEGATIVE_INFINITY;
        if (k <= blocks.count()) {
            // The k-th best of the blocks' best: so many tokens are at least that good.
            for (int block = 0; block < blocks.count(); block++) {
                offer(block, blocks.maximum(block));
            }
            least = size == k ? logits[0] : least;
            size = 0;
        }
        blocks.logits().forEachFrom(Math.max(least, -Float.MAX_VALUE), offer);
        for (int end = size - 1; end > 0; end--) {
            swap(0, end);
            sink(0, end, false);
        }
    }

    /**
     * Takes the best of all, best first, up to and including the first with which their probabilities reach {@code share}
     * of all together. At least one is taken, if there is one.
     */
    void takeLikeliest(double share, Blocks blocks) {
        float largest = blocks.largest();
        double goal = share * blocks.total(1);
        // Those near the largest mostly do; each try looks half as far again.
        float reach = FIRST_REACH;
        float least;
        do {
            least = reach < LAST_REACH ? largest - reach : Float.NEGATIVE_INFINITY;
            takeFrom(least, blocks);
            reach *= 1.5f;
        } while (mass(largest) < goal && least > Float.NEGATIVE_INFINITY);
        keepLikeliest(goal, largest);
    }

    /** How likely they are together at temperature 1, compared to one with the largest logit. */
    double mass(float largest) {
        double mass = 0;
        for (int i = 0; i < size; i++) {
            mass += Blocks.weight(logits[i], largest, 1);
        }
        return mass;
    }

    /**
     * Keeps the best, best first, up to and including the first with which their {@link #mass} reaches {@code goal}. At
     * least one stays. There must be one.
     *
     * @param largest the largest logit
     */
    void keepLikeliest(double goal, float largest) {
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i, size, true);
        }
        // The best go to the array's end one by one, only as many as are wanted, and then to its begin.
        int end = size;
        double reached = 0;
        do {
            reached += Blocks.weight(logits[0], largest, 1);
            swap(0, --end);
            sink(0, end, true);
        } while (end > 0 && reached < goal);
        int kept = size - end;
        for (int i = 0; i < kept / 2; i++) {
            swap(end + i, size - 1 - i);
        }
        System.arraycopy(ids, end, ids, 0, kept);
        System.arraycopy(logits, end, logits, 0, kept);
        size = kept;
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

    /**
     * One of them by chance.
     *
     * @param chance from 0, inclusive, to 1, exclusive
     */
    int draw(double chance, float largest, float temperature) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Blocks.weight(logits[i], largest, temperature);
        }
        double left = chance * sum;
        for (int i = 0; i < size - 1; i++) {
            left -= Blocks.weight(logits[i], largest, temperature);
            if (left < 0) {
                return ids[i];
            }
        }
        return ids[size - 1];
    }

    private void append(int id, float logit) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
            logits = Arrays.copyOf(logits, 2 * size);
        }
        ids[size] = id;
        logits[size++] = logit;
    }

    private void offer(int id, float logit) {
        if (size == limit) {
            // Ids rise: one as good as the worst that is kept comes after it.
            if (logit > logits[0]) {
                ids[0] = id;
                logits[0] = logit;
                sink(0, size, false);
            }
        } else if (logit > Float.NEGATIVE_INFINITY) {
            ids[size] = id;
            logits[size] = logit;
            rise(size++);
        }
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
