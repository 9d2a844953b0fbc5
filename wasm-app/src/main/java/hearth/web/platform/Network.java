package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** What the browser says of the network. */
public final class Network {
    /** Is told that the network came or went. Must not suspend. */
    @JSFunctor
    public interface Listener extends JSObject {
        void changed();
    }

    private Network() {
    }

    /** False where the browser is certain that there is none. */
    @JSBody(script = "return navigator.onLine !== false;")
    public static native boolean isOnline();

    /** Tells the listener of changes from now on, until what this returns is given to {@link #ignore}. */
    @JSBody(params = "listener", script = "const told = () => listener();"
            + " addEventListener('online', told); addEventListener('offline', told); return told;")
    public static native JSObject listen(Listener listener);

    @JSBody(params = "told", script = "removeEventListener('online', told); removeEventListener('offline', told);")
    public static native void ignore(JSObject told);
}
