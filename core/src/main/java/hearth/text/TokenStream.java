package hearth.text;

/**
 * Tokens to text, one at a time. Text appears as soon as its characters are whole: a token may end inside of a character,
 * whose bytes then wait for the next one. Bytes that are no UTF-8 become U+FFFD.
 */
public final class TokenStream {
    private final Vocabulary vocabulary;
    private final boolean showControl;
    private final Utf8Decoder decoder = new Utf8Decoder();
    private final StringBuilder text = new StringBuilder();

    TokenStream(Vocabulary vocabulary, boolean showControl) {
        this.vocabulary = vocabulary;
        this.showControl = showControl;
    }

    /**
     * The text that a further token makes known, often all of its own, empty if it ends inside of a character.
     *
     * @throws IllegalArgumentException if the vocabulary has no such token
     */
    public String next(int id) {
        vocabulary.check(id);
        if (showControl || !vocabulary.isControl(id)) {
            byte[] bytes = vocabulary.bytes(id);
            decoder.accept(bytes, 0, bytes.length, text);
        }
        return take();
    }

    /** What was held back, U+FFFD for a character that never became whole; then a new text can begin. */
    public String finish() {
        decoder.finish(text);
        return take();
    }

    private String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }
}
