package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.streams.ReadableStream;
import org.teavm.jso.typedarrays.ArrayBuffer;
import org.teavm.jso.typedarrays.Uint8Array;

import java.util.ArrayList;
import java.util.List;

/**
 * The reading end of a stream of bytes. What is not asked for is not fetched. Where the browser can read into a given
 * buffer, few buffers serve stream after stream: half a gigabyte read in new buffers would leave that much garbage, which
 * browsers are slow to collect while a worker is busy.
 */
public final class ByteStream {
    private static final int BUFFER = 1 << 20;
    private static final int MOST_SPARE = 3;
    /** Buffers of streams that have ended. */
    private static final List<ArrayBuffer> SPARE = new ArrayList<>();
    /**
     * Streams of which bytes are awaited. Chromium collects the stream of a blob as garbage although somebody waits for its
     * next bytes, who then waits for ever; it does not where the stream can be reached from here.
     */
    private static final List<ByteStream> AWAITED = new ArrayList<>();

    private final JSObject reader;
    /** What the next bytes go into; null where the browser makes a buffer for each piece. */
    private ArrayBuffer buffer;
    private boolean ended;
    /** The next bytes, if they have been asked for. */
    private JSPromise<Piece> asked;

    private final boolean fills;

    /**
     * @param fills whether pieces are to be as large as the buffer, where the browser knows how: fewer of them to wait for.
     *              Not for a network, from which bytes are wanted as they come.
     */
    public ByteStream(ReadableStream stream, boolean fills) {
        this.fills = fills;
        JSObject intoBuffers = bufferReader(stream);
        reader = intoBuffers == null ? reader(stream) : intoBuffers;
        if (intoBuffers != null) {
            buffer = SPARE.isEmpty() ? new ArrayBuffer(BUFFER) : SPARE.remove(SPARE.size() - 1);
        }
    }

    /** Asks for the next bytes without waiting for them. */
    public void ask() {
        if (asked == null) {
            AWAITED.add(this);
            // Reading takes the buffer away and gives it back under the bytes.
            asked = buffer == null ? read(reader) : readInto(reader, buffer, fills ? buffer.getByteLength() : 1);
        }
    }

    /**
     * Suspends until the next bytes are there.
     *
     * @return the bytes, which are valid until the next are asked for, or null at the end
     * @throws JavaScriptException where the stream breaks
     */
    public Uint8Array next() {
        if (ended) {
            return null;
        }
        ask();
        try {
            return bytes(Promises.await(asked));
        } finally {
            settled();
        }
    }

    /** Is told what comes. Must not suspend. */
    public interface Receiver {
        /** The bytes, which are valid until the next are asked for, or null at the end. */
        void bytes(Uint8Array bytes);

        /** The stream broke. */
        void failed(JavaScriptException failure);
    }

    /** As {@link #next()} without suspending: the receiver is told once. */
    public void next(Receiver receiver) {
        ask();
        Promises.whenSettled(asked, piece -> {
            settled();
            receiver.bytes(bytes(piece));
        }, failure -> {
            settled();
            receiver.failed(failure);
        });
    }

    private void settled() {
        asked = null;
        AWAITED.remove(this);
    }

    private Uint8Array bytes(Piece piece) {
        if (piece.isDone()) {
            // What is left at the end may be less than was asked for, and comes with the end.
            ended = true;
            boolean view = isView(piece.getValue());
            if (view && piece.getValue().getLength() > 0) {
                return piece.getValue();
            }
            if (view) {
                spare(piece.getValue().getBuffer());
            }
            return null;
        }
        if (buffer != null) {
            buffer = piece.getValue().getBuffer();
        }
        return piece.getValue();
    }

    private static void spare(ArrayBuffer buffer) {
        if (SPARE.size() < MOST_SPARE) {
            SPARE.add(buffer);
        }
    }

    /** Ends the stream; whatever feeds it stops. */
    public void cancel() {
        AWAITED.remove(this);
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

    @JSBody(params = "reader", script = "const next = reader.read(); next.catch(() => {}); return next;")
    private static native JSPromise<Piece> read(JSObject reader);

    @JSBody(params = {"reader", "buffer", "least"},
            script = "const next = reader.read(new Uint8Array(buffer), {min: least}); next.catch(() => {}); return next;")
    private static native JSPromise<Piece> readInto(JSObject reader, ArrayBuffer buffer, int least);

    @JSBody(params = "reader", script = "reader.cancel().catch(() => {});")
    private static native void cancel(JSObject reader);
}
