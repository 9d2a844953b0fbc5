package hearth.web.engine.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One user's hold on a loaded model.
 *
 * @param number        its number in messages, from 1 on
 * @param model         the model
 * @param contextLength tokens that requests through this handle may fill
 */
public record ModelHandle(int number, LoadedModel model, int contextLength) {
    /** The answer to the request that loaded the model. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("handle", number);
        json.put("info", model.info(contextLength));
        return json;
    }
}
