package hearth.web.client;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSString;
import org.teavm.jso.file.File;

/** A model that somebody has chosen: what the API is given, and what people read. */
public final class ModelChoice {
    private final String key;
    private final String label;
    private final double bytes;
    private final JSObject reference;

    private ModelChoice(String key, String label, double bytes, JSObject reference) {
        this.key = key;
        this.label = label;
        this.bytes = bytes;
        this.reference = reference;
    }

    /** A model of the catalogue. */
    public static ModelChoice card(Hearth.Card card) {
        return new ModelChoice(card.getId(), card.getName(), card.getBytes(), JSString.valueOf(card.getId()));
    }

    /** A model by its address or its name on the hub. */
    public static ModelChoice address(String address) {
        int end = address.indexOf('?') < 0 ? address.length() : address.indexOf('?');
        String file = address.substring(address.lastIndexOf('/', end - 1) + 1, end);
        return new ModelChoice(address, file.isEmpty() ? address : file, -1, JSString.valueOf(address));
    }

    /** A file of the reader's own. */
    public static ModelChoice file(File file) {
        return new ModelChoice("file:" + file.getName(), file.getName(), size(file), file);
    }

    /** The choice that {@code name} stands for: a card's id, or else an address. */
    public static ModelChoice named(Hearth hearth, String name) {
        for (int i = 0; i < hearth.getModels().getLength(); i++) {
            if (hearth.getModels().get(i).getId().equals(name)) {
                return card(hearth.getModels().get(i));
            }
        }
        return address(name);
    }

    /** What tells choices apart. */
    public String key() {
        return key;
    }

    /** What people read. */
    public String label() {
        return label;
    }

    /** Bytes of the file; -1 when not known. */
    public double bytes() {
        return bytes;
    }

    /** What {@code runtime.load()} is given. */
    public JSObject reference() {
        return reference;
    }

    /** Whether the file is the reader's own, so that it cannot be found again after a reload. */
    public boolean isFile() {
        return key.startsWith("file:");
    }

    /** Whether the other choice is for the same model; two picks of a file are two choices. */
    public boolean sameAs(ModelChoice other) {
        return other != null && key.equals(other.key) && (!isFile() || this == other);
    }

    @JSBody(params = "file", script = "return file.size;")
    private static native double size(File file);
}
