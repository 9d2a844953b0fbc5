package hearth.web.api;

import hearth.web.protocol.Method;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;

/** The model files kept on this device: {@code ModelStore} in the API. */
public final class StoreHandle {
    private final EngineLink link;

    StoreHandle(EngineLink link) {
        this.link = link;
    }

    /** Every file, complete or not. */
    @JSExport
    public JSPromise<JSObject> list() {
        return Call.send(link, Method.STORE_LIST, new JsonBody(), (files, data) -> files);
    }

    /** Removes one file. */
    @JSExport
    public JSPromise<JSUndefined> remove(JSObject id) {
        return Call.send(link, Method.STORE_REMOVE, new JsonBody().with("id", id), StoreHandle::nothing);
    }

    /** Removes all files. */
    @JSExport
    public JSPromise<JSUndefined> clear() {
        return Call.send(link, Method.STORE_CLEAR, new JsonBody(), StoreHandle::nothing);
    }

    /** How much is used, and how much the browser allows. */
    @JSExport
    public JSPromise<JSObject> usage() {
        return Call.send(link, Method.STORE_USAGE, new JsonBody(), (usage, data) -> usage);
    }

    /** Asks the browser not to evict what is kept. Only a page can ask, so this does not go to the engine. */
    @JSExport
    public JSPromise<JSBoolean> persist() {
        return Persistence.ask();
    }

    /** A complete model as the file that it was, made of what is stored without copying it. */
    @JSExport
    public JSPromise<JSObject> export(JSObject id) {
        return Call.send(link, Method.STORE_EXPORT, new JsonBody().with("id", id), (answer, file) -> file);
    }

    private static JSUndefined nothing(JSObject body, JSObject data) {
        return JSObjects.undefined().cast();
    }
}
