package hearth.web.hub;

import hearth.web.platform.Blobs;
import org.teavm.jso.file.Blob;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Models in files of the user's own. */
final class OwnFiles {
    private static final String EXTENSION = ".gguf";

    private OwnFiles() {
    }

    /**
     * Files as they were given.
     *
     * @param map  says of each of the {@code files} its {@code name}, {@code bytes} and {@code lastModified}
     * @param blob the bytes of all of them
     */
    static ModelReference given(Map<?, ?> map, Blob blob) {
        List<String> names = new ArrayList<>();
        List<Blob> files = new ArrayList<>();
        double start = 0;
        for (Object each : map.get("files") instanceof List<?> listed ? listed : List.of()) {
            if (each instanceof Map<?, ?> file && file.get("bytes") instanceof Long bytes) {
                String name = ReferenceFields.string(file.get("name"), "name");
                names.add(name == null ? "model" + EXTENSION : name);
                long changed = file.get("lastModified") instanceof Long time ? time : 0;
                files.add(Blobs.file(blob, start, start + bytes, names.get(names.size() - 1), changed));
                start += bytes;
            }
        }
        if (files.size() < 2) {
            String name = names.isEmpty() ? ReferenceFields.string(map.get("name"), "name") : names.get(0);
            String shown = name == null ? "model" + EXTENSION : name;
            return new ModelReference(shown, shown, List.of(), List.of(blob), null);
        }
        List<Blob> ordered = new ArrayList<>();
        for (int index : FileOrder.of(names)) {
            ordered.add(files.get(index));
        }
        SplitName split = SplitName.of(names.get(0));
        String shown = split == null ? names.get(0) : split.whole();
        return new ModelReference(shown, shown, List.of(), ordered, null);
    }

    /** Files of the user's own that are kept on this device. */
    static ModelReference kept(String id) {
        SplitName split = SplitName.of(id);
        int count = split == null ? 1 : split.count();
        if (split != null) {
            FileOrder.requireReadable(split);
        }
        List<FilePart> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new FilePart(FilePart.key(id, i, count), null, null, -1, null));
        }
        String name = split == null ? id : split.whole();
        return new ModelReference(id, name.substring(ModelReference.OWN.length()), parts, List.of(), null);
    }
}
