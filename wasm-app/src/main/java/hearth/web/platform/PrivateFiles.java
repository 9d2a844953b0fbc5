package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.file.Blob;

/**
 * A folder of files that only this origin sees (the browser's "origin private file system"). Workers read and write them at
 * once, without a promise, about as fast as the system's own files. All calls suspend and throw a
 * {@link JavaScriptException} where the browser refuses.
 */
public final class PrivateFiles {
    /** How often, and after how many milliseconds each, a file that somebody else still has open is tried again. */
    private static final int TRIES = 20;
    private static final double BETWEEN_TRIES = 50;

    private final JSObject folder;

    private PrivateFiles(JSObject folder) {
        this.folder = folder;
    }

    /** Opens the folder, which is made where it is not there. */
    public static PrivateFiles open(String folder) {
        JSObject root = Promises.await(root());
        return new PrivateFiles(Promises.await(root, directory(root, folder)));
    }

    /**
     * Opens a file to write it, and makes it where it is not there. Nobody else can have it open then: a tab that died a
     * moment ago may still seem to, so that is waited for, a second at most.
     */
    public PrivateFile openToWrite(String name) {
        for (int tries = 1;; tries++) {
            try {
                return open(name, true, "readwrite");
            } catch (JavaScriptException failure) {
                if (tries == TRIES || !JavaScriptException.isNamed(failure, "NoModificationAllowedError")) {
                    throw failure;
                }
                Timer.sleep(BETWEEN_TRIES, new AbortController().getSignal());
            }
        }
    }

    /** Opens a file that is there to read it. Others may read it meanwhile where the browser knows how. */
    public PrivateFile openToRead(String name) {
        return open(name, false, "read-only");
    }

    /** A {@code FileSystemFileHandle} of a file that is there, which can be sent to other workers. */
    public JSObject handle(String name) {
        return handle(name, false);
    }

    /** A file that is there as a blob, which is readable until the file is changed. */
    public Blob blob(String name) {
        JSObject file = handle(name, false);
        return Promises.await(file, content(file));
    }

    /** Removes a file; one that is not there is no error. */
    public void remove(String name) {
        Promises.await(folder, removeEntry(folder, name));
    }

    public String[] names() {
        JSObject keys = keys(folder);
        JSArray<JSString> found = Promises.await(keys, list(keys));
        String[] names = new String[found.getLength()];
        for (int i = 0; i < names.length; i++) {
            names[i] = found.get(i).stringValue();
        }
        return names;
    }

    private PrivateFile open(String name, boolean create, String mode) {
        JSObject file = handle(name, create);
        return new PrivateFile(Promises.await(file, access(file, mode)));
    }

    private JSObject handle(String name, boolean create) {
        return Promises.await(folder, file(folder, name, create));
    }

    @JSBody(script = "return Promise.resolve().then(() => {"
            + " if (typeof FileSystemFileHandle === 'undefined' || !FileSystemFileHandle.prototype.createSyncAccessHandle) {"
            + "  throw new Error('files cannot be written at once'); }"
            + " return navigator.storage.getDirectory(); });")
    private static native JSPromise<JSObject> root();

    @JSBody(params = {"root", "name"}, script = "return root.getDirectoryHandle(name, {create: true});")
    private static native JSPromise<JSObject> directory(JSObject root, String name);

    @JSBody(params = {"folder", "name", "create"}, script = "return folder.getFileHandle(name, {create: create});")
    private static native JSPromise<JSObject> file(JSObject folder, String name, boolean create);

    @JSBody(params = {"file", "mode"}, script = "return file.createSyncAccessHandle({mode: mode});")
    private static native JSPromise<JSObject> access(JSObject file, String mode);

    @JSBody(params = "file", script = "return file.getFile();")
    private static native JSPromise<Blob> content(JSObject file);

    @JSBody(params = {"folder", "name"}, script = "return folder.removeEntry(name)"
            + ".catch(error => { if (error.name !== 'NotFoundError') { throw error; } });")
    private static native JSPromise<JSUndefined> removeEntry(JSObject folder, String name);

    @JSBody(params = "folder", script = "return folder.keys();")
    private static native JSObject keys(JSObject folder);

    @JSBody(params = "keys", script = "return (async () => { const names = []; for await (const name of keys) { names.push(name); }"
            + " return names; })();")
    private static native JSPromise<JSArray<JSString>> list(JSObject keys);
}
