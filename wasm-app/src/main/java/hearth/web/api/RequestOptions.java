package hearth.web.api;

import hearth.web.platform.AbortSignal;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/** The last argument of requests: what is no part of the question. */
@JSClass(transparent = true)
abstract class RequestOptions implements JSObject {

    /** The options, or empty ones where the caller gave none. */
    @JSBody(params = "options", script = "return options === undefined || options === null ? {} : options;")
    static native <T extends JSObject> T orEmpty(T options);

    /** The signal of the options; undefined where there is none. */
    @JSBody(params = "options", script = "return options && options.signal ? options.signal : undefined;")
    static native AbortSignal signal(RequestOptions options);
}
