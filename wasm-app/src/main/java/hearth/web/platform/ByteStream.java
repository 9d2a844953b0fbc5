package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.streams.ReadableStream;
import org.teavm.jso.typedarrays.ArrayBuffer;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * The reading end of a stream of bytes. What is not asked for is not fetched. Where the browser can read into a given
 * buffer, one buffer serves stream after stream: half a gigabyte read in new buffers would leave that much garbage, which
 * browsers are slow to collect while a worker is busy.
 */
public final class ByteStream {
    private static final int BUFFER = 1 << 18;
    /** The buffer of the last stream that has ended. */
    private static ArrayBuffer spare;

    private final JSObject reader;
    /** What the next bytes go into; null where the browser makes a buffer for each piece. */
    private ArrayBuffer buffer;

    public ByteStream(ReadableStream stream) {
        JSObject intoBuffers = bufferReader(stream);
        reader = intoBuffers == null ? reader(stream) : intoBuffers;
        if (intoBuffers != null) {
            buffer = spare == null ? new ArrayBuffer(BUFFER) : spare;
            spare = null;
        }
    }

    /**
     * Suspends until the next bytes are there.
     *
     * @return the bytes, which are valid until the next call, or null at the end
     * @throws JavaScriptException where the stream breaks
     */
    public Uint8Array next() {
        if (buffer == null) {
            Piece piece = Promises.await(read(reader));
            return piece.isDone() ? null : piece.getValue();
        }
        // Reading takes the buffer away and gives it back under the bytes.
        Piece piece = Promises.await(readInto(reader, buffer));
        if (!piece.isDone()) {
            buffer = piece.getValue().getBuffer();
            return piece.getValue();
        }
        spare = isView(piece.getValue()) ? piece.getValue().getBuffer() : null;
        return null;
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

    @JSBody(params = "value", script = "return value !== undefined && value.buffer.byteLength > 0;")
    private static native boolean isView(JSObject value);

    @JSBody(params = "stream", script = "try { return stream.getReader({mode: 'byob'}); } catch (notBytes) { return null; }")
    private static native JSObject bufferReader(ReadableStream stream);

    @JSBody(params = "stream", script = "return stream.getReader();")
    private static native JSObject reader(ReadableStream stream);

    @JSBody(params = "reader", script = "return reader.read();")
    private static native JSPromise<Piece> read(JSObject reader);

    @JSBody(params = {"reader", "buffer"}, script = "return reader.read(new Uint8Array(buffer));")
    private static native JSPromise<Piece> readInto(JSObject reader, ArrayBuffer buffer);

    @JSBody(params = "reader", script = "reader.cancel().catch(() => {});")
    private static native void cancel(JSObject reader);
}
