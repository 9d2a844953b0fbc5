package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Stands in for the engine until its own main class is there: answers each message with itself. */
public final class EngineProbe {
    private EngineProbe() {
    }

    public static void main(String[] arguments) {
        EngineHost.get().listen(EngineProbe::answer);
    }

    @JSBody(params = "message", script = "postMessage(message);")
    private static native void answer(JSObject message);
}
