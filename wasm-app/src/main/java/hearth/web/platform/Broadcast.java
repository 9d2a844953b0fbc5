package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Messages among all tabs and workers of this origin. Where the platform has none, nobody hears anything. */
public final class Broadcast {
    /** Takes what another context has sent; it must not suspend. */
    @JSFunctor
    public interface Listener extends JSObject {
        void receive(JSObject message);
    }

    private final JSObject channel;

    /** @param name of the channel */
    public Broadcast(String name) {
        channel = open(name);
    }

    /** Sends to all others that listen on this channel. */
    public void send(JSObject message) {
        post(channel, message);
    }

    /** Hears from now on what others send. */
    public void listen(Listener listener) {
        listen(channel, listener);
    }

    public void close() {
        close(channel);
    }

    @JSBody(params = "name", script = "return typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : {postMessage() {}, close() {}};")
    private static native JSObject open(String name);

    @JSBody(params = {"channel", "message"}, script = "channel.postMessage(message);")
    private static native void post(JSObject channel, JSObject message);

    @JSBody(params = {"channel", "listener"}, script = "channel.onmessage = event => listener(event.data);")
    private static native void listen(JSObject channel, Listener listener);

    @JSBody(params = "channel", script = "channel.close();")
    private static native void close(JSObject channel);
}
