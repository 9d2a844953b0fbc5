package hearth.web.engine.completion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all objects of one answer have in common, in OpenAI's shape. */
final class Envelope {
    private static long answers;

    private final String id;
    private final String model;
    private final long created = System.currentTimeMillis() / 1000;

    /**
     * @param kind  the id's first part, for example {@code chatcmpl}
     * @param model the model's id
     */
    Envelope(String kind, String model) {
        this.id = kind + "-" + Long.toString(System.currentTimeMillis(), 36) + "-" + Long.toString(++answers, 36);
        this.model = model;
    }

    /** An object of type {@code object} with the one choice, or none where that is null. */
    Map<String, Object> object(String object, Map<String, Object> choice) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("object", object);
        json.put("created", created);
        json.put("model", model);
        json.put("choices", choice == null ? List.of() : List.of(choice));
        return json;
    }
}
