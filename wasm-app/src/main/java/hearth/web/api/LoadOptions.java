package hearth.web.api;

import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** The options of {@code runtime.load()}, as the caller wrote them: every one may be undefined. */
@JSClass(transparent = true)
abstract class LoadOptions extends RequestOptions {
    @JSProperty
    abstract JSObject getContextLength();

    @JSProperty
    abstract JSObject getKvCache();

    @JSProperty
    abstract JSObject getKeep();

    @JSProperty
    abstract JSObject getOffline();

    /** A boolean, or a function that is asked. */
    @JSProperty
    abstract JSObject getMakeRoom();

    /** A function that hears how far the load has come. */
    @JSProperty
    abstract JSObject getOnProgress();
}
