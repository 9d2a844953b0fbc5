package hearth.web.store;

import hearth.web.platform.Blobs;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Promises;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.file.Blob;
import org.teavm.jso.typedarrays.Uint8Array;

/** The chunks of a file that lie in the database, beside its record, and are written in one transaction with it. */
final class DatabaseChunks implements ChunkHome {
    private final ChunkDatabase database;
    private final String id;
    /** Chunks for the next transaction. */
    private JSArray<ChunkDatabase.Chunk> written = new JSArray<>();
    /** The chunk that is being looked up ahead, or null. */
    private JSPromise<JSObject> ahead;
    private int indexAhead;

    DatabaseChunks(ChunkDatabase database, StoredFile file) {
        this.database = database;
        id = file.getId();
    }

    @Override
    public boolean read(int chunk, int size, ChunkBuffer into) {
        ChunkBytes bytes = null;
        int filled = 0;
        try {
            JSObject value = Promises.await(ahead != null && indexAhead == chunk ? ahead : database.chunk(id, chunk));
            indexAhead = chunk + 1;
            ahead = database.chunk(id, indexAhead);
            if (ChunkDatabase.isUndefined(value)) {
                return false;
            }
            bytes = new ChunkBytes(value);
            for (Uint8Array piece = bytes.next(); piece != null && filled < size; piece = bytes.next()) {
                int count = Math.min(piece.getLength(), size - filled);
                into.put(piece, 0, count, filled);
                filled += count;
            }
        } catch (JavaScriptException unreadable) {
            return false;
        } finally {
            if (bytes != null) {
                bytes.cancel();
            }
        }
        return filled == size;
    }

    @Override
    public void write(int chunk, int size, ChunkBuffer from) {
        written.push(ChunkDatabase.chunk(chunk, from.bytes(size)));
    }

    @Override
    public JSPromise<JSUndefined> commit(StoredFile record) {
        JSArray<ChunkDatabase.Chunk> chunks = written;
        written = new JSArray<>();
        return database.begin(record, chunks);
    }

    @Override
    public long present(long claimed) {
        return claimed;
    }

    @Override
    public Blob whole(StoredFile record) {
        ChunkLayout layout = record.layout();
        JSArray<Blob> parts = new JSArray<>();
        for (int chunk = 0; chunk < layout.count(); chunk++) {
            JSObject value = Promises.await(database.chunk(id, chunk));
            Blob blob = ChunkDatabase.isUndefined(value) ? null : ChunkBytes.asBlob(value);
            if (blob == null || Blobs.size(blob) < layout.size(chunk)) {
                throw StoreErrors.lost(record.model(), null);
            }
            parts.push(Blobs.slice(blob, 0, layout.size(chunk)));
        }
        return Blobs.join(parts);
    }

    @Override
    public JSObject handle() {
        return null;
    }

    @Override
    public void close() {
        ahead = null;
    }
}
