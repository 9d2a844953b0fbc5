package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;
import org.teavm.jso.streams.ReadableStream;

/** What {@code fetch} answers: status and headers are there, the body flows. */
public abstract class HttpResponse implements JSObject {
    @JSProperty
    public abstract int getStatus();

    /** The address that answered, after redirects. */
    @JSProperty
    public abstract String getUrl();

    /** The body, or null where the answer has none. */
    @JSProperty
    public abstract ReadableStream getBody();

    /** The whole body as text. */
    public abstract JSPromise<JSString> text();

    /** The header's value, or null where it is absent or kept from other origins. */
    public final String header(String name) {
        return header(this, name);
    }

    @JSBody(params = {"response", "name"}, script = "return response.headers.get(name);")
    private static native String header(JSObject response, String name);
}
