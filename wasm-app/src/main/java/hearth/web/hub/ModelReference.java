package hearth.web.hub;

import hearth.web.platform.Blobs;
import org.teavm.jso.file.Blob;

import java.util.ArrayList;
import java.util.List;

/**
 * A model that was asked for: under which name it is kept, and where it comes from. One of {@code parts}, {@code blobs}
 * and {@code choice} is there.
 *
 * @param id     what the model is called wherever it counts that one model has one name: a catalogue id,
 *               'org/repo/file.gguf' on the hub in use, or an address
 * @param name   what people call it
 * @param parts  its files that have an address, in order
 * @param blobs  the user's own files, in order
 * @param choice where its files are to be chosen first, by {@link ModelLookup}, or null
 */
public record ModelReference(String id, String name, List<FilePart> parts, List<Blob> blobs, HubChoice choice) {
    /** How the id of a file of the user's own begins that is kept on the device; its name follows. */
    public static final String OWN = "file:";
    private static final String EXTENSION = ".gguf";

    /** Whether the model is read from files of the user's own. */
    public boolean isOwn() {
        return !blobs.isEmpty();
    }

    /** The user's own files as they are called where they are kept on the device. */
    public ModelReference kept() {
        int count = blobs.size();
        String stem = name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
        String own = OWN + (count == 1 ? name : new SplitName(stem, 1, count, EXTENSION).at(1));
        List<FilePart> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(new FilePart(FilePart.key(own, i, count), null, null, (long) Blobs.size(blobs.get(i)), null));
        }
        return new ModelReference(own, name, files, blobs, null);
    }
}
