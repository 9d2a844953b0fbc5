package hearth.web.api;

import hearth.web.platform.AbortSignal;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;
import org.teavm.jso.function.JSConsumer;
import org.teavm.jso.typedarrays.ArrayBuffer;

/**
 * A request with one answer, as a promise that a signal can reject.
 *
 * @param <T> what the promise gives
 */
final class Call<T> implements Exchange {
    /** Makes the promise's value of an answer. */
    interface Answer<T> {
        T of(JSObject body, ArrayBuffer data);

        /** The answer came after the caller took the request back: gives back what it stands for. */
        default void discard(JSObject body) {
        }
    }

    /** Hears how far the request has come, and what the engine asks meanwhile. */
    interface Listener {
        void accept(JSObject progress);

        default void question(JSObject question, Consent answer) {
            answer.give(false);
        }
    }

    private final EngineLink link;
    private final String what;
    private final AbortSignal signal;
    private final Listener listener;
    private final Answer<T> answer;
    private final JSConsumer<T> resolve;
    private final JSConsumer<Object> reject;
    private final EventListener<Event> onAbort = event -> abort();
    private int id;

    private Call(EngineLink link, String what, AbortSignal signal, Listener listener, Answer<T> answer,
            JSConsumer<T> resolve, JSConsumer<Object> reject) {
        this.link = link;
        this.what = what;
        this.signal = signal;
        this.listener = listener;
        this.answer = answer;
        this.resolve = resolve;
        this.reject = reject;
    }

    /** Sends a request that cannot be aborted. */
    static <T> JSPromise<T> send(EngineLink link, String method, JsonBody body, Answer<T> answer) {
        return send(link, method, body, JSObjects.undefined(), JSObjects.undefined().cast(), null, answer);
    }

    /**
     * Sends a request.
     *
     * @param signal undefined where the caller gave none
     * @param listener null where nobody listens
     */
    static <T> JSPromise<T> send(EngineLink link, String method, JsonBody body, JSObject blob, AbortSignal signal,
            Listener listener, Answer<T> answer) {
        return new JSPromise<>((resolve, reject) -> {
            Call<T> call = new Call<>(link, method, signal, listener, answer, resolve, reject);
            call.start(body, blob);
        });
    }

    private void start(JsonBody body, JSObject blob) {
        if (!JSObjects.isUndefined(signal)) {
            if (signal.isAborted()) {
                reject.accept(link.errors.aborted(what, signal.getReason()));
                return;
            }
            signal.addEventListener("abort", onAbort);
        }
        id = link.send(what, body, blob, this);
    }

    private void abort() {
        settled();
        reject.accept(link.errors.aborted(what, signal.getReason()));
        link.abort(id, new Exchange() {
            @Override
            public void result(JSObject body, ArrayBuffer data) {
                answer.discard(body);
            }

            @Override
            public void failed(JSObject error) {
            }
        });
    }

    @Override
    public void result(JSObject body, ArrayBuffer data) {
        settled();
        resolve.accept(answer.of(body, data));
    }

    @Override
    public void failed(JSObject error) {
        settled();
        reject.accept(error);
    }

    @Override
    public void progress(JSObject body) {
        if (listener != null) {
            listener.accept(body);
        }
    }

    @Override
    public void question(JSObject question, Consent answer) {
        if (listener != null) {
            listener.question(question, answer);
        } else {
            answer.give(false);
        }
    }

    private void settled() {
        if (!JSObjects.isUndefined(signal)) {
            signal.removeEventListener("abort", onAbort);
        }
    }
}
