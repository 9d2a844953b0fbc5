package hearth.web.hub;

import org.teavm.jso.JSBody;
import org.teavm.jso.typedarrays.Uint8Array;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a file on its way: what has come of it and was not handed on yet. A stretch with an end has room for all of
 * it, so that it comes whatever the others do; an open one takes one piece at a time, and the next when that has been used.
 */
final class Window {
    private static final int MOST_SPARE = 5;
    /** Buffers of stretches that have been handed on. */
    private static final List<Uint8Array> SPARE = new ArrayList<>();

    private final long from;
    private final boolean open;
    private Uint8Array buffer;
    private Uint8Array piece;
    /** The byte after the last, or -1 while that is not known. */
    private long end;
    private long received;
    private long taken;
    private Connection connection;
    private RuntimeException failure;

    Window(ByteWindow bytes) {
        from = bytes.from();
        end = bytes.end();
        open = bytes.open();
        received = from;
        taken = from;
    }

    /** What is still to come, as it is asked for. */
    ByteWindow missing() {
        return new ByteWindow(received, open ? -1 : end);
    }

    boolean open() {
        return open;
    }

    long received() {
        return received;
    }

    long end() {
        return end;
    }

    /** It ends there: as a server says, or because what follows is asked for in another way. */
    void endsAt(long position) {
        end = position;
    }

    /** Whether all of it has come. */
    boolean complete() {
        return end >= 0 && received >= end;
    }

    /** Whether all of it has been handed on. */
    boolean drained() {
        return complete() && taken == received;
    }

    /** Whether it has room for the next piece. */
    boolean wants() {
        return !complete() && (!open || piece == null);
    }

    /** Takes bytes as they come; those of an open stretch stay where they are. */
    void add(Uint8Array bytes, int index, int count) {
        if (open) {
            piece = part(bytes, index, index + count);
        } else {
            if (buffer == null) {
                buffer = buffer((int) (end - from));
            }
            copy(bytes, index, count, buffer, (int) (received - from));
        }
        received += count;
    }

    /** What has come and was not handed on, or null. */
    Uint8Array take() {
        if (taken == received) {
            return null;
        }
        Uint8Array bytes = open ? piece : part(buffer, (int) (taken - from), (int) (received - from));
        piece = null;
        taken = received;
        return bytes;
    }

    /** Nothing of it is used any more. */
    void release() {
        if (buffer != null && SPARE.size() < MOST_SPARE) {
            SPARE.add(buffer);
        }
        buffer = null;
    }

    private static Uint8Array buffer(int bytes) {
        for (int i = 0; i < SPARE.size(); i++) {
            if (SPARE.get(i).getLength() >= bytes) {
                return SPARE.remove(i);
            }
        }
        return new Uint8Array(bytes);
    }

    Connection connection() {
        return connection;
    }

    void setConnection(Connection connection) {
        this.connection = connection;
    }

    /** Why it cannot come, or null. */
    RuntimeException failure() {
        return failure;
    }

    void setFailure(RuntimeException failure) {
        this.failure = failure;
    }

    @JSBody(params = {"bytes", "from", "end"}, script = "return from === 0 && end === bytes.length ? bytes : bytes.subarray(from, end);")
    private static native Uint8Array part(Uint8Array bytes, int from, int end);

    @JSBody(params = {"from", "index", "count", "to", "at"},
            script = "to.set(index === 0 && count === from.length ? from : from.subarray(index, index + count), at);")
    private static native void copy(Uint8Array from, int index, int count, Uint8Array to, int at);
}
