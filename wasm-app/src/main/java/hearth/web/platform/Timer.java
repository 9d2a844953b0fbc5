package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;

/** The platform's timers and its clock. */
public final class Timer {
    /** What happens when the time has come; it must not suspend. */
    @JSFunctor
    public interface Action extends JSObject {
        void run();
    }

    private Timer() {
    }

    /** Milliseconds since this context started; never goes back. */
    @JSBody(script = "return performance.now();")
    public static native double now();

    /** Milliseconds since 1970. */
    @JSBody(script = "return Date.now();")
    public static native double epoch();

    /** @return what {@link #cancel} takes */
    @JSBody(params = {"action", "milliseconds"}, script = "return setTimeout(action, milliseconds);")
    public static native int start(Action action, double milliseconds);

    @JSBody(params = "timer", script = "clearTimeout(timer);")
    public static native void cancel(int timer);

    /** Suspends the calling coroutine; a {@link JavaScriptException} named AbortError where the signal ends that. */
    public static void sleep(double milliseconds, AbortSignal signal) {
        Promises.await(delay(milliseconds, signal));
    }

    @JSBody(params = {"milliseconds", "signal"}, script = "return new Promise((done, failed) => {"
            + " let timer = 0;"
            + " const stop = () => { clearTimeout(timer); failed(new DOMException('The wait was ended', 'AbortError')); };"
            + " if (signal.aborted) { stop(); return; }"
            + " timer = setTimeout(() => { signal.removeEventListener('abort', stop); done(); }, milliseconds);"
            + " signal.addEventListener('abort', stop, {once: true}); });")
    private static native JSPromise<JSUndefined> delay(double milliseconds, AbortSignal signal);
}
