package hearth.text;

import hearth.format.ModelFileException;
import hearth.format.StringArray;
import java.util.Arrays;

/** Reads merges of the form {@code left right} in the byte alphabet, in order of rank, a block of them at a time. */
final class MergesReader {
    static final String MERGES_KEY = "tokenizer.ggml.merges";

    private static final int BLOCK = VocabularyIndex.BLOCK;

    private final StringArray texts;
    private final Vocabulary vocabulary;
    private final VocabularyIndex index;
    private final Merges merges;
    /** By entry of the block: the space between its texts, what they are looked for by, and the tokens. */
    private final int[] spaces = new int[BLOCK];
    private final long[] keys = new long[BLOCK];
    private final int[] lefts = new int[BLOCK];
    private final int[] rights = new int[BLOCK];
    /** The token that the last merge makes. */
    private int last = VocabularyIndex.NONE;

    /** @param index an index of the whole vocabulary, before the first merge is read */
    MergesReader(StringArray texts, Vocabulary vocabulary, VocabularyIndex index) {
        this.texts = texts;
        this.vocabulary = vocabulary;
        this.index = index;
        merges = new Merges(texts.size());
    }

    /**
     * Reads some more, at most {@link VocabularyIndex#BLOCK}. Done when {@link #complete()}.
     *
     * @throws ModelFileException naming the entry that has another form or names a token that the vocabulary lacks
     */
    void readBlock() {
        int first = merges.count();
        int count = Math.min(BLOCK, texts.size() - first);
        byte[] bytes = texts.bytes();
        for (int i = 0; i < count; i++) {
            spaces[i] = space(bytes, texts.start(first + i), texts.end(first + i));
            keys[i] = index.key(bytes, texts.start(first + i), spaces[i]);
        }
        index.find(keys, lefts, count);
        for (int i = 0; i < count; i++) {
            keys[i] = index.key(bytes, spaces[i] + 1, texts.end(first + i));
        }
        index.find(keys, rights, count);
        for (int i = 0; i < count; i++) {
            add(bytes, texts.start(first + i), spaces[i], texts.end(first + i), lefts[i], rights[i]);
        }
    }

    /** Whether all merges have been read. */
    boolean complete() {
        return merges.count() == texts.size();
    }

    /** What has been read. */
    Merges merges() {
        return merges;
    }

    /** The first space after the first byte, or the end. */
    private static int space(byte[] bytes, int from, int to) {
        int space = from + 1;
        while (space < to && bytes[space] != ' ') {
            space++;
        }
        return Math.min(space, to);
    }

    private void add(byte[] bytes, int from, int space, int to, int left, int right) {
        int joined = left < 0 || right < 0 ? VocabularyIndex.NONE : joined(bytes, from, space, to);
        if (joined < 0) {
            throw refusal(from, space, to);
        }
        merges.add(left, right, joined);
        last = joined;
    }

    /** The token of both texts together. */
    private int joined(byte[] bytes, int from, int space, int to) {
        // Vocabularies are mostly in the order of their merges: then there is no need to search.
        int next = last + 1;
        if (!index.repeats() && next < vocabulary.size() && vocabulary.isNormal(next)
                && vocabulary.textEnd(next) - vocabulary.textStart(next) == to - from - 1
                && vocabulary.hasText(next, 0, bytes, from, space)
                && vocabulary.hasText(next, space - from, bytes, space + 1, to)) {
            return next;
        }
        byte[] joined = Arrays.copyOfRange(bytes, from, to - 1);
        System.arraycopy(bytes, space + 1, joined, space - from, to - space - 1);
        return index.find(joined, 0, joined.length);
    }

    private ModelFileException refusal(int from, int space, int to) {
        byte[] bytes = texts.bytes();
        boolean twoTexts = from < space && space < to - 1 && ByteAlphabet.holds(bytes, from, space) && ByteAlphabet.holds(bytes, space + 1, to);
        return ModelFileException.damaged("Metadata key " + MERGES_KEY + ": entry " + merges.count() + ", '" + texts.get(merges.count()) + "',"
                + (twoTexts ? " needs a token that " + Vocabulary.TOKENS_KEY + " lacks"
                        : " is not two texts of the byte alphabet with a space between them"));
    }
}
