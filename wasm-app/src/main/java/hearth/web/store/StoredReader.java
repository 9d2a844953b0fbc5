package hearth.web.store;

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
        if (chunk == layout.count()) {
            return null;
        }
        int size = layout.size(chunk);
        if (!home.read(chunk, size, buffer) || !isRight(size)) {
            repair.fetch(chunk, size, buffer);
        }
        chunk++;
        return buffer.bytes(size);
    }

    private boolean isRight(int size) {
        double sum = file.sum(chunk);
        return sum < 0 || sum == buffer.sum(size);
    }
}
