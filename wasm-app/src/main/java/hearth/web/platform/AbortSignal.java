package hearth.web.platform;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.dom.events.EventTarget;

/** The DOM's {@code AbortSignal}: how a caller takes a request back. */
public interface AbortSignal extends EventTarget {
    /** Whether the request has been taken back already. */
    @JSProperty
    boolean isAborted();

    /** What the caller gave as the reason; a {@code DOMException} named AbortError when it gave none. */
    @JSProperty
    JSObject getReason();
}
