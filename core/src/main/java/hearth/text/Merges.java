package hearth.text;

/** Which pairs of neighbouring tokens join, in which order of rank, to which token: a hash table with open addressing. */
final class Merges {
    /** No merge for a pair. */
    static final int NONE = -1;

    private static final int FREE = 0;

    /** By rank: the pair, and the token that it becomes. */
    private final long[] pairs;
    private final int[] merged;
    /** By slot: a number of merges up to one, and above it bits of its pair's hash, by which most other pairs are told from it. */
    private final int[] slots;
    private final int numberMask;
    private final int shift;
    private final SeededHash hash = new SeededHash();
    private int count;

    /** @param most how many can be added */
    Merges(int most) {
        pairs = new long[most];
        merged = new int[most];
        slots = new int[Capacity.atMostHalfFull(most)];
        shift = Long.numberOfLeadingZeros(slots.length - 1L);
        numberMask = 2 * Integer.highestOneBit(most) - 1;
    }

    /** Adds the merge of the next rank. Of several for the same pair the first counts. */
    void add(int left, int right, int token) {
        long pair = pair(left, right);
        pairs[count] = pair;
        merged[count] = token;
        long wanted = hash.of(pair);
        int slot = slot(pair, wanted);
        if (slots[slot] == FREE) {
            slots[slot] = (int) wanted & ~numberMask | count + 1;
        }
        count++;
    }

    /** How many have been added. */
    int count() {
        return count;
    }

    /** The rank of the merge of two neighbours, 0 the first to be done; {@link #NONE} if they do not join. */
    int rank(int left, int right) {
        long pair = pair(left, right);
        int entry = slots[slot(pair, hash.of(pair))];
        return (entry & numberMask) - 1;
    }

    /** The token that the merge of this rank makes. */
    int merged(int rank) {
        return merged[rank];
    }

    /** The slot that holds a pair of this hash, or the free one where it belongs. */
    private int slot(long pair, long wanted) {
        int slot = (int) (wanted >>> shift);
        int entry = slots[slot];
        while (entry != FREE && (((entry ^ (int) wanted) & ~numberMask) != 0 || pairs[(entry & numberMask) - 1] != pair)) {
            slot = slot + 1 & slots.length - 1;
            entry = slots[slot];
        }
        return slot;
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }
}
