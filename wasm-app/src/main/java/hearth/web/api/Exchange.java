package hearth.web.api;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.ArrayBuffer;

/** One request to the engine, as the messages that answer it arrive. Ends with exactly one result or failure. */
interface Exchange {
    /** The answer; {@code data} is undefined where the answer is JSON only. */
    void result(JSObject body, ArrayBuffer data);

    /** A {@code HearthError} instead of an answer. */
    void failed(JSObject error);

    /** How far a load has come. */
    default void progress(JSObject body) {
    }

    /** Something that the engine has to know before it goes on. */
    default void question(JSObject question, Consent answer) {
        answer.give(false);
    }

    /** Where the answer to a question goes. */
    @JSFunctor
    interface Consent extends JSObject {
        void give(boolean yes);
    }

    /** A piece of a streamed answer. */
    default void chunk(JSObject body) {
    }
}
