package hearth.text;

import hearth.format.Metadata;
import hearth.format.ModelFileException;

/**
 * Builds the tokenizer of a model file in pieces. It has half a million entries, for which a browser needs as long as for
 * a good part of the weights: whoever waits for those can read some entries with each of their pieces.
 */
public final class TokenizerBuilder {
    private static final String MODEL_KEY = "tokenizer.ggml.model";
    private static final String SPLIT_KEY = "tokenizer.ggml.pre";

    private final Metadata metadata;
    private final PreTokenizer preTokenizer;
    private final Vocabulary vocabulary;
    private final VocabularyIndex index;
    private final MergesReader merges;
    private int[] byteIds;

    /**
     * Looks for what a tokenizer needs.
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
        index = new VocabularyIndex(vocabulary, new SeededHash());
        merges = new MergesReader(metadata.strings(MergesReader.MERGES_KEY), vocabulary, index);
    }

    /** How many tokens there are. */
    public int size() {
        return vocabulary.size();
    }

    /**
     * Reads about {@code count} tokens and merges more.
     *
     * @return whether all have been read
     * @throws ModelFileException naming the key, and the merge, that is damaged
     */
    public boolean read(int count) {
        int read = 0;
        for (; read < count && !index.complete(); read += VocabularyIndex.BLOCK) {
            index.takeBlock();
        }
        if (!index.complete()) {
            return false;
        }
        if (byteIds == null) {
            byteIds = byteIds(index);
        }
        for (; read < count && !merges.complete(); read += VocabularyIndex.BLOCK) {
            merges.readBlock();
        }
        return merges.complete();
    }

    /**
     * The tokenizer; reads what is left.
     *
     * @throws ModelFileException naming the key that is damaged
     */
    public Tokenizer build() {
        read(Integer.MAX_VALUE);
        return new Tokenizer(metadata, preTokenizer, vocabulary, byteIds, merges.merges());
    }

    private static int[] byteIds(VocabularyIndex index) {
        int[] ids = new int[256];
        for (int value = 0; value < ids.length; value++) {
            byte[] character = ByteAlphabet.character(value);
            ids[value] = index.find(character, 0, character.length);
            if (ids[value] < 0) {
                throw ModelFileException.damaged("Metadata key " + Vocabulary.TOKENS_KEY + " has no token for the single byte " + value);
            }
        }
        return ids;
    }
}
