package hearth.web.store;

import hearth.web.platform.Blobs;
import hearth.web.platform.ByteStream;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.file.Blob;
import org.teavm.jso.typedarrays.Uint8Array;

/** One chunk as it lies in the database, piece by piece. */
final class ChunkBytes {
    /** Null for an array, and once it has been read. */
    private ByteStream stream;
    private Uint8Array array;

    /**
     * Begins to read.
     *
     * @param value a {@code Blob} or, from the first versions, a {@code Uint8Array}
     */
    ChunkBytes(JSObject value) {
        if (isArray(value)) {
            array = value.cast();
        } else {
            Blob blob = value.cast();
            stream = new ByteStream(Blobs.stream(blob), true);
            stream.ask();
        }
    }

    /**
     * Suspends until the next bytes are there.
     *
     * @return the bytes, which are valid until the next call, or null at the end
     * @throws hearth.web.platform.JavaScriptException where the device does not give them back
     */
    Uint8Array next() {
        if (stream != null) {
            return stream.next();
        }
        Uint8Array all = array;
        array = null;
        return all;
    }

    /** Stops reading. */
    void cancel() {
        if (stream != null) {
            stream.cancel();
        }
    }

    /** The chunk as a blob. */
    @JSBody(params = "value", script = "return value instanceof Uint8Array ? new Blob([value]) : value;")
    static native Blob asBlob(JSObject value);

    @JSBody(params = "value", script = "return value instanceof Uint8Array;")
    private static native boolean isArray(JSObject value);
}
