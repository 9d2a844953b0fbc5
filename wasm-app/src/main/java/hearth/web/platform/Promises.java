package hearth.web.platform;

import org.teavm.interop.Async;
import org.teavm.interop.AsyncCallback;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

import java.util.ArrayList;
import java.util.List;

/**
 * Waits for promises. {@code JSPromise.await()} of the library loses the coroutine when the promise is rejected; this
 * one turns the rejection into a {@link JavaScriptException}.
 */
public final class Promises {
    private static final List<Asked> ASKED = new ArrayList<>();

    private Promises() {
    }

    /**
     * Suspends the calling coroutine until the promise is settled.
     *
     * @return what it was fulfilled with
     * @throws JavaScriptException with the name and message of what it was rejected with
     */
    @SuppressWarnings("unchecked")
    public static <T extends JSObject> T await(JSPromise<T> promise) {
        Settled settled = settle(promise);
        if (settled.failure != null) {
            throw settled.failure;
        }
        return (T) settled.value;
    }

    /**
     * The same, and keeps {@code asked} until then. Chromium collects a handle of a file or folder as garbage although somebody
     * waits for what it was asked for, who then waits for ever; it does not where the handle can be reached from here.
     *
     * @param asked whose answer the promise is
     */
    static <T extends JSObject> T await(JSObject asked, JSPromise<T> promise) {
        Asked kept = new Asked(asked);
        ASKED.add(kept);
        try {
            return await(promise);
        } finally {
            ASKED.remove(kept);
        }
    }

    /** Is told what a promise was fulfilled with. Must not suspend. */
    public interface Fulfilment<T> {
        void accept(T value);
    }

    /** Is told why a promise was rejected. Must not suspend. */
    public interface Rejection {
        void accept(JavaScriptException failure);
    }

    /** Calls one of the two when the promise is settled, and waits for nothing. */
    @SuppressWarnings("unchecked")
    public static <T extends JSObject> void whenSettled(JSPromise<T> promise, Fulfilment<T> fulfilment, Rejection rejection) {
        then(promise, value -> fulfilment.accept((T) value), (name, message) -> rejection.accept(new JavaScriptException(name, message)));
    }

    /** What owes an answer. */
    private static final class Asked {
        private final JSObject handle;

        private Asked(JSObject handle) {
            this.handle = handle;
        }
    }

    private static final class Settled {
        private final JSObject value;
        private final JavaScriptException failure;

        private Settled(JSObject value, JavaScriptException failure) {
            this.value = value;
            this.failure = failure;
        }
    }

    @Async
    private static native Settled settle(JSObject promise);

    /** Never calls {@code callback.error}: a failure that is caught would come back at the next suspension. */
    private static void settle(JSObject promise, AsyncCallback<Settled> callback) {
        then(promise, value -> callback.complete(new Settled(value, null)),
                (name, message) -> callback.complete(new Settled(null, new JavaScriptException(name, message))));
    }

    @JSFunctor
    private interface Fulfilled extends JSObject {
        void accept(JSObject value);
    }

    @JSFunctor
    private interface Rejected extends JSObject {
        void accept(String name, String message);
    }

    @JSBody(params = {"promise", "fulfilled", "rejected"}, script = "promise.then(fulfilled, "
            + "e => rejected(e && e.name ? '' + e.name : 'Error', e && e.message !== undefined ? '' + e.message : '' + e));")
    private static native void then(JSObject promise, Fulfilled fulfilled, Rejected rejected);
}
