package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** A lock among all tabs and workers of this origin. The browser frees it when its holder dies. */
public final class WebLock {
    private final JSObject release;

    private WebLock(JSObject release) {
        this.release = release;
    }

    /**
     * Suspends until the lock is free and takes it alone. Where the platform has no locks (an insecure origin), or
     * the user lets no site have any (nor store anything then), nothing is locked.
     *
     * @throws JavaScriptException AbortError where the signal ends the wait
     */
    public static WebLock take(String name, AbortSignal signal) {
        return new WebLock(Promises.await(request(name, "exclusive", signal)));
    }

    /** Takes the lock, or returns null at once where another holds it, be it shared. */
    public static WebLock takeIfFree(String name) {
        JSObject release = Promises.await(requestIfFree(name));
        return isFunction(release) ? new WebLock(release) : null;
    }

    /** Suspends until nobody holds the lock alone, and takes it together with all others who share it. */
    public static WebLock share(String name) {
        return new WebLock(Promises.await(request(name, "shared", new AbortController().getSignal())));
    }

    public void release() {
        call(release);
    }

    @JSBody(params = {"name", "mode", "signal"}, script = "return !navigator.locks ? Promise.resolve(() => {})"
            + " : new Promise((taken, failed) => { navigator.locks.request(name, {mode: mode, signal: signal},"
            + " () => new Promise(release => taken(release)))"
            + ".catch(error => error.name === 'SecurityError' ? taken(() => {}) : failed(error)); });")
    private static native JSPromise<JSObject> request(String name, String mode, AbortSignal signal);

    @JSBody(params = "name", script = "return !navigator.locks ? Promise.resolve(() => {})"
            + " : new Promise((taken, failed) => { navigator.locks.request(name, {ifAvailable: true},"
            + " lock => lock === null ? taken(null) : new Promise(release => taken(release)))"
            + ".catch(error => error.name === 'SecurityError' ? taken(() => {}) : failed(error)); });")
    private static native JSPromise<JSObject> requestIfFree(String name);

    @JSBody(params = "value", script = "return typeof value === 'function';")
    private static native boolean isFunction(JSObject value);

    @JSBody(params = "release", script = "release();")
    private static native void call(JSObject release);
}
