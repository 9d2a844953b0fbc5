package hearth.web.api;

import hearth.web.protocol.Method;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.typedarrays.ArrayBuffer;

/** A running engine: {@code Runtime} in the API. */
public final class RuntimeHandle {
    private interface Loaded extends JSObject {
        @JSProperty
        JSObject getHandle();

        @JSProperty
        JSObject getInfo();
    }

    private final EngineLink link;
    private final String base;
    private final JSObject device;
    private final StoreHandle store;

    RuntimeHandle(EngineLink link, String base, JSObject device) {
        this.link = link;
        this.base = base;
        this.device = device;
        store = new StoreHandle(link);
    }

    /** What computes. */
    @JSExport
    @JSProperty
    public JSObject getDevice() {
        return device;
    }

    /** The files kept on this device. */
    @JSExport
    @JSProperty
    public StoreHandle getStore() {
        return store;
    }

    /**
     * Loads a model.
     *
     * @param model which one: a {@code ModelRef}
     * @param given the options; undefined for all defaults
     */
    @JSExport
    public JSPromise<ModelHandle> load(JSObject model, JSObject given) {
        LoadOptions options = RequestOptions.orEmpty(given).cast();
        ModelReference reference;
        try {
            reference = ModelReference.of(model, base);
        } catch (RuntimeException notAnAddress) {
            reference = null;
        }
        if (reference == null) {
            return JSPromise.reject(link.errors.badRequest("`model` is no reference to a model", "Give a name from Hearth.models, "
                    + "'org/repo/file.gguf', an address, a File or Blob, or {url, sha256, name}."));
        }
        JSObject onProgress = options.getOnProgress();
        if (!isFunctionOrAbsent(onProgress)) {
            return JSPromise.reject(link.errors.badRequest("`onProgress` is no function", "Give a function or leave it out."));
        }
        JsonBody body = new JsonBody().with("ref", reference.form()).with("contextLength", options.getContextLength())
                .with("kvCache", options.getKvCache()).with("keep", options.getKeep()).with("offline", options.getOffline());
        return Call.send(link, Method.LOAD, body, reference.blob(), RequestOptions.signal(options),
                progress -> tell(onProgress, progress), new Call.Answer<ModelHandle>() {
                    @Override
                    public ModelHandle of(JSObject answer, ArrayBuffer data) {
                        Loaded loaded = answer.cast();
                        return new ModelHandle(link, loaded.getHandle(), loaded.getInfo());
                    }

                    @Override
                    public void discard(JSObject answer) {
                        of(answer, null).unload();
                    }
                });
    }

    /** How much memory the engine takes. */
    @JSExport
    public JSPromise<JSObject> memory() {
        return Call.send(link, Method.MEMORY, new JsonBody(), (answer, data) -> answer);
    }

    /** Ends the engine. Open requests reject with {@code closed}. */
    @JSExport
    public JSPromise<JSUndefined> close() {
        return new JSPromise<>((resolve, reject) -> link.close(() -> resolve.accept(JSObjects.undefined().cast())));
    }

    @JSBody(params = "value", script = "return value === undefined || value === null || typeof value === 'function';")
    private static native boolean isFunctionOrAbsent(JSObject value);

    /** Calls the listener; what it throws is the page's own error and must not end the load. */
    @JSBody(params = {"listener", "progress"}, script = "if (listener) try { listener(progress); } catch (error) { reportError(error); }")
    private static native void tell(JSObject listener, JSObject progress);
}
