package hearth.web.store;

import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * The rest of a stored file in parts of some chunks each, which threads can read by themselves. What they cannot read, or what
 * is not as it was written, is read here, and fetched again where that is needed.
 */
public final class StoredParts {
    /** Told how much has been taken; it must not suspend. */
    interface Taken {
        void bytes(long sinceTheFirstPart);
    }

    /** Chunks of a part: enough for few rows to be torn between parts, so few that all threads end at about the same time. */
    private static final int CHUNKS = 8;

    private final StoredReader reader;
    private final StoredFile file;
    private final ChunkLayout layout;
    private final int first;
    private final JSObject handle;
    private final Taken taken;

    /**
     * @param first  the first chunk of the first part
     * @param handle of the file
     */
    StoredParts(StoredReader reader, StoredFile file, int first, JSObject handle, Taken taken) {
        this.reader = reader;
        this.file = file;
        layout = file.layout();
        this.first = first;
        this.handle = handle;
        this.taken = taken;
    }

    /** A {@code FileSystemFileHandle}, with which any thread can open the file. */
    public JSObject handle() {
        return handle;
    }

    /** How many parts there are. */
    public int count() {
        return (layout.count() - first + CHUNKS - 1) / CHUNKS;
    }

    /** Bytes of each chunk but the file's last. */
    public int chunkBytes() {
        return file.getChunkBytes();
    }

    /** Offset in the file of a part. */
    public long start(int part) {
        return layout.start(first + part * CHUNKS);
    }

    /** Offset in the file after a part. */
    public long end(int part) {
        return Math.min(layout.bytes(), start(part + 1));
    }

    /** For each part the checksums of its chunks, -1 where one is not known. */
    public JSArray<JSObject> sums() {
        JSArray<JSObject> sums = new JSArray<>();
        for (int part = 0; part < count(); part++) {
            sums.push(file.sums(first + part * CHUNKS, Math.min(CHUNKS, layout.count() - first - part * CHUNKS)));
        }
        return sums;
    }

    /** Reads a chunk of a part, checked. Suspends. The bytes are valid until the next call. */
    public Uint8Array read(int part, int chunk) {
        return reader.read(first + part * CHUNKS + chunk);
    }

    /** So many bytes have been taken of all parts. */
    public void taken(long bytes) {
        taken.bytes(bytes);
    }
}
