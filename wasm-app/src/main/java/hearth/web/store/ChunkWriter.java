package hearth.web.store;

import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Promises;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * Writes a file's bytes as they come, chunk by chunk, and its record after them: while one record is being written chunks
 * gather, all of which the next one counts. A failure of a record comes out of a later call as a {@code JavaScriptException}.
 */
final class ChunkWriter {
    /** Bytes that may be written without a record that counts them. */
    private static final int MOST_UNCOUNTED = 2 << 20;

    private final ChunkHome home;
    private final StoredFile file;
    private final ChunkBuffer chunk;
    private final Progress progress;
    private int index;
    private int filled;
    /** Bytes of {@code chunk} that the record counts already. */
    private int counted;
    /** The record that is being written, or null. */
    private JSPromise<JSUndefined> committing;
    /** Bytes that a record counts which has been written. */
    private long committed;
    /** Why a record could not be written, or null. */
    private JavaScriptException failure;
    private boolean abandoned;

    /** Is told how far writing has come. */
    interface Progress {
        /** The file's bytes before {@code position} are safe, or can never be: then the next call says why. It must not suspend. */
        void written(long position);
    }

    /** Goes on where what is stored of {@code file} ends; what that leaves of a chunk must be {@link #pass passed} first. */
    ChunkWriter(ChunkHome home, StoredFile file, Progress progress) {
        this.home = home;
        this.file = file;
        this.progress = progress;
        chunk = new ChunkBuffer(file.getChunkBytes());
        committed = (long) file.getStoredBytes();
        index = file.layout().chunkAt(committed);
    }

    /** Takes the start of the chunk that is to go on, which is stored already. */
    void pass(Uint8Array bytes) {
        filled = bytes.getLength();
        counted = filled;
        chunk.put(bytes, 0, filled, 0);
    }

    /** Takes the file's next bytes. */
    void write(Uint8Array bytes) {
        int count = bytes.getLength();
        int from = 0;
        while (from < count) {
            int part = Math.min(count - from, chunk.capacity() - filled);
            chunk.put(bytes, from, part, filled);
            filled += part;
            from += part;
            if (filled == chunk.capacity()) {
                put();
                index++;
                filled = 0;
                counted = 0;
            }
        }
    }

    /** How many bytes of the file are safe whatever comes. */
    long committed() {
        return committed;
    }

    /** Writes what is not a whole chunk yet, so that it is not lost, and waits until all is written. */
    void flush() {
        if (filled > counted) {
            put();
            counted = filled;
        }
        awaitAllBut(0);
    }

    /** As {@link #flush}, and from then on the file is complete. */
    void complete(long bytes) {
        flush();
        file.setBytes(bytes);
        file.setComplete(true);
        Promises.await(home.commit(file));
    }

    /** No record follows the one that is being written: the file is about to be removed. */
    void abandon() {
        abandoned = true;
    }

    private void put() {
        requireNoFailure();
        home.write(index, filled, chunk);
        file.setSum(index, chunk.sum(filled));
        file.setStoredBytes((double) index * chunk.capacity() + filled);
        if (committing == null) {
            commit();
        }
        awaitAllBut(MOST_UNCOUNTED);
    }

    private void commit() {
        long end = (long) file.getStoredBytes();
        committing = home.commit(file);
        whenSettled(committing, () -> {
            committing = null;
            committed = end;
            progress.written(end);
            if (file.getStoredBytes() > committed && !abandoned) {
                commit();
            }
        }, (name, message) -> {
            committing = null;
            failure = new JavaScriptException(name, message);
            // No later record may count what came with this one.
            file.setStoredBytes(committed);
            progress.written(end);
        });
    }

    private void awaitAllBut(long bytes) {
        while (file.getStoredBytes() - committed > bytes) {
            requireNoFailure();
            Promises.await(committing);
        }
        requireNoFailure();
    }

    private void requireNoFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    @JSFunctor
    private interface Written extends JSObject {
        void run();
    }

    @JSFunctor
    private interface Failed extends JSObject {
        void run(String name, String message);
    }

    @JSBody(params = {"promise", "written", "failed"}, script = "promise.then(written, error => failed(error && error.name"
            + " ? '' + error.name : 'Error', '' + (error && error.message)));")
    private static native void whenSettled(JSPromise<JSUndefined> promise, Written written, Failed failed);
}
