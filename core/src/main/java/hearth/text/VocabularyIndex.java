package hearth.text;

import java.util.Arrays;

/**
 * Finds normal tokens by their texts in the byte alphabet: a hash table with open addressing. Needed only while merges are
 * read.
 *
 * <p>A token is found by its text's hash alone. While tokens are taken in, it is made sure that no two texts among them have
 * the same hash of 64 bits, so what is there is found without fail; for a text that is not there, the odds that it passes for
 * one that is are one to 2^46.
 *
 * <p>Tokens are looked for in blocks, in a loop that does nothing else. Their slots lie far apart and take longer to come from
 * memory than all the rest, but in such a loop a processor fetches several at once.
 */
final class VocabularyIndex {
    /** How many tokens are taken in or looked for at once. */
    static final int BLOCK = 256;
    static final int NONE = -1;

    private static final long FREE = 0;

    private final Vocabulary vocabulary;
    /** By slot: a text's hash, and its token. */
    private final long[] keys;
    private final int[] ids;
    private final int shift;
    private final long[] block = new long[BLOCK];
    private SeededHash hash;
    private int taken;
    private boolean repeats;

    /**
     * An index into which no token has been taken.
     *
     * @param hash the hash to begin with
     */
    VocabularyIndex(Vocabulary vocabulary, SeededHash hash) {
        this.vocabulary = vocabulary;
        this.hash = hash;
        keys = new long[Capacity.atMostHalfFull(vocabulary.size())];
        ids = new int[keys.length];
        shift = Long.numberOfLeadingZeros(keys.length - 1L);
    }

    /** Takes in some tokens more, at most {@link #BLOCK}, in the order of their ids. Done when {@link #complete()}. */
    void takeBlock() {
        int first = taken;
        int count = Math.min(BLOCK, vocabulary.size() - first);
        for (int i = 0; i < count; i++) {
            block[i] = keyOrFree(first + i);
        }
        taken = first + count;
        for (int i = 0; i < count; i++) {
            if (block[i] != FREE && !add(block[i], first + i)) {
                restart();
                return;
            }
        }
    }

    /** Whether all tokens have been taken in. */
    boolean complete() {
        return taken == vocabulary.size();
    }

    /** Whether there are tokens of the same text. */
    boolean repeats() {
        return repeats;
    }

    /** What a text is looked for by. */
    long key(byte[] text, int from, int to) {
        return key(hash.of(text, from, to));
    }

    /**
     * The key of as much of a text as a token has at the same place; {@link #commonEnd} tells how much.
     *
     * @param at where in {@link Vocabulary#textBytes()} the token has as many bytes
     */
    long keyOfCommon(byte[] text, int from, int to, int at) {
        return key(hash.ofCommon(text, from, to, vocabulary.textBytes(), at));
    }

    /** The end of what {@link #keyOfCommon} made the last key of. */
    int commonEnd() {
        return hash.commonEnd();
    }

    private static long key(long hash) {
        return hash == FREE ? 1 : hash;
    }

    /** Finds the tokens of the first {@code count} keys: the lowest one of each text, {@link #NONE} where there is none. */
    void find(long[] wanted, int[] found, int count) {
        for (int i = 0; i < count; i++) {
            int slot = slot(wanted[i]);
            found[i] = keys[slot] == FREE ? NONE : ids[slot];
        }
    }

    /** The token of one text, as {@link #find(long[], int[], int)} finds it. */
    int find(byte[] text, int from, int to) {
        int slot = slot(key(text, from, to));
        return keys[slot] == FREE ? NONE : ids[slot];
    }

    /** The key of a normal token of the alphabet that is not empty, else {@link #FREE}. */
    private long keyOrFree(int id) {
        int from = vocabulary.textStart(id);
        int to = vocabulary.textEnd(id);
        if (from == to || !vocabulary.isNormal(id)) {
            return FREE;
        }
        if (!ByteAlphabet.holds(vocabulary.textBytes(), from, to)) {
            vocabulary.takeLiterally(id);
            return FREE;
        }
        return key(vocabulary.textBytes(), from, to);
    }

    /** Adds a token, unless there is one of the same text; false if there is another one of the same key. */
    private boolean add(long key, int id) {
        int slot = slot(key);
        if (keys[slot] == FREE) {
            keys[slot] = key;
            ids[slot] = id;
            return true;
        }
        repeats = true;
        return vocabulary.hasText(ids[slot], vocabulary.textBytes(), vocabulary.textStart(id), vocabulary.textEnd(id));
    }

    /** Begins again with another hash, for this one does not tell all tokens apart. */
    private void restart() {
        hash = new SeededHash();
        Arrays.fill(keys, FREE);
        taken = 0;
        repeats = false;
    }

    /** The slot that holds a key, or the free one where it belongs. */
    private int slot(long key) {
        int slot = (int) (key >>> shift);
        while (keys[slot] != key && keys[slot] != FREE) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }
}
