package hearth.text;

import hearth.format.ModelFileException;
import hearth.format.StringArray;
import java.util.Arrays;

/** Which pairs of neighbouring tokens join, in which order of rank, to which token: a hash table with open addressing. */
final class Merges {
    static final String MERGES_KEY = "tokenizer.ggml.merges";
    /** No merge for a pair. */
    static final int NONE = -1;

    private static final long FREE = -1L;

    private final int[] merged;
    private final long[] pairs;
    private final int[] ranks;
    private final int shift;
    /** What is still to be read, and room for an entry; null when all has been. */
    private StringArray texts;
    private byte[] joined;
    private int known;

    /** @param texts merges of the form {@code left right} in the byte alphabet, in order of rank; none is read yet */
    Merges(StringArray texts) {
        this.texts = texts;
        int capacity = Capacity.atMostHalfFull(texts.size());
        merged = new int[texts.size()];
        pairs = new long[capacity];
        ranks = new int[capacity];
        shift = Long.numberOfLeadingZeros(capacity - 1L);
        Arrays.fill(pairs, FREE);
        joined = new byte[longest(texts)];
    }

    /**
     * Reads at most {@code count} more.
     *
     * @return whether all have been read
     * @throws ModelFileException naming the entry that has another form or names a token that the vocabulary lacks
     */
    boolean read(VocabularyIndex index, int count) {
        int end = count < merged.length - known ? known + count : merged.length;
        while (known < end) {
            read(known, index);
            known++;
        }
        if (known < merged.length) {
            return false;
        }
        texts = null;
        joined = null;
        return true;
    }

    /** The rank of the merge of two neighbours, 0 the first to be done; {@link #NONE} if they do not join. */
    int rank(int left, int right) {
        long pair = pair(left, right);
        int slot = slot(pair);
        return pairs[slot] == pair ? ranks[slot] : NONE;
    }

    /** The token that the merge of this rank makes. */
    int merged(int rank) {
        return merged[rank];
    }

    private void read(int rank, VocabularyIndex index) {
        byte[] bytes = texts.bytes();
        int from = texts.start(rank);
        int to = texts.end(rank);
        int space = from + 1;
        while (space < to && bytes[space] != ' ') {
            space++;
        }
        int leftCount = ByteAlphabet.decode(bytes, from, Math.min(space, to), joined, 0);
        int rightCount = space < to && leftCount >= 0 ? ByteAlphabet.decode(bytes, space + 1, to, joined, leftCount) : -1;
        if (leftCount <= 0 || rightCount <= 0) {
            throw ModelFileException.damaged(entry(texts, rank) + " is not two texts of the byte alphabet with a space between them");
        }
        int left = index.find(joined, 0, leftCount);
        int right = index.find(joined, leftCount, leftCount + rightCount);
        merged[rank] = index.find(joined, 0, leftCount + rightCount);
        if (left < 0 || right < 0 || merged[rank] < 0) {
            throw ModelFileException.damaged(entry(texts, rank) + " needs a token that " + Vocabulary.TOKENS_KEY + " lacks");
        }
        long pair = pair(left, right);
        int slot = slot(pair);
        if (pairs[slot] == FREE) {
            pairs[slot] = pair;
            ranks[slot] = rank;
        }
    }

    /** The slot that holds a pair, or the free one where it belongs. */
    private int slot(long pair) {
        int slot = (int) (pair * 0x9E3779B97F4A7C15L >>> shift);
        while (pairs[slot] != FREE && pairs[slot] != pair) {
            slot = slot + 1 & pairs.length - 1;
        }
        return slot;
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    private static int longest(StringArray texts) {
        int longest = 0;
        for (int i = 0; i < texts.size(); i++) {
            longest = Math.max(longest, texts.end(i) - texts.start(i));
        }
        return longest;
    }

    private static String entry(StringArray texts, int rank) {
        return "Metadata key " + MERGES_KEY + ": entry " + rank + ", '" + texts.get(rank) + "',";
    }
}
