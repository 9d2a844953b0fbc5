package hearth.text;

import hearth.format.Metadata;
import hearth.format.ModelFileException;

/**
 * Text to tokens and back, by byte-level byte-pair encoding with the vocabulary, the merges and the split rule of a model
 * file. Nothing is normalized, and nothing is put before a text or after it. Lone surrogates count as U+FFFD.
 */
public final class Tokenizer {
    private static final String END_KEY = "tokenizer.ggml.eos_token_id";
    private static final char REPLACEMENT = '\uFFFD';
    private static final int NO_GUARD = -1;

    private final Vocabulary vocabulary;
    private final SpecialTokens specialTokens;
    private final PreTokenizer preTokenizer;
    private final Merges merges;
    private final int[] byteIds;
    private final int endOfSequence;
    private final int endOfTurn;
    private final int endOfText;

    Tokenizer(Metadata metadata, PreTokenizer preTokenizer, Vocabulary vocabulary, int[] byteIds, Merges merges) {
        this.preTokenizer = preTokenizer;
        this.vocabulary = vocabulary;
        this.byteIds = byteIds;
        this.merges = merges;
        specialTokens = new SpecialTokens(vocabulary);
        endOfTurn = specialTokens.find("<|im_end|>");
        endOfText = specialTokens.find("<|endoftext|>");
        if (metadata.has(END_KEY)) {
            endOfSequence = metadata.integer(END_KEY, 0, vocabulary.size() - 1);
        } else {
            endOfSequence = endOfTurn >= 0 ? endOfTurn : endOfText;
        }
    }

    /**
     * Builds the tokenizer of a model file.
     *
     * @param metadata the file's metadata, of which the keys {@code tokenizer.ggml.*} are read
     * @throws ModelFileException naming the key that is missing, damaged or not for this engine
     */
    public static Tokenizer from(Metadata metadata) {
        return new TokenizerBuilder(metadata).build();
    }

    /** How many tokens there are: ids are 0 to this less one. */
    public int size() {
        return vocabulary.size();
    }

    /**
     * A text's tokens.
     *
     * @param text    the text
     * @param special whether the texts of control tokens in it become those tokens; if not, they are text like any other.
     *                User-defined tokens are found in any case
     */
    public int[] encode(String text, boolean special) {
        return encode(text, special, NO_GUARD);
    }

    /**
     * A text's tokens, where some occurrences of control tokens' texts are kept from becoming control tokens.
     *
     * @param text    the text
     * @param special as in {@link #encode(String, boolean)}
     * @param guard   a character that stands inside of those occurrences and nowhere else in the text. It breaks them up
     *                while control tokens are looked for, and is dropped from all plain text after that
     */
    public int[] encode(String text, boolean special, char guard) {
        return encode(text, special, (int) guard);
    }

    private int[] encode(String text, boolean special, int guard) {
        char[] characters = wellFormed(text);
        Encoding encoding = new Encoding(preTokenizer, merges, byteIds, characters.length);
        int plain = 0;
        for (long cut : specialTokens.cuts(characters, special)) {
            int at = SpecialTokens.place(cut);
            addPlain(encoding, characters, plain, at, guard);
            encoding.add(specialTokens.id(cut));
            plain = at + specialTokens.length(cut);
        }
        addPlain(encoding, characters, plain, characters.length, guard);
        return encoding.ids();
    }

    private static void addPlain(Encoding encoding, char[] text, int from, int to, int guard) {
        int end = to;
        if (guard != NO_GUARD) {
            end = from;
            for (int i = from; i < to; i++) {
                if (text[i] != guard) {
                    text[end++] = text[i];
                }
            }
        }
        encoding.addPlain(text, from, end);
    }

    private static char[] wellFormed(String text) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            boolean pair = Character.isHighSurrogate(characters[i]) && i + 1 < characters.length
                    && Character.isLowSurrogate(characters[i + 1]);
            if (pair) {
                i++;
            } else if (Character.isSurrogate(characters[i])) {
                characters[i] = REPLACEMENT;
            }
        }
        return characters;
    }

    /** The control or user-defined token of this text, or -1. */
    public int id(String specialText) {
        return specialTokens.find(specialText);
    }

    /** The texts of all control tokens, the longest first. */
    public String[] controlTexts() {
        return specialTokens.controlTexts();
    }

    /** The token that ends a reply, as the file says (else {@code <|im_end|>} or {@code <|endoftext|>}); -1 if there is none. */
    public int endOfSequence() {
        return endOfSequence;
    }

    /** Whether a reply ends with this token: the file's own one, {@code <|im_end|>} or {@code <|endoftext|>}. */
    public boolean stops(int id) {
        return id >= 0 && (id == endOfSequence || id == endOfTurn || id == endOfText);
    }

    /** Whether a model may choose this token: not if it only fills the vocabulary up. */
    public boolean samples(int id) {
        vocabulary.check(id);
        return !vocabulary.isUnused(id);
    }

    /**
     * The text of tokens. Bytes that are no UTF-8 become U+FFFD.
     *
     * @param showControl whether control tokens appear as their texts; if not, they are left out
     * @throws IllegalArgumentException if the vocabulary lacks one of them
     */
    public String decode(int[] ids, boolean showControl) {
        TokenStream stream = stream(showControl);
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(stream.next(id));
        }
        return text.append(stream.finish()).toString();
    }

    /** A reader of tokens that come one at a time; see {@link #decode} for {@code showControl}. */
    public TokenStream stream(boolean showControl) {
        return new TokenStream(vocabulary, showControl);
    }

    /** How many bytes a token stands for; 0 for one that only fills the vocabulary up. */
    public int byteCount(int id) {
        vocabulary.check(id);
        return vocabulary.byteCount(id);
    }

    /** The bytes that a token stands for, a control token's text as UTF-8. They need not be whole characters. */
    public byte[] bytes(int id) {
        vocabulary.check(id);
        return vocabulary.bytes(id);
    }
}
