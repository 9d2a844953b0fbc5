package hearth.web.store;

import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Uint8Array;

/** Reads what is stored of a file, chunk after chunk, each checked. One that is not as it was written is fetched again, alone. */
final class StoredReader {
    private final StoredFile file;
    private final ChunkLayout layout;
    private final ChunkHome home;
    private final ChunkRepair repair;
    private final ChunkBuffer buffer;
    private int chunk;

    StoredReader(StoredFile file, ChunkHome home, ChunkRepair repair) {
        this.file = file;
        this.home = home;
        this.repair = repair;
        layout = file.layout();
        buffer = new ChunkBuffer(file.getChunkBytes());
    }

    /** Suspends until the next chunk is there: its bytes, which are valid until the next call, or null at the end. */
    Uint8Array next() {
        return chunk == layout.count() ? null : read(chunk++);
    }

    /** Suspends until this chunk is there: its bytes, which are valid until the next call. */
    Uint8Array read(int chunk) {
        int size = layout.size(chunk);
        if (!home.read(chunk, size, buffer) || !isRight(chunk, size)) {
            repair.fetch(chunk, size, buffer);
        }
        return buffer.bytes(size);
    }

    /** The chunks that come next, in parts; null where only this reader can read them, or none is left. */
    StoredParts parts(StoredParts.Taken taken) {
        JSObject handle = chunk == layout.count() ? null : home.handle();
        return handle == null ? null : new StoredParts(this, file, chunk, handle, taken);
    }

    private boolean isRight(int chunk, int size) {
        double sum = file.sum(chunk);
        return sum < 0 || sum == buffer.sum(size);
    }
}
