package hearth.web.hub;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import org.teavm.jso.file.Blob;

import java.util.List;
import java.util.Map;

/**
 * Turns what a user calls a model into addresses: a catalogue id, {@code org/repo/file.gguf} on a hub (with
 * {@code org/repo@revision/file.gguf} for another revision than main), an address, or a file of the user's own.
 */
public final class ModelReferences {
    private static final String DEFAULT_HUB = "https://huggingface.co";
    private static final String EXTENSION = ".gguf";

    private final List<?> catalogue;
    private final String assets;
    private final String hub;
    private final String token;

    /**
     * @param catalogue the catalogue as parsed: objects with {@code id}, {@code name}, {@code url}, {@code sha256}
     * @param assets    absolute address of the folder that the catalogue's own files are relative to
     * @param hub       base address of the hub, or null for the default one
     * @param token     for gated repositories of the hub, or null
     */
    public ModelReferences(List<?> catalogue, String assets, String hub, String token) {
        this.catalogue = catalogue;
        this.assets = withoutSlash(assets);
        this.hub = withoutSlash(hub == null || hub.isEmpty() ? DEFAULT_HUB : hub);
        this.token = token == null || token.isEmpty() ? null : token;
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

    /**
     * @param reference a string, or an object with {@code url} (a string or a list), {@code sha256} (likewise) and
     *                  {@code name}, or with {@code blob} true and {@code name}
     * @param blob      the file itself in the last case, else null
     */
    public ModelReference resolve(Object reference, Blob blob) {
        if (reference instanceof String text) {
            Map<?, ?> card = card(text);
            return card != null ? ofCard(text, card) : ofAddress(text, null, null);
        }
        if (reference instanceof Map<?, ?> map) {
            if (blob != null) {
                String name = string(map.get("name"), "name");
                String shown = name == null ? "model" + EXTENSION : name;
                return new ModelReference(shown, shown, null, null, null, blob);
            }
            String url = single(map.get("url"), "url");
            if (url != null) {
                return ofAddress(url, single(map.get("sha256"), "sha256"), string(map.get("name"), "name"));
            }
        }
        throw new HearthException(ErrorCode.BAD_REQUEST, "The model is neither a name, an address, a file nor an object with a url",
                "Give a catalogue id such as 'hearth-tiny', 'org/repo/file.gguf', an address or a File.");
    }

    private ModelReference ofCard(String id, Map<?, ?> card) {
        String url = string(card.get("url"), "url of the catalogue");
        String sha256 = string(card.get("sha256"), "sha256 of the catalogue");
        String name = string(card.get("name"), "name of the catalogue");
        if (!isAbsolute(url) && !isHubFile(url)) {
            return new ModelReference(id, name, assets + "/" + url, sha256, null, null);
        }
        ModelReference file = ofAddress(url, sha256, name);
        return new ModelReference(id, file.name(), file.url(), file.sha256(), file.authorization(), null);
    }

    private ModelReference ofAddress(String text, String sha256, String name) {
        if (sha256 != null && !isSha256(sha256)) {
            throw new HearthException(ErrorCode.BAD_REQUEST, "sha256 must be 64 hexadecimal digits, but it is '" + sha256 + "'",
                    "Take the digest from the page of the file.");
        }
        String digest = sha256 == null ? null : lowerCase(sha256);
        String url;
        if (isAbsolute(text)) {
            url = text;
        } else if (isHubFile(text)) {
            url = hubAddress(text);
        } else {
            throw new HearthException(ErrorCode.NOT_FOUND, "There is no model '" + text + "' in the catalogue, and it is no address",
                    "Give a catalogue id, 'org/repo/file.gguf' for a file on the hub, or an address that starts with https:// or ./");
        }
        refuseSplit(url);
        String authorization = token != null && url.startsWith(hub + "/") ? "Bearer " + token : null;
        return new ModelReference(text, name == null ? fileName(url) : name, url, digest, authorization, null);
    }

    private static boolean isAbsolute(String text) {
        return text.startsWith("http://") || text.startsWith("https://");
    }

    /** At least org/repo/file, and no address relative to a page. */
    private static boolean isHubFile(String text) {
        int first = text.indexOf('/');
        int second = text.indexOf('/', first + 1);
        return first > 0 && second > first + 1 && second < text.length() - 1 && text.charAt(0) != '.' && text.endsWith(EXTENSION);
    }

    private String hubAddress(String text) {
        int repositoryEnd = text.indexOf('/', text.indexOf('/') + 1);
        String repository = text.substring(0, repositoryEnd);
        String revision = "main";
        int at = repository.indexOf('@');
        if (at > 0) {
            revision = repository.substring(at + 1);
            repository = repository.substring(0, at);
        }
        return hub + "/" + repository + "/resolve/" + revision + text.substring(repositoryEnd);
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

    private static String withoutSlash(String base) {
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
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
