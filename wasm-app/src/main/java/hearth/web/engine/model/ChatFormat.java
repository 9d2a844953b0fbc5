package hearth.web.engine.model;

import hearth.chat.ChatPrompt;
import hearth.chat.ChatTemplate;
import hearth.chat.ChatTemplateException;
import hearth.format.Metadata;
import hearth.format.StringArray;
import hearth.text.Tokenizer;
import hearth.web.engine.request.ChatRequest;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.Map;

/**
 * How a model writes chats: the template of its file. A file without one gets ChatML; one whose template cannot be read
 * still loads, for texts can be continued without it, but each chat fails with what is wrong with the template.
 */
public final class ChatFormat {
    private static final String TEMPLATE_KEY = "tokenizer.chat_template";

    private final Tokenizer tokenizer;
    private final String beginOfText;
    private final String endOfText;
    private final ChatTemplate template;
    private final ChatTemplateException unreadable;
    private final String notice;

    private ChatFormat(Metadata metadata, Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        beginOfText = tokenText(metadata, "tokenizer.ggml.bos_token_id");
        endOfText = tokenText(metadata, "tokenizer.ggml.eos_token_id");
        ChatTemplate read = null;
        ChatTemplateException failure = null;
        String said = null;
        if (metadata.value(TEMPLATE_KEY) instanceof String source && !source.isBlank()) {
            try {
                read = ChatTemplate.parse(source);
            } catch (ChatTemplateException e) {
                failure = e;
                said = "The file's chat template cannot be read, so the model cannot chat: " + e.getMessage();
            }
        } else {
            read = ChatTemplate.chatMl();
            said = "The file has no chat template; chats are written as ChatML, which may not be what the model was trained on.";
        }
        template = read;
        unreadable = failure;
        notice = said;
    }

    /** The chat format of the file with this metadata. */
    public static ChatFormat of(Metadata metadata, Tokenizer tokenizer) {
        return new ChatFormat(metadata, tokenizer);
    }

    /** What users should know of it, or null. */
    String notice() {
        return notice;
    }

    boolean thinks() {
        return template != null && template.thinks();
    }

    boolean thinksByDefault() {
        return template != null && template.thinksByDefault();
    }

    /**
     * The prompt of a chat.
     *
     * @throws HearthException {@code bad-request} where the template refuses the conversation or cannot be read
     */
    public Prompt prompt(ChatRequest request) {
        try {
            if (unreadable != null) {
                throw unreadable;
            }
            Map<String, Object> variables = request.templateVariables();
            variables.put("bos_token", beginOfText);
            variables.put("eos_token", endOfText);
            return new Prompt(ChatPrompt.render(template, variables, tokenizer.controlTexts()), tokenizer);
        } catch (ChatTemplateException e) {
            String refusal = e.isRaised() ? "The model's chat template refuses the messages: " : "The messages cannot be written as a prompt. ";
            throw new HearthException(ErrorCode.BAD_REQUEST, refusal + e.getMessage(), "Change the messages so that they fit this model's template.", e);
        }
    }

    private static String tokenText(Metadata metadata, String key) {
        if (metadata.value(key) instanceof Long id && metadata.value("tokenizer.ggml.tokens") instanceof StringArray tokens && id >= 0
                && id < tokens.size()) {
            return tokens.get((int) (long) id);
        }
        return "";
    }

    /** A chat as the model reads it. */
    public static final class Prompt {
        private final ChatPrompt rendered;
        private final Tokenizer tokenizer;

        private Prompt(ChatPrompt rendered, Tokenizer tokenizer) {
            this.rendered = rendered;
            this.tokenizer = tokenizer;
        }

        /** The exact text. */
        public String text() {
            return rendered.text();
        }

        /** Its tokens; what users wrote has become no control token. */
        public int[] tokens() {
            return tokenizer.encode(rendered.guarded(), true, rendered.guard());
        }

        /** Whether it ends inside of a thought, so that the answer begins there. */
        public boolean endsInThought() {
            return rendered.opensThought();
        }
    }
}
