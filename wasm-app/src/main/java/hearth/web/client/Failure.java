package hearth.web.client;

import hearth.web.protocol.ErrorCode;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** What went wrong, as a {@code HearthError} says it. */
public final class Failure {
    private final String code;
    private final String message;
    private final String hint;
    private final JSObject error;

    private Failure(String code, String message, String hint, JSObject error) {
        this.code = code;
        this.message = message;
        this.hint = hint;
        this.error = error;
    }

    /** Reads what a promise was rejected with. */
    public static Failure of(Object rejection) {
        JSObject error = (JSObject) rejection;
        return new Failure(text(error, "code", "internal"), text(error, "message", "Something went wrong"), text(error, "hint", ""), error);
    }

    /** One of the API's codes. */
    public String code() {
        return code;
    }

    /** What, and where. */
    public String message() {
        return message;
    }

    /** What the reader can do next; may be empty. The API's own hint is for programs where a new engine is needed. */
    public String advice() {
        if (code.equals(ErrorCode.OUT_OF_MEMORY)) {
            return "Close other tabs or choose a smaller model, then retry.";
        }
        if (isOffline()) {
            return "It goes on by itself when the network is back; what has arrived is kept.";
        }
        return endsEngine() ? "Retry starts the engine again." : hint;
    }

    /** The error itself. */
    public JSObject error() {
        return error;
    }

    /** Whether the reader stopped it: nothing to complain about. */
    public boolean isAbort() {
        return code.equals(ErrorCode.ABORTED);
    }

    /** Whether only the network is missing. */
    public boolean isOffline() {
        return code.equals(ErrorCode.OFFLINE);
    }

    /** Whether the engine itself is gone, so that the next try needs a new one. */
    public boolean endsEngine() {
        return code.equals(ErrorCode.INTERNAL) || code.equals(ErrorCode.OUT_OF_MEMORY) || code.equals(ErrorCode.CLOSED);
    }

    @JSBody(params = {"error", "field", "otherwise"},
            script = "return error && typeof error[field] === 'string' ? error[field] : otherwise;")
    private static native String text(JSObject error, String field, String otherwise);
}
