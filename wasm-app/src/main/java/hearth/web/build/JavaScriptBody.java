package hearth.web.build;

import java.util.List;

/**
 * A function that the compiled module asks the runtime to make from text.
 *
 * @param parameters its parameters' names
 * @param body       its statements, as the compiler wrote them
 */
record JavaScriptBody(List<String> parameters, String body) {
    /** By what the runtime finds the function: the parameters and the body, joined as the runtime joins them. */
    String key() {
        return parameters.isEmpty() ? body : String.join("|", parameters) + "|" + body;
    }
}
