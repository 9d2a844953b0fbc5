package hearth.chat;

import java.util.Map;

/**
 * A rendered prompt in which the user's text cannot become control tokens. Every text of the variables (messages, names,
 * tool definitions, arguments) is followed through the template; where a control text begins in it, a guard character
 * is put after that text's first character, so that the tokenizer does not find the control token there.
 */
public final class ChatPrompt {
    private final String text;
    private final String guarded;
    private final char guard;

    private ChatPrompt(String text, String guarded, char guard) {
        this.text = text;
        this.guarded = guarded;
        this.guard = guard;
    }

    /**
     * Renders a template.
     *
     * @param variables    as for {@link ChatTemplate#render}
     * @param controlTexts texts of the tokens that the user's text must not become
     * @throws ChatTemplateException as {@link ChatTemplate#render} does, and if the variables use up the private-use characters
     */
    public static ChatPrompt render(ChatTemplate template, Map<String, Object> variables, String[] controlTexts) {
        StringBuilder starts = new StringBuilder();
        for (String control : controlTexts) {
            if (!control.isEmpty() && starts.indexOf(control.substring(0, 1)) < 0) {
                starts.append(control.charAt(0));
            }
        }
        String free = UnusedLetters.in(template.source(), variables, starts.length() + 1);
        TextMarks marks = new TextMarks(starts.toString(), free.substring(1));
        String marked = template.render(variables, marks);
        String text = marks.plain(marked);
        char guard = free.charAt(0);
        StringBuilder guarded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            guarded.append(text.charAt(i));
            if (marks.isMark(marked.charAt(i)) && startsControl(text, i, controlTexts)) {
                guarded.append(guard);
            }
        }
        return new ChatPrompt(text, guarded.toString(), guard);
    }

    private static boolean startsControl(String text, int at, String[] controlTexts) {
        for (String control : controlTexts) {
            if (!control.isEmpty() && text.startsWith(control, at)) {
                return true;
            }
        }
        return false;
    }

    /** The prompt exactly as the template renders it. */
    public String text() {
        return text;
    }

    /** The prompt with guards; without them it is {@link #text()}. */
    public String guarded() {
        return guarded;
    }

    /** The guard: a private-use character that occurs neither in the variables nor in the template. */
    public char guard() {
        return guard;
    }

    /** Whether the prompt ends within a thought, which the model's reply then begins with. */
    public boolean opensThought() {
        int end = Letters.skipBackward(text, null, text.length(), 0);
        return text.substring(0, end).endsWith(ReplyParser.THOUGHT_BEGIN);
    }
}
