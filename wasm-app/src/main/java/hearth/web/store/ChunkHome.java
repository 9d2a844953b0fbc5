package hearth.web.store;

import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.file.Blob;

/**
 * Where the chunks of one file lie. All but {@link #commit} may suspend. What fails is a
 * {@link hearth.web.platform.JavaScriptException}, a QuotaExceededError where there is no room.
 */
interface ChunkHome {
    /**
     * Reads the first {@code size} bytes of a chunk. Quickest in order.
     *
     * @return false where the chunk is missing, shorter, or unreadable
     */
    boolean read(int chunk, int size, ChunkBuffer into);

    /** Writes the first {@code size} bytes of a chunk. They are safe when a {@link #commit} after this is done. */
    void write(int chunk, int size, ChunkBuffer from);

    /** Begins to write a record that counts what has been written; it is copied before this returns. */
    JSPromise<JSUndefined> commit(StoredFile record);

    /** How many bytes from its start the file can have at most; {@code claimed} where only reading would tell. */
    long present(long claimed);

    /**
     * All of the file, not copied.
     *
     * @throws hearth.web.protocol.HearthException where a part of it is missing
     */
    Blob whole(StoredFile record);

    /** A handle with which other threads can open the file, null where it lies in no file that they can. */
    JSObject handle();

    /** Ends the use of what is open. */
    void close();
}
