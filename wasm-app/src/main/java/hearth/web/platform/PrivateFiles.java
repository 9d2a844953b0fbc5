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
    /**
     * Declares what keeps a handle until its promise is settled. Chromium collects one that nothing refers to while it still
     * owes an answer, which then never comes.
     */
    private static final String HOLD = "const held = globalThis.hearthHeld || (globalThis.hearthHeld = new Set());"
            + " const hold = (file, answer) => { held.add(file); const release = () => { held.delete(file); };"
            + " answer.then(release, release); return answer; }; ";

    private final JSObject folder;

    private PrivateFiles(JSObject folder) {
        this.folder = folder;
    }

    /** Opens the folder, which is made where it is not there. */
    public static PrivateFiles open(String folder) {
        return new PrivateFiles(Promises.await(directory(folder)));
    }

    /**
     * Opens a file to write it, and makes it where it is not there. Nobody else can have it open then: a tab that died a
     * moment ago may still seem to, so that is waited for, a second at most.
     */
    public PrivateFile openToWrite(String name) {
        for (int tries = 1;; tries++) {
            try {
                return new PrivateFile(Promises.await(access(folder, name, true, "readwrite")));
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
        return new PrivateFile(Promises.await(access(folder, name, false, "read-only")));
    }

    /** A {@code FileSystemFileHandle} of a file that is there, which can be sent to other workers. */
    public JSObject handle(String name) {
        return Promises.await(handle(folder, name));
    }

    /** A file that is there as a blob, which is readable until the file is changed. */
    public Blob blob(String name) {
        return Promises.await(file(folder, name));
    }

    /** Removes a file; one that is not there is no error. */
    public void remove(String name) {
        Promises.await(removeEntry(folder, name));
    }

    public String[] names() {
        JSArray<JSString> found = Promises.await(list(folder));
        String[] names = new String[found.getLength()];
        for (int i = 0; i < names.length; i++) {
            names[i] = found.get(i).stringValue();
        }
        return names;
    }

    @JSBody(params = "name", script = "return Promise.resolve().then(() => {"
            + " if (typeof FileSystemFileHandle === 'undefined' || !FileSystemFileHandle.prototype.createSyncAccessHandle) {"
            + "  throw new Error('files cannot be written at once'); }"
            + " return navigator.storage.getDirectory(); }).then(root => root.getDirectoryHandle(name, {create: true}));")
    private static native JSPromise<JSObject> directory(String name);

    @JSBody(params = {"folder", "name", "create", "mode"}, script = HOLD + "return folder.getFileHandle(name, {create: create})"
            + ".then(file => hold(file, file.createSyncAccessHandle({mode: mode})));")
    private static native JSPromise<JSObject> access(JSObject folder, String name, boolean create, String mode);

    @JSBody(params = {"folder", "name"}, script = "return folder.getFileHandle(name);")
    private static native JSPromise<JSObject> handle(JSObject folder, String name);

    @JSBody(params = {"folder", "name"}, script = HOLD + "return folder.getFileHandle(name).then(file => hold(file, file.getFile()));")
    private static native JSPromise<Blob> file(JSObject folder, String name);

    @JSBody(params = {"folder", "name"}, script = "return folder.removeEntry(name)"
            + ".catch(error => { if (error.name !== 'NotFoundError') { throw error; } });")
    private static native JSPromise<JSUndefined> removeEntry(JSObject folder, String name);

    @JSBody(params = "folder", script = "return (async () => { const names = []; for await (const name of folder.keys()) { names.push(name); }"
            + " return names; })();")
    private static native JSPromise<JSArray<JSString>> list(JSObject folder);
}
