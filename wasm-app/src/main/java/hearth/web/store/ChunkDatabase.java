package hearth.web.store;

import hearth.web.platform.Promises;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * The database "hearth": store {@code files} (a {@link StoredFile} by its id) and store {@code chunks} (by {@code [id, index]},
 * for files that have no {@link StoredFile#place} of their own). A record and the chunks that it counts are written in one
 * transaction, so that what a record says is there whenever a tab dies.
 *
 * <p>Version 1 had no places, no checksums, and one file to a model; what it stored is used as it is.
 */
final class ChunkDatabase {
    private static final String NAME = "hearth";

    private final JSObject database;

    /** A chunk on its way to the database. */
    interface Chunk extends JSObject {
    }

    private ChunkDatabase(JSObject database) {
        this.database = database;
    }

    /** @throws hearth.web.platform.JavaScriptException where the browser gives this page no storage */
    static ChunkDatabase open() {
        return new ChunkDatabase(Promises.await(open(NAME)));
    }

    /** False once the browser or a newer version of this code in another tab has closed it. */
    boolean isOpen() {
        return isOpen(database);
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

    /** Writes a record and waits until that is done. */
    void put(StoredFile file) {
        Promises.await(begin(file));
    }

    /** As {@link #begin(StoredFile)} where there is a record; else nothing is written. */
    JSPromise<JSUndefined> touch(StoredFile file) {
        return touch(database, file, file.getId());
    }

    /** Begins to write a record. Whoever waits for the promise later learns of a failure then. */
    JSPromise<JSUndefined> begin(StoredFile file) {
        return begin(file, new JSArray<>());
    }

    /** Begins to write a record and chunks of its file. */
    JSPromise<JSUndefined> begin(StoredFile file, JSArray<Chunk> chunks) {
        return put(database, file, file.getId(), chunks);
    }

    /** Copies a chunk's bytes. */
    @JSBody(params = {"index", "bytes"}, script = "return {index: index, blob: new Blob([bytes])};")
    static native Chunk chunk(int index, Uint8Array bytes);

    /** Begins to look up a chunk: a {@code Blob} or a {@code Uint8Array}, undefined where it is not there. */
    JSPromise<JSObject> chunk(String id, int index) {
        return getChunk(database, id, index);
    }

    void remove(String id) {
        Promises.await(remove(database, id));
    }

    @JSBody(params = "value", script = "return value === undefined;")
    static native boolean isUndefined(JSObject value);

    /** A database that another tab blocks, or that never opens as some browsers have it, counts as none. */
    @JSBody(params = "name", script = "return new Promise((done, failed) => {"
            + " if (typeof indexedDB === 'undefined' || indexedDB === null) { throw new Error('IndexedDB is not available'); }"
            + " const request = indexedDB.open(name, 2);"
            + " let given = false;"
            + " const fail = error => { given = true; failed(error); };"
            + " const timer = setTimeout(() => fail(new Error('the database does not open')), 10000);"
            + " request.onupgradeneeded = event => {"
            + "  const database = request.result;"
            + "  if (event.oldVersion < 1) { database.createObjectStore('files', {keyPath: 'id'}); database.createObjectStore('chunks'); return; }"
            + "  request.transaction.objectStore('files').openCursor().onsuccess = found => {"
            + "   const cursor = found.target.result;"
            + "   if (cursor) {"
            + "    cursor.update({model: cursor.value.id, part: 1, parts: 1, chunkBytes: 2097152, ...cursor.value}); cursor.continue(); } }; };"
            + " request.onsuccess = () => {"
            + "  clearTimeout(timer);"
            + "  const database = request.result;"
            + "  if (given) { database.close(); return; }"
            + "  database.onversionchange = () => { database.close(); database.closed = true; };"
            + "  database.onclose = () => { database.closed = true; };"
            + "  done(database); };"
            + " request.onerror = () => { clearTimeout(timer); fail(request.error); };"
            + " request.onblocked = () => { clearTimeout(timer); fail(new Error('another tab keeps an older version of the store open')); }; });")
    private static native JSPromise<JSObject> open(String name);

    @JSBody(params = "database", script = "return database.closed !== true;")
    private static native boolean isOpen(JSObject database);

    @JSBody(params = {"database", "id"}, script = "return new Promise((done, failed) => {"
            + " const request = database.transaction('files').objectStore('files').get(id);"
            + " request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });")
    private static native JSPromise<StoredFile> get(JSObject database, String id);

    @JSBody(params = "database", script = "return new Promise((done, failed) => {"
            + " const request = database.transaction('files').objectStore('files').getAll();"
            + " request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });")
    private static native JSPromise<JSArray<StoredFile>> getAll(JSObject database);

    @JSBody(params = {"database", "file", "id", "chunks"}, script = "const written = new Promise((done, failed) => {"
            + " const transaction = database.transaction(chunks.length ? ['files', 'chunks'] : ['files'], 'readwrite');"
            + " transaction.oncomplete = () => done(); transaction.onabort = () => failed(transaction.error);"
            + " for (const chunk of chunks) { transaction.objectStore('chunks').put(chunk.blob, [id, chunk.index]); }"
            + " transaction.objectStore('files').put(file); });"
            + " written.catch(() => {}); return written;")
    private static native JSPromise<JSUndefined> put(JSObject database, StoredFile file, String id, JSArray<Chunk> chunks);

    @JSBody(params = {"database", "file", "id"}, script = "const copy = structuredClone(file);"
            + " const written = new Promise((done, failed) => {"
            + " const transaction = database.transaction('files', 'readwrite');"
            + " transaction.oncomplete = () => done(); transaction.onabort = () => failed(transaction.error);"
            + " const files = transaction.objectStore('files');"
            + " files.getKey(id).onsuccess = event => { if (event.target.result !== undefined) { files.put(copy); } }; });"
            + " written.catch(() => {}); return written;")
    private static native JSPromise<JSUndefined> touch(JSObject database, StoredFile file, String id);

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
}
