package hearth.web.engine.model;

import java.util.List;
import java.util.Map;

/** What the catalogue says of a model. */
public final class ModelCard {
    private final Map<?, ?> fields;

    /** @param fields the card's JSON object */
    public ModelCard(Map<?, ?> fields) {
        this.fields = fields;
    }

    /** The card's text of this name, or null. */
    public String text(String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    public boolean thinking() {
        return Boolean.TRUE.equals(fields.get("thinking"));
    }

    public boolean vision() {
        return Boolean.TRUE.equals(fields.get("vision"));
    }

    /** Sampling fields of an answer without a thought; may be empty. */
    public Map<?, ?> defaults() {
        return object("defaults");
    }

    /** Sampling fields that differ where the answer begins with a thought; may be empty. */
    public Map<?, ?> thinkingDefaults() {
        return object("thinkingDefaults");
    }

    private Map<?, ?> object(String name) {
        return fields.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The card of this id among the catalogue's, or null. */
    public static ModelCard find(List<?> catalogue, String id) {
        for (Object entry : catalogue) {
            if (entry instanceof Map<?, ?> card && id.equals(card.get("id"))) {
                return new ModelCard(card);
            }
        }
        return null;
    }
}
