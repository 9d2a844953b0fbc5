package hearth.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The head of a GGUF file: all of its metadata and what it says of its tensors, checked. */
public final class Gguf {
    private final int version;
    private final Metadata metadata;
    private final List<TensorInfo> tensors;
    private final long dataOffset;
    private final Map<String, TensorInfo> byName = new HashMap<>();

    /**
     * @param version    2 or 3
     * @param metadata   the metadata
     * @param tensors    the tensors in the order of their data
     * @param dataOffset byte offset of the data section from the start of the file
     */
    public Gguf(int version, Metadata metadata, List<TensorInfo> tensors, long dataOffset) {
        this.version = version;
        this.metadata = metadata;
        this.tensors = List.copyOf(tensors);
        this.dataOffset = dataOffset;
        for (TensorInfo tensor : tensors) {
            byName.put(tensor.name(), tensor);
        }
    }

    public int version() {
        return version;
    }

    public Metadata metadata() {
        return metadata;
    }

    /** The tensors in the order of their data in the file. */
    public List<TensorInfo> tensors() {
        return tensors;
    }

    /** Byte offset of the data section from the start of the file. */
    public long dataOffset() {
        return dataOffset;
    }

    /** The tensor of this name, or null. */
    public TensorInfo tensor(String name) {
        return byName.get(name);
    }
}
