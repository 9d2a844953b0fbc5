package hearth.web.engine.completion;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many tokens an answer took.
 *
 * @param prompt    tokens of the prompt
 * @param cached    those of them that were in the model's state already
 * @param answer    tokens of the answer, without the one that ends it
 * @param reasoning those of them that belong to the thought
 */
public record Usage(int prompt, int cached, int answer, int reasoning) {
    /** In OpenAI's shape. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("prompt_tokens", prompt);
        json.put("completion_tokens", answer);
        json.put("total_tokens", prompt + answer);
        json.put("prompt_tokens_details", Map.of("cached_tokens", cached));
        json.put("completion_tokens_details", Map.of("reasoning_tokens", reasoning));
        return json;
    }
}
