package hearth.generate;

/** The prompt leaves no room in the context for a single token. */
public final class ContextFullException extends RuntimeException {
    ContextFullException(int prompt, int contextLength) {
        super("The prompt has " + prompt + " tokens, which leaves no room for an answer in the context of " + contextLength + " tokens");
    }
}
