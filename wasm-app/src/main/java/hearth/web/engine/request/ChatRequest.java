package hearth.web.engine.request;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checked request for {@code chat.completions}, as OpenAI's interface has it.
 *
 * @param messages       the conversation, ready for a template
 * @param enableThinking whether to think first; null where the request does not say
 * @param thinkingBudget most tokens of the thought; -1 for no limit
 * @param run            how to answer
 */
public record ChatRequest(List<Object> messages, Boolean enableThinking, int thinkingBudget, RunOptions run) {
    private static final int MOST_ALTERNATIVES = 20;
    private static final Set<String> KNOWN = CommonFields.with(Set.of("messages", "tools", "tool_choice", "parallel_tool_calls",
            "response_format", "enable_thinking", "thinking_budget", "modalities"));

    /**
     * @param request the parsed JSON
     * @throws HearthException {@code bad-request}, naming the field
     */
    public static ChatRequest read(Object request, ModelTraits model) {
        Fields fields = Fields.of(request);
        fields.refuseAllBut(KNOWN);
        refuseUnsupported(fields);
        List<Object> messages = Messages.read(fields);
        Boolean enableThinking = fields.has("enable_thinking") ? (Boolean) fields.flag("enable_thinking", false) : null;
        if (enableThinking != null && enableThinking && !model.thinks()) {
            throw Fields.unsupported("enable_thinking", "this model's chat template has no thoughts");
        }
        int thinkingBudget = (int) fields.integer("thinking_budget", -1, 0, Integer.MAX_VALUE);
        boolean thinks = enableThinking == null ? model.thinksByDefault() : enableThinking;
        SamplingDefaults defaults = thinks ? model.thinkingDefaults() : model.defaults();
        boolean logprobs = fields.flag("logprobs", false);
        int topLogprobs = (int) fields.integer("top_logprobs", 0, 0, MOST_ALTERNATIVES);
        if (topLogprobs > 0 && !logprobs) {
            throw new HearthException(ErrorCode.BAD_REQUEST, "top_logprobs is " + topLogprobs + " but logprobs is not true",
                    "Set logprobs to true.");
        }
        return new ChatRequest(messages, enableThinking, thinkingBudget,
                CommonFields.read(fields, SamplingFields.read(fields, defaults, model.vocabulary()), logprobs, topLogprobs));
    }

    /** What the chat template is rendered with. */
    public Map<String, Object> templateVariables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("messages", new ArrayList<>(messages));
        variables.put("add_generation_prompt", true);
        if (enableThinking != null) {
            variables.put("enable_thinking", enableThinking);
        }
        return variables;
    }

    private static void refuseUnsupported(Fields fields) {
        if (fields.has("tools") && !fields.list("tools").isEmpty()) {
            throw Fields.unsupported("tools", "calls of functions are not there yet");
        }
        if (fields.has("tool_choice")) {
            Object choice = fields.value("tool_choice");
            if (!"none".equals(choice) && !"auto".equals(choice)) {
                throw Fields.unsupported("tool_choice", "calls of functions are not there yet");
            }
        }
        if (fields.has("parallel_tool_calls")) {
            fields.flag("parallel_tool_calls", true);
        }
        if (fields.has("modalities")) {
            List<?> modalities = fields.list("modalities");
            if (modalities.size() != 1 || !"text".equals(modalities.get(0))) {
                throw Fields.unsupported("modalities", "answers are text, so it can only be [\"text\"]");
            }
        }
        if (fields.has("response_format")) {
            Fields format = Fields.at("response_format", fields.value("response_format"));
            String type = format.text("type");
            switch (type) {
                case "text" -> format.refuseAllBut(Set.of("type"));
                case "json_object", "json_schema" ->
                    throw Fields.unsupported("response_format", "the type \"" + type + "\" is not there yet, only \"text\"");
                default -> throw Fields.wrong("response_format.type", "\"text\", \"json_object\" or \"json_schema\"", type);
            }
        }
    }
}
