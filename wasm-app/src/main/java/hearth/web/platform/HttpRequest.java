package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** A GET request to be made by {@code fetch}. */
public final class HttpRequest {
    private final String url;
    private final JSObject headers = noHeaders();

    /** @param url absolute, or relative to the worker's script */
    public HttpRequest(String url) {
        this.url = url;
    }

    public HttpRequest header(String name, String value) {
        set(headers, name, value);
        return this;
    }

    /**
     * Suspends until the answer's head is there.
     *
     * @throws JavaScriptException TypeError where nothing answers or the answer may not be read, AbortError on abort
     */
    public HttpResponse send(AbortSignal signal) {
        return Promises.await(begin(signal));
    }

    /** Sends the request; whoever waits for the promise later learns of a failure then. */
    public JSPromise<HttpResponse> begin(AbortSignal signal) {
        return fetch(url, headers, signal);
    }

    @JSBody(script = "return {};")
    private static native JSObject noHeaders();

    @JSBody(params = {"headers", "name", "value"}, script = "headers[name] = value;")
    private static native void set(JSObject headers, String name, String value);

    /** Not through the HTTP cache: models are kept in the store, once. */
    @JSBody(params = {"url", "headers", "signal"}, script = "const answer = fetch(url, {headers: headers, signal: signal, cache: 'no-store'});"
            + " answer.catch(() => {}); return answer;")
    private static native JSPromise<HttpResponse> fetch(String url, JSObject headers, AbortSignal signal);
}
