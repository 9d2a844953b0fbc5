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
    /** By entry of the block: what its texts are looked for by, and the tokens of the left, of the right and of both together. */
    private final long[] leftKeys = new long[BLOCK];
    private final long[] rightKeys = new long[BLOCK];
    private final int[] lefts = new int[BLOCK];
    private final int[] rights = new int[BLOCK];
    private final int[] joined = new int[BLOCK];
    /** The token of the last entry's texts together. */
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
        for (int i = 0; i < count; i++) {
            int from = texts.start(first + i);
            int to = texts.end(first + i);
            // Vocabularies are mostly in the order of their merges: then nothing has to be searched for.
            int expected = last + 1;
            last = canBe(expected, to - from - 1) && splits(i, from, to, expected) ? expected : cut(i, from, to);
            joined[i] = last;
        }
        index.find(leftKeys, lefts, count);
        index.find(rightKeys, rights, count);
        for (int i = 0; i < count; i++) {
            if (lefts[i] < 0 || rights[i] < 0 || joined[i] < 0) {
                throw refusal(first + i);
            }
            merges.add(lefts[i], rights[i], joined[i]);
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

    /** Whether a token can be one that merges make, of a text of this length. Where texts repeat, that is not so easily told. */
    private boolean canBe(int id, int length) {
        return id < vocabulary.size() && vocabulary.isNormal(id) && vocabulary.textEnd(id) - vocabulary.textStart(id) == length
                && !index.repeats();
    }

    /** Whether the text at {@code from .. to} is a token's with a space put in; then the keys are set. The lengths must fit. */
    private boolean splits(int entry, int from, int to, int id) {
        byte[] bytes = texts.bytes();
        int start = vocabulary.textStart(id);
        leftKeys[entry] = index.keyOfCommon(bytes, from, to - 1, start);
        int space = index.commonEnd();
        if (space == from || bytes[space] != ' ') {
            return false;
        }
        rightKeys[entry] = index.keyOfCommon(bytes, space + 1, to, start + space - from);
        return index.commonEnd() == to;
    }

    /** Cuts a text at its first space after the first byte and sets the keys; returns the token of both parts together. */
    private int cut(int entry, int from, int to) {
        byte[] bytes = texts.bytes();
        int space = space(bytes, from, to);
        leftKeys[entry] = index.key(bytes, from, space);
        rightKeys[entry] = index.key(bytes, space + 1, to);
        if (space == to) {
            return VocabularyIndex.NONE;
        }
        byte[] both = Arrays.copyOfRange(bytes, from, to - 1);
        System.arraycopy(bytes, space + 1, both, space - from, to - space - 1);
        return index.find(both, 0, both.length);
    }

    private static int space(byte[] bytes, int from, int to) {
        int space = from + 1;
        while (space < to && bytes[space] != ' ') {
            space++;
        }
        return Math.min(space, to);
    }

    private ModelFileException refusal(int rank) {
        byte[] bytes = texts.bytes();
        int from = texts.start(rank);
        int to = texts.end(rank);
        int space = space(bytes, from, to);
        boolean twoTexts = from < space && space < to - 1 && ByteAlphabet.holds(bytes, from, space)
                && ByteAlphabet.holds(bytes, space + 1, to);
        return ModelFileException.damaged("Metadata key " + MERGES_KEY + ": entry " + rank + ", '" + texts.get(rank) + "',"
                + (twoTexts ? " needs a token that " + Vocabulary.TOKENS_KEY + " lacks"
                        : " is not two texts of the byte alphabet with a space between them"));
    }
}
