package hearth.web.hub;

import org.teavm.jso.file.Blob;

import java.util.List;

/**
 * A model that was asked for: under which name it is kept, and where it comes from. Either {@code parts} or
 * {@code blobs} holds something.
 *
 * @param id    what the model is called wherever it counts that one model has one name: a catalogue id,
 *              'org/repo/file.gguf' on the hub in use, or an address
 * @param name  what people call it
 * @param parts its files that have an address, in order
 * @param blobs the user's own files, in order
 */
public record ModelReference(String id, String name, List<FilePart> parts, List<Blob> blobs) {
    /** How the id of a file of the user's own begins that is kept on the device; its name follows. */
    public static final String OWN = "file:";

    /** Whether the model is read from files of the user's own. */
    public boolean isOwn() {
        return !blobs.isEmpty();
    }
}
