package hearth.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chat template: a program in the Jinja language that turns a conversation into a prompt. Where interpreters of that
 * language differ, this one does what jinja2 does as set up by the authors of such templates: {@code trim_blocks},
 * {@code lstrip_blocks}, sandboxed, {@code tojson} without escapes for HTML, {@code break} and {@code continue}. Immutable.
 */
public final class ChatTemplate {
    private static final String CHAT_ML = "{% for message in messages %}"
            + "{{ '<|im_start|>' + message.role + '\\n' }}"
            + "{% if message.content is string %}{{ message.content }}"
            + "{% else %}{% for part in message.content or [] %}{{ part.text }}{% endfor %}{% endif %}"
            + "{{ '<|im_end|>\\n' }}"
            + "{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private static final String THINKING = "enable_thinking";

    private final String source;
    private final Parser.Template template;

    private ChatTemplate(String source) {
        this.source = source;
        this.template = Parser.parse(source);
    }

    /**
     * Reads a template.
     *
     * @throws ChatTemplateException naming the line and what is wrong or not supported there
     */
    public static ChatTemplate parse(String source) {
        return new ChatTemplate(source);
    }

    /** The template for files that have none: turns between {@code <|im_start|>role} and {@code <|im_end|>}. */
    public static ChatTemplate chatMl() {
        return new ChatTemplate(CHAT_ML);
    }

    /**
     * The prompt for a conversation. Text in it that looks like a control token stays as it is; {@link ChatPrompt} tells it
     * from the template's own.
     *
     * @param variables {@code messages}, {@code tools}, {@code add_generation_prompt}, {@code enable_thinking} and what else the
     *                  template knows, as {@link hearth.json.Json} reads them; what is not given is undefined
     * @throws ChatTemplateException where the template fails, refuses the conversation or exceeds the limits of a render
     */
    public String render(Map<String, Object> variables) {
        return render(variables, TextMarks.NONE);
    }

    /** As {@link #render(Map)}; the user's text in the result carries marks. */
    String render(Map<String, Object> variables, TextMarks marks) {
        Run run = new Run(marks);
        Output out = new Output(run);
        template.body().execute(Scope.of(run, marks.adopt(variables)), out);
        return out.text();
    }

    /** The template as it was read. */
    String source() {
        return source;
    }

    /** Whether the template lets the caller choose if the model thinks, through {@code enable_thinking}. */
    public boolean thinks() {
        return template.names().contains(THINKING);
    }

    /** Whether the model thinks when the caller does not say, found out by rendering a question with and without saying so. */
    public boolean thinksByDefault() {
        if (!thinks()) {
            return false;
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("messages", List.of(Map.of("role", "user", "content", "?")));
        variables.put("add_generation_prompt", true);
        try {
            String unsaid = render(variables);
            variables.put(THINKING, true);
            return render(variables).equals(unsaid);
        } catch (ChatTemplateException refused) {
            return false;
        }
    }
}
