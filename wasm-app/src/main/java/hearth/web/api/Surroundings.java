package hearth.web.api;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;

/** What the module {@code hearth.js} knows and compiled code cannot: where it lies, the catalogue, and a subclass of Error. */
interface Surroundings extends JSObject {
    /** Version of the package. */
    @JSProperty
    String getVersion();

    /** Absolute address of the folder that {@code hearth.js} lies in, with a slash at its end. */
    @JSProperty
    String getBase();

    /** The catalogue's cards. */
    @JSProperty
    JSArrayReader<JSObject> getModels();

    /** Makes a {@code HearthError}. */
    @JSProperty
    HearthErrors.Factory getError();
}
