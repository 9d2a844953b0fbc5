package hearth.web.platform;

import org.teavm.jso.JSBody;

/** What the browser says of the network. */
public final class Network {
    private Network() {
    }

    /** False where the browser is certain that there is none. */
    @JSBody(script = "return navigator.onLine !== false;")
    public static native boolean isOnline();
}
