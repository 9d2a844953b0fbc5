package hearth.web.api;

import hearth.web.protocol.Method;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;
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
    private final Persistence persistence = new Persistence();

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
        ModelReference reference = reference(model);
        if (reference == null) {
            return JSPromise.reject(noReference());
        }
        JSObject onProgress = options.getOnProgress();
        if (!isFunctionOrAbsent(onProgress)) {
            return JSPromise.reject(link.errors.badRequest("`onProgress` is no function", "Give a function or leave it out."));
        }
        JSObject makeRoom = options.getMakeRoom();
        JsonBody body = new JsonBody().with("ref", reference.form()).with("contextLength", options.getContextLength())
                .with("kvCache", options.getKvCache()).with("keep", options.getKeep()).with("offline", options.getOffline())
                .with("makeRoom", isFunction(makeRoom) ? JSString.valueOf("ask") : makeRoom);
        boolean kept = !isFalse(options.getKeep());
        return Call.send(link, Method.LOAD, body, reference.blob(), RequestOptions.signal(options), new Call.Listener() {
                    @Override
                    public void accept(JSObject progress) {
                        if (kept) {
                            persistence.consider(progress);
                        }
                        tell(onProgress, progress);
                    }

                    @Override
                    public void question(JSObject question, Exchange.Consent answer) {
                        ask(makeRoom, question, answer);
                    }
                }, new Call.Answer<ModelHandle>() {
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

    /** What loading a model would take: bytes to fetch, bytes that are here, room. */
    @JSExport
    public JSPromise<JSObject> plan(JSObject model) {
        ModelReference reference = reference(model);
        if (reference == null || !JSObjects.isUndefined(reference.blob())) {
            return JSPromise.reject(noReference());
        }
        return Call.send(link, Method.PLAN, new JsonBody().with("ref", reference.form()), (plan, data) -> plan);
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

    /** Null where the caller gave none. */
    private ModelReference reference(JSObject model) {
        try {
            return ModelReference.of(model, base);
        } catch (RuntimeException notAnAddress) {
            return null;
        }
    }

    private JSObject noReference() {
        return link.errors.badRequest("`model` is no reference to a model", "Give a name from Hearth.models, "
                + "'org/repo', 'org/repo/file.gguf', an address, a File or Blob, several of them, or {url, sha256, name}.");
    }

    @JSBody(params = "value", script = "return value === undefined || value === null || typeof value === 'function';")
    private static native boolean isFunctionOrAbsent(JSObject value);

    @JSBody(params = "value", script = "return typeof value === 'function';")
    private static native boolean isFunction(JSObject value);

    @JSBody(params = "value", script = "return value === false;")
    private static native boolean isFalse(JSObject value);

    /** Asks the caller's function, which may take its time; what it throws is no consent, and the page's own error. */
    @JSBody(params = {"asked", "question", "answer"}, script = "Promise.resolve().then(function () {"
            + " return asked(question.models, question.missingBytes); })"
            + ".then(function (yes) { answer(yes === true); }, function (error) { answer(false); reportError(error); });")
    private static native void ask(JSObject asked, JSObject question, Exchange.Consent answer);

    /** Calls the listener; what it throws is the page's own error and must not end the load. */
    @JSBody(params = {"listener", "progress"}, script = "if (listener) try { listener(progress); } catch (error) { reportError(error); }")
    private static native void tell(JSObject listener, JSObject progress);
}
