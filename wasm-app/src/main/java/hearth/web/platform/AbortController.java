package hearth.web.platform;

import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** The DOM's {@code AbortController}: the caller's end of an {@link AbortSignal}. */
@JSClass
public class AbortController implements JSObject {
    /** A controller whose signal is not aborted yet. */
    public AbortController() {
    }

    /** The signal to hand to whatever may have to be taken back. */
    @JSProperty
    public native AbortSignal getSignal();

    /** Aborts everything that was given the signal. */
    public native void abort();
}
