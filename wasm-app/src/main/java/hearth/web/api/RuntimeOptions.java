package hearth.web.api;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** The options of {@code Hearth.create()}, as the caller wrote them: every one may be undefined. */
interface RuntimeOptions extends JSObject {
    @JSProperty
    JSObject getDevice();

    @JSProperty
    JSObject getThreads();

    @JSProperty
    JSObject getAssets();

    @JSProperty
    JSObject getHub();

    @JSProperty
    JSObject getToken();
}
