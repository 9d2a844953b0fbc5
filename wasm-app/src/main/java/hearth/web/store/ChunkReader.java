package hearth.web.store;

import hearth.web.platform.Blobs;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Promises;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.typedarrays.Uint8Array;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a stored file's bytes in order. While one chunk is used, the browser reads the start of the next and looks up the
 * one after that: the way to the database and back takes longer than a few megabytes.
 */
final class ChunkReader {
    private final ChunkDatabase database;
    private final String id;
    private final long bytes;
    private final int chunkBytes;
    /** The chunk that is being looked up. */
    private int index;
    private JSPromise<JSObject> lookup;
    private ChunkBytes present;
    private ChunkBytes following;

    /**
     * @param bytes      how many bytes of the file are there by its record
     * @param chunkBytes size of its chunks
     */
    ChunkReader(ChunkDatabase database, String id, long bytes, int chunkBytes) {
        this.database = database;
        this.id = id;
        this.bytes = bytes;
        this.chunkBytes = chunkBytes;
        lookUp();
    }

    /**
     * All from {@code position} on as parts, null unless every chunk is there as a blob, and as long as it must be. Suspends.
     */
    FileParts parts(long position) {
        List<JSPromise<JSObject>> lookups = new ArrayList<>();
        int first = (int) (position / chunkBytes);
        for (int chunk = first; (long) chunk * chunkBytes < bytes; chunk++) {
            lookups.add(database.chunk(id, chunk));
        }
        FileParts parts = new FileParts(position);
        try {
            for (int i = 0; i < lookups.size(); i++) {
                JSObject value = Promises.await(lookups.get(i));
                long start = (long) (first + i) * chunkBytes;
                long size = Math.min(chunkBytes, bytes - start);
                if (ChunkDatabase.isUndefined(value) || ChunkBytes.isArray(value) || Blobs.size(value.cast()) < size) {
                    return null;
                }
                long from = Math.max(position - start, 0);
                parts.add(from == 0 ? value.cast() : Blobs.slice(value.cast(), from, size), size - from);
            }
        } catch (JavaScriptException unreadable) {
            return null;
        }
        return parts;
    }

    /**
     * Suspends until the next bytes are there.
     *
     * @return the bytes, which are valid until the next call; null at the end, or where a chunk is missing, shorter than it
     *         must be, or unreadable
     */
    Uint8Array next() {
        try {
            while (present != null || advance()) {
                Uint8Array piece = present.next();
                if (piece != null) {
                    return piece;
                }
                present = null;
            }
        } catch (JavaScriptException unreadable) {
            close();
        }
        return null;
    }

    /** Stops reading. */
    void close() {
        if (present != null) {
            present.cancel();
        }
        if (following != null) {
            following.cancel();
        }
        present = null;
        following = null;
        lookup = null;
    }

    /** Goes on to the next chunk, and begins to read the one after. */
    private boolean advance() {
        present = following == null ? found() : following;
        following = found();
        return present != null;
    }

    /** The chunk that has been looked up, or null where there is none. */
    private ChunkBytes found() {
        if (lookup == null) {
            return null;
        }
        JSObject value = Promises.await(lookup);
        lookup = null;
        if (ChunkDatabase.isUndefined(value)) {
            return null;
        }
        ChunkBytes chunk = new ChunkBytes(value);
        if (chunk.size() < Math.min(chunkBytes, bytes - (long) index * chunkBytes)) {
            chunk.cancel();
            return null;
        }
        index++;
        lookUp();
        return chunk;
    }

    private void lookUp() {
        lookup = (long) index * chunkBytes < bytes ? database.chunk(id, index) : null;
    }
}
