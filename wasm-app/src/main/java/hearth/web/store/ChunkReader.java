package hearth.web.store;

import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Promises;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.typedarrays.Uint8Array;

/** Reads a stored file's chunks in order; the next one is on its way while one is used. */
final class ChunkReader {
    private final ChunkDatabase database;
    private final String id;
    private final long bytes;
    private int index;
    private JSPromise<Uint8Array> ahead;

    /** @param bytes how many bytes of the file are there by its record */
    ChunkReader(ChunkDatabase database, String id, long bytes) {
        this.database = database;
        this.id = id;
        this.bytes = bytes;
        this.ahead = begin(0);
    }

    /** Suspends until the next chunk is there; null at the end, or where a chunk is missing or shorter than it must be. */
    Uint8Array next() {
        long left = bytes - (long) index * ChunkDatabase.CHUNK;
        if (left <= 0) {
            return null;
        }
        JSPromise<Uint8Array> current = ahead;
        index++;
        ahead = begin(index);
        try {
            Uint8Array chunk = Promises.await(current);
            return ChunkDatabase.isUndefined(chunk) || chunk.getLength() < Math.min(left, ChunkDatabase.CHUNK) ? null : chunk;
        } catch (JavaScriptException unreadable) {
            return null;
        }
    }

    private JSPromise<Uint8Array> begin(int chunk) {
        return (long) chunk * ChunkDatabase.CHUNK < bytes ? database.chunk(id, chunk) : null;
    }
}
