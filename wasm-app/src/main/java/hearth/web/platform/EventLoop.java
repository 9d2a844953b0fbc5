package hearth.web.platform;

import org.teavm.interop.Async;
import org.teavm.interop.AsyncCallback;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Lets waiting events (messages, aborts) be handled between two pieces of work. */
public final class EventLoop {
    private static Channel channel;

    private EventLoop() {
    }

    /**
     * Suspends the calling coroutine until the events that wait now have been handled: a message to oneself, which
     * browsers deliver at once where timers would wait for milliseconds.
     */
    @Async
    public static native void pass();

    private static void pass(AsyncCallback<Void> callback) {
        if (channel == null) {
            channel = Channel.open();
        }
        channel.send(() -> callback.complete(null));
    }

    @JSFunctor
    private interface Continuation extends JSObject {
        void run();
    }

    /** A message channel whose receiving end runs continuations in the order in which they were sent. */
    private interface Channel extends JSObject {
        @JSBody(script = "const channel = new MessageChannel(); const waiting = [];"
                + " channel.port1.onmessage = () => waiting.shift()();"
                + " return {send(continuation) { waiting.push(continuation); channel.port2.postMessage(0); }};")
        static Channel open() {
            throw new UnsupportedOperationException("Only in a browser");
        }

        void send(Continuation continuation);
    }
}
