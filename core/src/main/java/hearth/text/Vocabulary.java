package hearth.text;

import hearth.format.Metadata;
import hearth.format.ModelFileException;
import hearth.format.StringArray;
import java.util.Arrays;

/** The tokens of a model file: what each is, its text, and the bytes that it stands for. */
final class Vocabulary {
    static final String TOKENS_KEY = "tokenizer.ggml.tokens";
    static final String TYPES_KEY = "tokenizer.ggml.token_type";

    /** Stands for bytes, of which its text has a character each, and comes out of merges. */
    private static final byte NORMAL = 0;
    /** Stands for its text as written; merges know nothing of it. */
    private static final byte LITERAL = 1;
    /** Steers the model (a turn's end, a role's start): text that looks like it is not always it. */
    private static final byte CONTROL = 2;
    /** Steers the model, and is its text wherever that occurs ({@code <think>}). */
    private static final byte USER_DEFINED = 3;
    /** Fills the vocabulary up; stands for nothing. */
    private static final byte UNUSED = 4;

    /** What files call most of the tokens. */
    private static final long NORMAL_TYPE = 1;

    private final byte[] kinds;
    /** The tokens' texts as the file has them: normal ones are in the byte alphabet. */
    private final StringArray texts;
    /** Ids of the tokens that steer the model, ascending. */
    private final int[] steering;

    private Vocabulary(byte[] kinds, StringArray texts, int[] steering) {
        this.kinds = kinds;
        this.texts = texts;
        this.steering = steering;
    }

    /**
     * Takes the tokens and their types from a file's metadata. Which of the normal tokens are not of the byte alphabet is
     * still to be told, see {@link #takeLiterally}.
     *
     * @throws ModelFileException naming the key if one is missing or the two do not fit together
     */
    static Vocabulary from(Metadata metadata) {
        StringArray tokens = metadata.strings(TOKENS_KEY);
        long[] types = metadata.integers(TYPES_KEY);
        int size = tokens.size();
        if (types.length != size) {
            throw ModelFileException.damaged("Metadata key " + TYPES_KEY + " has " + types.length + " entries, but "
                    + TOKENS_KEY + " has " + size);
        }
        byte[] kinds = new byte[size];
        int[] steering = new int[16];
        int count = 0;
        for (int id = 0; id < size; id++) {
            if (types[id] != NORMAL_TYPE) {
                kinds[id] = kind(types[id], id, tokens.bytes(), tokens.start(id), tokens.end(id));
                if (kinds[id] == CONTROL || kinds[id] == USER_DEFINED) {
                    steering = count < steering.length ? steering : Arrays.copyOf(steering, 2 * count);
                    steering[count++] = id;
                }
            }
        }
        return new Vocabulary(kinds, tokens, Arrays.copyOf(steering, count));
    }

    /** What a token is that the file does not call a normal one. */
    private static byte kind(long type, int id, byte[] text, int from, int to) {
        if (type == 2 || type == 3) {
            return CONTROL;
        }
        if (type == 4) {
            return looksLikeControl(text, from, to) ? CONTROL : USER_DEFINED;
        }
        // 0: undefined, 5: unused, 6: a byte, of which byte-level vocabularies have none of their own.
        if (type == 0 || type == 5 || type == 6) {
            return UNUSED;
        }
        throw ModelFileException.damaged("Metadata key " + TYPES_KEY + " says " + type + " for token " + id
                + "; there are types 0 to 6");
    }

    /** Files disagree whether {@code <|fim_prefix|>} and its like are control tokens. Their form says that they are. */
    private static boolean looksLikeControl(byte[] text, int from, int to) {
        return to - from >= 4 && text[from] == '<' && text[from + 1] == '|' && text[to - 2] == '|' && text[to - 1] == '>';
    }

    int size() {
        return kinds.length;
    }

    /** Throws {@link IllegalArgumentException} if the vocabulary has no such token. */
    void check(int id) {
        if (id < 0 || id >= kinds.length) {
            throw new IllegalArgumentException("There is no token " + id + "; the vocabulary has " + kinds.length);
        }
    }

    boolean isNormal(int id) {
        return kinds[id] == NORMAL;
    }

    boolean isControl(int id) {
        return kinds[id] == CONTROL;
    }

    boolean isUserDefined(int id) {
        return kinds[id] == USER_DEFINED;
    }

    boolean isUnused(int id) {
        return kinds[id] == UNUSED;
    }

    /** Makes a normal token, whose text turned out not to be of the byte alphabet, one that stands for its text as written. */
    void takeLiterally(int id) {
        kinds[id] = LITERAL;
    }

    /** The ids of all control and user-defined tokens, ascending; not to be changed. */
    int[] steering() {
        return steering;
    }

    /** The bytes that all tokens' texts lie in; not to be changed. */
    byte[] textBytes() {
        return texts.bytes();
    }

    /** First byte of a token's text in {@link #textBytes()}. */
    int textStart(int id) {
        return texts.start(id);
    }

    /** The byte after the last one of a token's text. */
    int textEnd(int id) {
        return texts.end(id);
    }

    /** Whether a token has the text at {@code from .. to}. */
    boolean hasText(int id, byte[] text, int from, int to) {
        byte[] own = texts.bytes();
        int shift = texts.start(id) - from;
        boolean same = texts.end(id) - texts.start(id) == to - from;
        for (int i = from; i < to && same; i++) {
            same = own[i + shift] == text[i];
        }
        return same;
    }

    /** A token's text read as UTF-8. */
    String text(int id) {
        return texts.get(id);
    }

    /** How many bytes a token stands for. */
    int byteCount(int id) {
        if (isUnused(id)) {
            return 0;
        }
        int from = texts.start(id);
        int to = texts.end(id);
        return isNormal(id) ? ByteAlphabet.count(texts.bytes(), from, to) : to - from;
    }

    /** The bytes that a token stands for. */
    byte[] bytes(int id) {
        if (isUnused(id)) {
            return new byte[0];
        }
        int from = texts.start(id);
        int to = texts.end(id);
        return isNormal(id) ? ByteAlphabet.decode(texts.bytes(), from, to) : Arrays.copyOfRange(texts.bytes(), from, to);
    }
}
