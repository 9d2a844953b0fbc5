package hearth.web.api;

import hearth.web.protocol.ErrorCode;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSObjects;

/** Makes the {@code HearthError}s that every rejection carries. The class itself is JavaScript's: only that can extend Error. */
final class HearthErrors {
    /** Makes a {@code HearthError}; {@code cause} may be undefined. */
    @JSFunctor
    interface Factory extends JSObject {
        JSObject create(String code, String message, String hint, JSObject cause);
    }

    /** An error as the engine reports it. */
    interface Report extends JSObject {
        @JSProperty
        String getCode();

        @JSProperty
        String getMessage();

        @JSProperty
        String getHint();
    }

    private final Factory factory;

    HearthErrors(Factory factory) {
        this.factory = factory;
    }

    JSObject of(String code, String message, String hint) {
        return factory.create(code, message, hint, JSObjects.undefined());
    }

    JSObject of(String code, String message, String hint, JSObject cause) {
        return factory.create(code, message, hint, cause);
    }

    JSObject reported(Report report) {
        return of(report.getCode(), report.getMessage(), report.getHint());
    }

    JSObject aborted(String what, JSObject reason) {
        return of(ErrorCode.ABORTED, "The request `" + what + "` was aborted by its signal", "Nothing is broken: send the request again when it is wanted.", reason);
    }

    JSObject badRequest(String message, String hint) {
        return of(ErrorCode.BAD_REQUEST, message, hint);
    }

    JSObject modelClosed() {
        return of(ErrorCode.CLOSED, "This model was unloaded", "Load it again with runtime.load().");
    }
}
