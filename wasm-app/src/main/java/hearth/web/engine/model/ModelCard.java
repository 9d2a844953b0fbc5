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

    /**
     * The card of a file, or null: that of its id, else that whose own file has the same name and size, since it is the
     * same file, wherever it was fetched from.
     *
     * @param catalogue the catalogue as parsed JSON
     * @param name      the file's name
     * @param bytes     its size
     */
    public static ModelCard of(List<?> catalogue, String id, String name, long bytes) {
        ModelCard sameFile = null;
        for (Object entry : catalogue) {
            if (entry instanceof Map<?, ?> fields) {
                ModelCard card = new ModelCard(fields);
                if (id.equals(card.text("id"))) {
                    return card;
                }
                if (Long.valueOf(bytes).equals(fields.get("bytes")) && card.fileName().equals(name)) {
                    sameFile = card;
                }
            }
        }
        return sameFile;
    }

    private String fileName() {
        String url = text("url");
        return url == null ? "" : url.substring(url.lastIndexOf('/') + 1);
    }
}
