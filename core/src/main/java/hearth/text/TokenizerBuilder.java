package hearth.text;

import hearth.format.Metadata;
import hearth.format.ModelFileException;

/**
 * Builds the tokenizer of a model file in pieces. A quarter of a million merges take a browser a good part of a second, in
 * which it could read weights: whoever waits for those can read some merges with each of their pieces.
 */
public final class TokenizerBuilder {
    private static final String MODEL_KEY = "tokenizer.ggml.model";
    private static final String SPLIT_KEY = "tokenizer.ggml.pre";

    private final Metadata metadata;
    private final PreTokenizer preTokenizer;
    private final Vocabulary vocabulary;
    private final VocabularyIndex index;
    private final int[] byteIds;
    private final Merges merges;

    /**
     * Reads the vocabulary.
     *
     * @param metadata the file's metadata, of which the keys {@code tokenizer.ggml.*} are read
     * @throws ModelFileException naming the key that is missing, damaged or not for this engine
     */
    public TokenizerBuilder(Metadata metadata) {
        this.metadata = metadata;
        String model = metadata.string(MODEL_KEY);
        if (!model.equals("gpt2")) {
            throw ModelFileException.unsupported("Metadata key " + MODEL_KEY + " is '" + model
                    + "'; this engine has byte-level byte-pair encoding, gpt2");
        }
        preTokenizer = PreTokenizer.named(metadata.string(SPLIT_KEY));
        vocabulary = Vocabulary.from(metadata);
        index = new VocabularyIndex(vocabulary);
        byteIds = byteIds(index);
        merges = new Merges(metadata.strings(Merges.MERGES_KEY));
    }

    private static int[] byteIds(VocabularyIndex index) {
        int[] ids = new int[256];
        byte[] single = new byte[1];
        for (int value = 0; value < ids.length; value++) {
            single[0] = (byte) value;
            ids[value] = index.find(single, 0, 1);
            if (ids[value] < 0) {
                throw ModelFileException.damaged("Metadata key " + Vocabulary.TOKENS_KEY + " has no token for the single byte " + value);
            }
        }
        return ids;
    }

    /** How many tokens there are. */
    public int size() {
        return vocabulary.size();
    }

    /**
     * Reads at most {@code count} merges more.
     *
     * @return whether all have been read
     * @throws ModelFileException naming the merge that is damaged
     */
    public boolean readMerges(int count) {
        return merges.read(index, count);
    }

    /**
     * The tokenizer; reads the merges that are left.
     *
     * @throws ModelFileException naming the key that is damaged
     */
    public Tokenizer build() {
        readMerges(Integer.MAX_VALUE);
        return new Tokenizer(metadata, preTokenizer, vocabulary, byteIds, merges);
    }
}
