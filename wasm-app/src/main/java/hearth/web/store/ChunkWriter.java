package hearth.web.store;

import hearth.web.platform.Promises;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * Writes a file's bytes to the database as they come: one chunk is being filled while at most one is being written.
 * A failure of a write comes out of a later call as a {@code JavaScriptException}.
 */
final class ChunkWriter {
    private final ChunkDatabase database;
    private final StoredFile file;
    private final Uint8Array chunk;
    private int index;
    private int filled;
    /** Bytes of {@code chunk} that are in the database already. */
    private int stored;
    private JSPromise<JSUndefined> writing;
    private final Progress progress;

    /** Is told how far writing has come. */
    interface Progress {
        /** The file's bytes before {@code position} are in the database, or can never be: then the next call says why. */
        void written(long position);
    }

    /** @param index of the chunk that the first bytes belong to */
    ChunkWriter(ChunkDatabase database, StoredFile file, int index, Progress progress) {
        this.database = database;
        this.file = file;
        this.index = index;
        this.progress = progress;
        chunk = new Uint8Array(file.chunkBytes());
    }

    /** Goes over bytes that are in the database already. */
    void pass(Uint8Array bytes) {
        append(bytes, true);
    }

    /** Takes the file's next bytes. */
    void write(Uint8Array bytes) {
        append(bytes, false);
    }

    /** Writes what is not a whole chunk yet, so that it is not lost, and waits until all is written. */
    void flush() {
        if (filled > stored) {
            put();
        }
        await();
    }

    /** As {@link #flush}, and from then on the file is complete. */
    void complete(long bytes) {
        await();
        file.setBytes(bytes);
        file.setComplete(true);
        if (filled > stored || bytes == 0) {
            put();
            await();
        } else {
            database.put(file);
        }
    }

    private void append(Uint8Array bytes, boolean there) {
        int count = bytes.getLength();
        int from = 0;
        while (from < count) {
            int part = Math.min(count - from, chunk.getLength() - filled);
            copy(bytes, from, part, chunk, filled);
            filled += part;
            from += part;
            if (there) {
                stored = filled;
            }
            if (filled == chunk.getLength()) {
                if (!there) {
                    put();
                }
                index++;
                filled = 0;
                stored = 0;
            }
        }
    }

    private void put() {
        await();
        long end = (long) index * chunk.getLength() + filled;
        file.setStoredBytes(end);
        writing = database.put(file, index, start(chunk, filled));
        whenSettled(writing, () -> progress.written(end));
        stored = filled;
    }

    private void await() {
        if (writing != null) {
            JSPromise<JSUndefined> last = writing;
            writing = null;
            Promises.await(last);
        }
    }

    @JSFunctor
    private interface Settled extends JSObject {
        void run();
    }

    @JSBody(params = {"promise", "settled"}, script = "promise.then(settled, settled);")
    private static native void whenSettled(JSPromise<JSUndefined> promise, Settled settled);

    @JSBody(params = {"from", "at", "count", "to", "index"}, script = "to.set(from.subarray(at, at + count), index);")
    private static native void copy(Uint8Array from, int at, int count, Uint8Array to, int index);

    @JSBody(params = {"bytes", "count"}, script = "return bytes.subarray(0, count);")
    private static native Uint8Array start(Uint8Array bytes, int count);
}
