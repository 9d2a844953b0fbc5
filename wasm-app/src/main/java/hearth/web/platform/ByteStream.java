package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.streams.ReadableStream;
import org.teavm.jso.typedarrays.Uint8Array;

/** The reading end of a stream of bytes. What is not asked for is not fetched. */
public final class ByteStream {
    private final JSObject reader;

    public ByteStream(ReadableStream stream) {
        this.reader = reader(stream);
    }

    /**
     * Suspends until the next bytes are there.
     *
     * @return the bytes, or null at the end
     * @throws JavaScriptException where the stream breaks
     */
    public Uint8Array next() {
        Piece piece = Promises.await(read(reader));
        return piece.isDone() ? null : piece.getValue();
    }

    /** Ends the stream; whatever feeds it stops. */
    public void cancel() {
        cancel(reader);
    }

    private interface Piece extends JSObject {
        @JSProperty
        boolean isDone();

        @JSProperty
        Uint8Array getValue();
    }

    @JSBody(params = "stream", script = "return stream.getReader();")
    private static native JSObject reader(ReadableStream stream);

    @JSBody(params = "reader", script = "return reader.read();")
    private static native JSPromise<Piece> read(JSObject reader);

    @JSBody(params = "reader", script = "reader.cancel().catch(() => {});")
    private static native void cancel(JSObject reader);
}
