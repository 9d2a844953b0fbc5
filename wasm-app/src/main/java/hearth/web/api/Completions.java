package hearth.web.api;

import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** {@code completions} of a model, for conversations or for plain text. */
public final class Completions {
    private final ModelHandle model;
    private final String method;

    Completions(ModelHandle model, String method) {
        this.model = model;
        this.method = method;
    }

    /**
     * Makes a request.
     *
     * @param request what OpenAI's interface takes
     * @param options undefined, or an object with a {@code signal}
     */
    @JSExport
    public JSPromise<JSObject> create(JSObject request, JSObject options) {
        return model.create(method, request, RequestOptions.orEmpty(options).cast());
    }
}
