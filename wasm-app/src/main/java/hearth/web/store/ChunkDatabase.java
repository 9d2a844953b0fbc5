package hearth.web.store;

import hearth.web.platform.Promises;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * The database "hearth": store {@code files} (a {@link StoredFile} by its id) and store {@code chunks} (blobs by
 * {@code [id, index]}, all but a file's last of {@link StoredFile#chunkBytes} bytes). A chunk and the record that counts
 * it are written in one transaction, so that what a record says is there whenever a tab dies.
 *
 * <p>Chunks are blobs since those can be read as streams, into one buffer again and again: a browser that hands out an
 * array makes two copies of it for each chunk, in half the speed. Arrays, which earlier versions stored, are read too.
 */
final class ChunkDatabase {
    /** Bytes of a new file's chunks: large enough to be read fast, small enough that little is lost with a tab. */
    static final int CHUNK = 4 << 20;
    private static final String NAME = "hearth";

    private final JSObject database;

    private ChunkDatabase(JSObject database) {
        this.database = database;
    }

    /** @throws hearth.web.platform.JavaScriptException where the browser gives this page no storage */
    static ChunkDatabase open() {
        return new ChunkDatabase(Promises.await(open(NAME)));
    }

    /** The record, or null. */
    StoredFile file(String id) {
        StoredFile file = Promises.await(get(database, id));
        return isUndefined(file) ? null : file;
    }

    StoredFile[] files() {
        JSArray<StoredFile> all = Promises.await(getAll(database));
        StoredFile[] files = new StoredFile[all.getLength()];
        for (int i = 0; i < files.length; i++) {
            files[i] = all.get(i);
        }
        return files;
    }

    /** Writes the record alone. */
    void put(StoredFile file) {
        Promises.await(putFile(database, file));
    }

    /**
     * Begins to write a chunk together with the record that counts it; both are copied before this returns. Whoever
     * waits for the promise later learns of a failure then.
     */
    JSPromise<JSUndefined> put(StoredFile file, int index, Uint8Array bytes) {
        return putChunk(database, file, file.getId(), index, bytes);
    }

    /** Begins to look up a chunk: a {@code Blob} or a {@code Uint8Array}, undefined where it is not there. */
    JSPromise<JSObject> chunk(String id, int index) {
        return getChunk(database, id, index);
    }

    void remove(String id) {
        Promises.await(remove(database, id));
    }

    void clear() {
        Promises.await(clear(database));
    }

    @JSBody(params = "value", script = "return value === undefined;")
    static native boolean isUndefined(JSObject value);

    @JSBody(params = "name", script = "return new Promise((done, failed) => {"
            + " if (typeof indexedDB === 'undefined' || indexedDB === null) { throw new Error('IndexedDB is not available'); }"
            + " const request = indexedDB.open(name, 1);"
            + " request.onupgradeneeded = () => { request.result.createObjectStore('files', {keyPath: 'id'});"
            + "  request.result.createObjectStore('chunks'); };"
            + " request.onsuccess = () => { const database = request.result; database.onversionchange = () => database.close(); done(database); };"
            + " request.onerror = () => failed(request.error);"
            + " request.onblocked = () => failed(new Error('another tab keeps an older version of the store open')); });")
    private static native JSPromise<JSObject> open(String name);

    @JSBody(params = {"database", "id"}, script = "return new Promise((done, failed) => {"
            + " const request = database.transaction('files').objectStore('files').get(id);"
            + " request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });")
    private static native JSPromise<StoredFile> get(JSObject database, String id);

    @JSBody(params = "database", script = "return new Promise((done, failed) => {"
            + " const request = database.transaction('files').objectStore('files').getAll();"
            + " request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });")
    private static native JSPromise<JSArray<StoredFile>> getAll(JSObject database);

    @JSBody(params = {"database", "file"}, script = "return new Promise((done, failed) => {"
            + " const transaction = database.transaction('files', 'readwrite');"
            + " transaction.oncomplete = () => done(); transaction.onabort = () => failed(transaction.error);"
            + " transaction.objectStore('files').put(file); });")
    private static native JSPromise<JSUndefined> putFile(JSObject database, StoredFile file);

    @JSBody(params = {"database", "file", "id", "index", "bytes"}, script = "const written = new Promise((done, failed) => {"
            + " const transaction = database.transaction(['files', 'chunks'], 'readwrite');"
            + " transaction.oncomplete = () => done(); transaction.onabort = () => failed(transaction.error);"
            + " transaction.objectStore('chunks').put(new Blob([bytes]), [id, index]); transaction.objectStore('files').put(file); });"
            + " written.catch(() => {}); return written;")
    private static native JSPromise<JSUndefined> putChunk(JSObject database, StoredFile file, String id, int index, Uint8Array bytes);

    @JSBody(params = {"database", "id", "index"}, script = "const read = new Promise((done, failed) => {"
            + " const request = database.transaction('chunks').objectStore('chunks').get([id, index]);"
            + " request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });"
            + " read.catch(() => {}); return read;")
    private static native JSPromise<JSObject> getChunk(JSObject database, String id, int index);

    @JSBody(params = {"database", "id"}, script = "return new Promise((done, failed) => {"
            + " const transaction = database.transaction(['files', 'chunks'], 'readwrite');"
            + " transaction.oncomplete = () => done(); transaction.onabort = () => failed(transaction.error);"
            + " transaction.objectStore('files').delete(id);"
            + " transaction.objectStore('chunks').delete(IDBKeyRange.bound([id], [id, []])); });")
    private static native JSPromise<JSUndefined> remove(JSObject database, String id);

    @JSBody(params = "database", script = "return new Promise((done, failed) => {"
            + " const transaction = database.transaction(['files', 'chunks'], 'readwrite');"
            + " transaction.oncomplete = () => done(); transaction.onabort = () => failed(transaction.error);"
            + " transaction.objectStore('files').clear(); transaction.objectStore('chunks').clear(); });")
    private static native JSPromise<JSUndefined> clear(JSObject database);
}
