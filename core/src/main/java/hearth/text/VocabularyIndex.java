package hearth.text;

import java.util.Arrays;

/** Finds normal tokens by their bytes: a hash table with open addressing. Needed only while merges are read. */
final class VocabularyIndex {
    private static final int NONE = -1;

    private final Vocabulary vocabulary;
    private final int[] ids;
    private final int[] hashes;
    private final int mask;

    VocabularyIndex(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        int capacity = Capacity.atMostHalfFull(vocabulary.size());
        this.ids = new int[capacity];
        this.hashes = new int[capacity];
        this.mask = capacity - 1;
        Arrays.fill(ids, NONE);
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.isNormal(id) && vocabulary.start(id) < vocabulary.end(id)) {
                add(id);
            }
        }
    }

    /** The token that stands for these bytes, the lowest if there are several; -1 if there is none. */
    int find(byte[] bytes, int from, int to) {
        return ids[slot(bytes, from, to, hash(bytes, from, to))];
    }

    private void add(int id) {
        byte[] bytes = vocabulary.bytes();
        int hash = hash(bytes, vocabulary.start(id), vocabulary.end(id));
        int slot = slot(bytes, vocabulary.start(id), vocabulary.end(id), hash);
        if (ids[slot] == NONE) {
            ids[slot] = id;
            hashes[slot] = hash;
        }
    }

    /** The slot that holds these bytes, or the free one where they belong. */
    private int slot(byte[] bytes, int from, int to, int hash) {
        int slot = hash & mask;
        while (ids[slot] != NONE && !(hashes[slot] == hash && equal(ids[slot], bytes, from, to))) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean equal(int id, byte[] bytes, int from, int to) {
        int start = vocabulary.start(id);
        if (vocabulary.end(id) - start != to - from) {
            return false;
        }
        byte[] own = vocabulary.bytes();
        for (int i = from; i < to; i++) {
            if (own[start + i - from] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0x811C9DC5;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        return hash ^ hash >>> 15;
    }
}
