package hearth.text;

import hearth.format.Metadata;
import hearth.format.ModelFileException;
import hearth.format.StringArray;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The tokens of a model file: what each is, and the bytes that it stands for. */
final class Vocabulary {
    static final String TOKENS_KEY = "tokenizer.ggml.tokens";
    static final String TYPES_KEY = "tokenizer.ggml.token_type";

    /** Stands for bytes and comes out of merges. */
    private static final byte NORMAL = 0;
    /** Stands for its text as written; merges know nothing of it. */
    private static final byte LITERAL = 1;
    /** Steers the model (a turn's end, a role's start): text that looks like it is not always it. */
    private static final byte CONTROL = 2;
    /** Steers the model, and is its text wherever that occurs ({@code <think>}). */
    private static final byte USER_DEFINED = 3;
    /** Fills the vocabulary up; stands for nothing. */
    private static final byte UNUSED = 4;

    private final byte[] kinds;
    private final byte[] bytes;
    private final int[] starts;

    private Vocabulary(byte[] kinds, byte[] bytes, int[] starts) {
        this.kinds = kinds;
        this.bytes = bytes;
        this.starts = starts;
    }

    /**
     * Takes the tokens and their types from a file's metadata.
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
        int[] starts = new int[size + 1];
        byte[] bytes = new byte[size == 0 ? 0 : tokens.end(size - 1) - tokens.start(0)];
        int end = 0;
        for (int id = 0; id < size; id++) {
            int from = tokens.start(id);
            int to = tokens.end(id);
            kinds[id] = kind(types[id], id, tokens.bytes(), from, to);
            int decoded = kinds[id] == NORMAL ? ByteAlphabet.decode(tokens.bytes(), from, to, bytes, end) : -1;
            if (decoded < 0) {
                kinds[id] = kinds[id] == NORMAL ? LITERAL : kinds[id];
                decoded = kinds[id] == UNUSED ? 0 : to - from;
                System.arraycopy(tokens.bytes(), from, bytes, end, decoded);
            }
            end += decoded;
            starts[id + 1] = end;
        }
        return new Vocabulary(kinds, Arrays.copyOf(bytes, end), starts);
    }

    private static byte kind(long type, int id, byte[] text, int from, int to) {
        if (type == 1) {
            return NORMAL;
        }
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

    /** The bytes of all tokens one after another; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** First byte of a token in {@link #bytes()}. */
    int start(int id) {
        return starts[id];
    }

    /** The byte after a token's last one. */
    int end(int id) {
        return starts[id + 1];
    }

    /** A token's bytes read as UTF-8. */
    String text(int id) {
        return new String(bytes, starts[id], starts[id + 1] - starts[id], StandardCharsets.UTF_8);
    }
}
