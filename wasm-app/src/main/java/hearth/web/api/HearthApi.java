package hearth.web.api;

import hearth.web.platform.Url;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.Method;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSPromise;

/** The object {@code Hearth}: what this version offers, what this browser can do, and the way to a running engine. */
public final class HearthApi {
    private static final String WORKER = "engine/worker.js";

    private final Surroundings surroundings;
    private final HearthErrors errors;

    HearthApi(Surroundings surroundings) {
        this.surroundings = surroundings;
        errors = new HearthErrors(surroundings.getError());
    }

    /** Version of the package. */
    @JSExport
    @JSProperty
    public String getVersion() {
        return surroundings.getVersion();
    }

    /** The catalogue. */
    @JSExport
    @JSProperty
    public JSArrayReader<JSObject> getModels() {
        return surroundings.getModels();
    }

    /** What this browser can do; never rejects. */
    @JSExport
    public JSPromise<JSObject> support() {
        return JSPromise.resolve(BrowserSupport.describe());
    }

    /**
     * Starts the engine in a worker.
     *
     * @param given the options; undefined for all defaults
     */
    @JSExport
    public JSPromise<RuntimeHandle> create(JSObject given) {
        RuntimeOptions options = RequestOptions.orEmpty(given).cast();
        BrowserSupport.Answer support = BrowserSupport.describe().cast();
        if (!support.isSupported()) {
            return JSPromise.reject(errors.of(ErrorCode.UNSUPPORTED, support.getMessage(), "Open this page in a newer browser."));
        }
        String base;
        try {
            base = assets(options.getAssets());
        } catch (RuntimeException notAnAddress) {
            return JSPromise.reject(errors.badRequest("`assets` is no address: " + JSObjects.toString(options.getAssets()),
                    "Give the address of the folder that holds engine/worker.js."));
        }
        EngineLink link;
        try {
            link = new EngineLink(Url.resolve(WORKER, base), errors);
        } catch (RuntimeException refused) {
            return JSPromise.reject(errors.of(ErrorCode.UNSUPPORTED, "The browser refused to start the engine's worker: "
                    + refused.getMessage(), "The files of Hearth must lie on the same origin as the page."));
        }
        JsonBody body = new JsonBody().with("threads", options.getThreads()).with("device", options.getDevice())
                .with("hub", text(options.getHub())).with("token", options.getToken()).with("base", base);
        return Call.<RuntimeHandle>send(link, Method.START, body, (device, data) -> new RuntimeHandle(link, base, device))
                .flatCatchError(error -> {
                    link.close(() -> { });
                    return JSPromise.reject(error);
                });
    }

    private String assets(JSObject given) {
        if (given == null || JSObjects.isUndefined(given)) {
            return surroundings.getBase();
        }
        String folder = Url.resolve(JSObjects.toString(given), Url.ofPage(surroundings.getBase()));
        return folder.endsWith("/") ? folder : folder + "/";
    }

    /** A URL object as its address; anything else as it is. */
    @JSBody(params = "value", script = "return value instanceof URL ? value.href : value;")
    private static native JSObject text(JSObject value);
}
