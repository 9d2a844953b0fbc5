package hearth.chat;

/**
 * A chat template that cannot be read or rendered: its syntax is wrong, it uses something that this engine does not
 * have, it fails on the given variables, it exceeds the limits, or it refuses the conversation itself.
 */
public final class ChatTemplateException extends RuntimeException {
    private final int line;
    private final boolean raised;

    private ChatTemplateException(String message, int line, boolean raised) {
        super(message);
        this.line = line;
        this.raised = raised;
    }

    static ChatTemplateException at(int line, String problem) {
        return new ChatTemplateException("Chat template, line " + line + ": " + problem, line, false);
    }

    static ChatTemplateException raised(int line, String text) {
        return new ChatTemplateException(text, line, true);
    }

    /** The template's line, counted from 1; 0 where the variables are at fault before the template runs. */
    public int line() {
        return line;
    }

    /** True where the template itself called {@code raise_exception}; the message is then exactly the text it gave. */
    public boolean isRaised() {
        return raised;
    }
}
