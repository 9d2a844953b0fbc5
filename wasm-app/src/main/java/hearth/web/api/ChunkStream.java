package hearth.web.api;

import hearth.web.platform.AbortSignal;
import java.util.ArrayDeque;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;
import org.teavm.jso.function.JSConsumer;
import org.teavm.jso.typedarrays.ArrayBuffer;

/**
 * A streamed answer as an async iterable. It is handed out with the first chunk, so that a request that is refused rejects the
 * call itself and not the loop over it. Leaving the loop early gives the request up.
 */
final class ChunkStream implements Exchange {
    @JSFunctor
    private interface Next extends JSObject {
        JSPromise<JSObject> next();
    }

    @JSFunctor
    private interface Leave extends JSObject {
        void leave();
    }

    /** A call of {@code next()} that no chunk has come for yet. */
    private static final class Waiter {
        final JSConsumer<JSObject> resolve;
        final JSConsumer<Object> reject;

        Waiter(JSConsumer<JSObject> resolve, JSConsumer<Object> reject) {
            this.resolve = resolve;
            this.reject = reject;
        }
    }

    private static final Exchange NOBODY = new Exchange() {
        @Override
        public void result(JSObject body, ArrayBuffer data) {
        }

        @Override
        public void failed(JSObject error) {
        }
    };

    private final EngineLink link;
    private final String method;
    private final AbortSignal signal;
    private final EventListener<Event> onAbort = event -> abort();
    private final ArrayDeque<JSObject> chunks = new ArrayDeque<>();
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private Waiter opening;
    private int id;
    private boolean ended;
    private JSObject failure;

    private ChunkStream(EngineLink link, String method, AbortSignal signal, Waiter opening) {
        this.link = link;
        this.method = method;
        this.signal = signal;
        this.opening = opening;
    }

    /** Sends a request whose answer streams; {@code signal} is undefined where the caller gave none. */
    static JSPromise<JSObject> open(EngineLink link, String method, JsonBody body, AbortSignal signal) {
        return new JSPromise<>((resolve, reject) ->
                new ChunkStream(link, method, signal, new Waiter(resolve, reject)).start(body));
    }

    private void start(JsonBody body) {
        if (!JSObjects.isUndefined(signal)) {
            if (signal.isAborted()) {
                failed(link.errors.aborted(method, signal.getReason()));
                return;
            }
            signal.addEventListener("abort", onAbort);
        }
        id = link.send(method, body, this);
    }

    private void abort() {
        chunks.clear();
        link.abort(id, NOBODY);
        failed(link.errors.aborted(method, signal.getReason()));
    }

    private void leave() {
        chunks.clear();
        failure = null;
        if (!ended) {
            link.abort(id, NOBODY);
            end();
        }
    }

    private JSPromise<JSObject> next() {
        return new JSPromise<>((resolve, reject) -> {
            if (!chunks.isEmpty()) {
                resolve.accept(step(chunks.removeFirst(), false));
            } else if (failure != null) {
                JSObject error = failure;
                failure = null;
                reject.accept(error);
            } else if (ended) {
                resolve.accept(step(JSObjects.undefined(), true));
            } else {
                waiters.add(new Waiter(resolve, reject));
            }
        });
    }

    @Override
    public void chunk(JSObject body) {
        if (waiters.isEmpty()) {
            chunks.add(body);
        } else {
            waiters.removeFirst().resolve.accept(step(body, false));
        }
        handOut();
    }

    @Override
    public void result(JSObject body, ArrayBuffer data) {
        handOut();
        end();
    }

    @Override
    public void failed(JSObject error) {
        if (opening != null) {
            opening.reject.accept(error);
            opening = null;
        } else if (!waiters.isEmpty()) {
            waiters.removeFirst().reject.accept(error);
        } else {
            failure = error;
        }
        end();
    }

    private void handOut() {
        if (opening != null) {
            opening.resolve.accept(iterable(this::next, this::leave));
            opening = null;
        }
    }

    private void end() {
        ended = true;
        if (!JSObjects.isUndefined(signal)) {
            signal.removeEventListener("abort", onAbort);
        }
        while (!waiters.isEmpty()) {
            waiters.removeFirst().resolve.accept(step(JSObjects.undefined(), true));
        }
    }

    @JSBody(params = {"value", "done"}, script = "return {value: value, done: done};")
    private static native JSObject step(JSObject value, boolean done);

    @JSBody(params = {"next", "leave"}, script = "var iterator = {next: next,"
            + " 'return': function (value) { leave(); return Promise.resolve({value: value, done: true}); }};"
            + " iterator[Symbol.asyncIterator] = function () { return iterator; }; return iterator;")
    private static native JSObject iterable(Next next, Leave leave);
}
