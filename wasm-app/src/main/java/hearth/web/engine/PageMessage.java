package hearth.web.engine;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.file.Blob;

/** A request of the page, as it comes in. */
interface PageMessage extends JSObject {
    @JSProperty
    int getId();

    @JSProperty
    String getMethod();

    /** JSON text. */
    @JSProperty
    String getBody();

    /** The user's own file where the request is about one, else undefined. */
    @JSProperty
    Blob getBlob();
}
