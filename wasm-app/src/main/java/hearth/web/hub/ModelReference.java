package hearth.web.hub;

import org.teavm.jso.file.Blob;

/**
 * A model file that was asked for: under which name it is kept, and where it comes from. Either {@code blob} is set or
 * {@code url}.
 *
 * @param id            key in the store: a catalogue id, 'org/repo/file.gguf' or the address
 * @param name          what people call it
 * @param url           absolute address, or null for a blob
 * @param sha256        lower-case hex of the whole file, or null where it is not known
 * @param authorization value of the Authorization header for the hub, or null
 * @param blob          the user's own file, or null
 */
public record ModelReference(String id, String name, String url, String sha256, String authorization, Blob blob) {
}
