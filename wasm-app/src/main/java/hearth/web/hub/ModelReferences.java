package hearth.web.hub;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import org.teavm.jso.file.Blob;

import java.util.List;
import java.util.Map;

/**
 * Turns what a user calls a model into addresses: a catalogue id, {@code org/repo/file.gguf} on a hub (with
 * {@code org/repo@revision/file.gguf} for another revision than main), an address, or a file of the user's own. One file
 * gets one id, whatever it was called: the catalogue's where it is the catalogue's, else its name on the hub in use, else
 * its address.
 */
public final class ModelReferences {
    private static final String EXTENSION = ".gguf";

    private final List<?> catalogue;
    private final String assets;
    private final Hub hub;

    /** What a text leads to: under which id it is kept, where it lies, and its card or null. */
    private record Place(String id, String url, Map<?, ?> card) {
    }

    /**
     * @param catalogue the catalogue as parsed: objects with {@code id}, {@code name}, {@code url}, {@code sha256}
     * @param assets    absolute address of the folder that the catalogue's own files are relative to
     * @param hub       base address of the hub, or null for the default one
     * @param token     for gated repositories of the hub, or null
     */
    public ModelReferences(List<?> catalogue, String assets, String hub, String token) {
        this.catalogue = catalogue;
        this.assets = assets.endsWith("/") ? assets.substring(0, assets.length() - 1) : assets;
        this.hub = new Hub(hub, token);
    }

    /** The catalogue's entry with this id, or null. */
    public Map<?, ?> card(String id) {
        for (Object each : catalogue) {
            if (each instanceof Map<?, ?> card && id.equals(card.get("id"))) {
                return card;
            }
        }
        return null;
    }

    /** The id of what {@code name} calls, in any of the ways a model can be called; {@code name} itself where it calls nothing. */
    public String id(String name) {
        Place place = place(name);
        return place == null ? name : place.id();
    }

    /**
     * @param reference a string, or an object with {@code url} (a string or a list), {@code sha256} (likewise) and
     *                  {@code name}, or with {@code blob} true and {@code name}
     * @param blob      the file itself in the last case, else null
     */
    public ModelReference resolve(Object reference, Blob blob) {
        if (reference instanceof String text) {
            return ofText(text, null, null);
        }
        if (reference instanceof Map<?, ?> map) {
            if (blob != null) {
                String name = string(map.get("name"), "name");
                String shown = name == null ? "model" + EXTENSION : name;
                return new ModelReference(shown, shown, List.of(), List.of(blob));
            }
            String url = single(map.get("url"), "url");
            if (url != null) {
                return ofText(url, single(map.get("sha256"), "sha256"), string(map.get("name"), "name"));
            }
        }
        throw new HearthException(ErrorCode.BAD_REQUEST, "The model is neither a name, an address, a file nor an object with a url",
                "Give a catalogue id such as 'hearth-tiny', 'org/repo/file.gguf', an address or a File.");
    }

    private ModelReference ofText(String text, String sha256, String name) {
        if (sha256 != null && !isSha256(sha256)) {
            throw new HearthException(ErrorCode.BAD_REQUEST, "sha256 must be 64 hexadecimal digits, but it is '" + sha256 + "'",
                    "Take the digest from the page of the file.");
        }
        if (text.startsWith(ModelReference.OWN)) {
            FilePart kept = new FilePart(text, null, null, -1, null);
            return new ModelReference(text, text.substring(ModelReference.OWN.length()), List.of(kept), List.of());
        }
        Place place = place(text);
        if (place == null) {
            throw new HearthException(ErrorCode.NOT_FOUND, "There is no model '" + text + "' in the catalogue, and it is no address",
                    "Give a catalogue id, 'org/repo/file.gguf' for a file on the hub, or an address that starts with https:// or ./");
        }
        refuseSplit(place.url());
        Map<?, ?> card = place.card();
        String known = card == null ? fileName(place.url()) : string(card.get("name"), "name of the catalogue");
        String digest = sha256 != null ? lowerCase(sha256) : card == null ? null : string(card.get("sha256"), "sha256 of the catalogue");
        FilePart part = new FilePart(place.id(), place.url(), digest, -1, hub.authorization(place.url()));
        return new ModelReference(place.id(), name == null ? known : name, List.of(part), List.of());
    }

    /** Null where the text is no way to call a model. */
    private Place place(String text) {
        Map<?, ?> asked = card(text);
        if (asked != null) {
            return new Place(text, addressOf(asked), asked);
        }
        HubFile file = isAbsolute(text) ? hub.fileAt(text) : HubFile.read(text);
        if (file == null && !isAbsolute(text)) {
            return null;
        }
        String url = file == null ? withoutFragment(text) : hub.address(file);
        for (Object each : catalogue) {
            if (each instanceof Map<?, ?> card && url.equals(addressOf(card))) {
                return new Place(string(card.get("id"), "id of the catalogue"), url, card);
            }
        }
        return new Place(file == null ? url : file.id(), url, null);
    }

    private String addressOf(Map<?, ?> card) {
        String url = string(card.get("url"), "url of the catalogue");
        if (isAbsolute(url)) {
            return url;
        }
        HubFile file = HubFile.read(url);
        return file == null ? assets + "/" + url : hub.address(file);
    }

    private static boolean isAbsolute(String text) {
        return text.startsWith("http://") || text.startsWith("https://");
    }

    private static String withoutFragment(String url) {
        int at = url.indexOf('#');
        return at < 0 ? url : url.substring(0, at);
    }

    /** '-00001-of-00003.gguf': one of several parts. */
    private static void refuseSplit(String url) {
        String file = fileName(url);
        int of = file.lastIndexOf("-of-");
        if (of >= 6 && file.length() == of + 9 + EXTENSION.length() && isNumber(file, of - 5, of) && isNumber(file, of + 4, of + 9)) {
            throw split();
        }
    }

    private static HearthException split() {
        return new HearthException(ErrorCode.UNSUPPORTED_MODEL, "The model is split into several files, which Hearth does not read yet",
                "Choose a model that is one file.");
    }

    private static boolean isNumber(String text, int from, int to) {
        boolean number = true;
        for (int i = from; i < to; i++) {
            number &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return number;
    }

    private static boolean isSha256(String text) {
        boolean hex = text.length() == 64;
        for (int i = 0; hex && i < 64; i++) {
            char c = text.charAt(i);
            hex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
        }
        return hex;
    }

    private static String lowerCase(String hex) {
        StringBuilder out = new StringBuilder(hex.length());
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            out.append(c >= 'A' && c <= 'F' ? (char) (c + 'a' - 'A') : c);
        }
        return out.toString();
    }

    /** The last part of an address's path. */
    private static String fileName(String url) {
        int end = url.length();
        for (char stop : new char[] {'#', '?'}) {
            int at = url.indexOf(stop);
            end = at >= 0 && at < end ? at : end;
        }
        return url.substring(url.lastIndexOf('/', end - 1) + 1, end);
    }

    private static String string(Object value, String field) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new HearthException(ErrorCode.BAD_REQUEST, field + " must be a string", "Correct the field " + field + ".");
    }

    private static String single(Object value, String field) {
        if (value instanceof List<?> list) {
            if (list.size() > 1) {
                throw split();
            }
            return list.isEmpty() ? null : string(list.get(0), field);
        }
        return string(value, field);
    }
}
