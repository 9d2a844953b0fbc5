package hearth.web.hub;

import org.teavm.jso.typedarrays.Uint8Array;

import java.util.ArrayList;
import java.util.List;

/** The windows that are under way or have come, in the order of the file and without gaps. */
final class WindowQueue {
    private final List<Window> windows = new ArrayList<>();
    /** The next byte to be handed on. */
    private long position;
    /** What was handed on last and is still being used. */
    private Window lent;

    long position() {
        return position;
    }

    List<Window> windows() {
        return windows;
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }

    /** The one from which bytes are handed on next, or null. */
    Window head() {
        return windows.isEmpty() ? null : windows.get(0);
    }

    void add(Window window) {
        windows.add(window);
    }

    /** Drops everything; the next byte to be handed on is this one. */
    void startAt(long from) {
        drop(0);
        position = from;
    }

    /** What was handed on last is not used any more. */
    void giveBack() {
        if (lent != null) {
            lent.release();
            lent = null;
        }
    }

    /** The next bytes in order, which are valid until {@link #giveBack}, or null where they are not there yet. */
    Uint8Array take() {
        while (!windows.isEmpty()) {
            Window head = windows.get(0);
            Uint8Array bytes = head.take();
            if (bytes == null && !head.drained()) {
                return null;
            }
            if (head.drained()) {
                windows.remove(0);
                giveBack();
                lent = head;
            }
            if (bytes != null) {
                position += bytes.getLength();
                return bytes;
            }
        }
        return null;
    }

    /** Drops what has not come in order, and returns its first byte. */
    long cut() {
        int first = 0;
        long from = position;
        while (first < windows.size() && windows.get(first).complete()) {
            from = windows.get(first).end();
            first++;
        }
        if (first < windows.size()) {
            Window broken = windows.get(first);
            from = broken.received();
            broken.endsAt(from);
            disconnect(broken);
            drop(first + 1);
        }
        return from;
    }

    private void drop(int first) {
        while (windows.size() > first) {
            Window window = windows.remove(windows.size() - 1);
            disconnect(window);
            window.release();
        }
    }

    /** Ends the connection that a window has; another may be made. */
    static void disconnect(Window window) {
        Connection connection = window.connection();
        if (connection != null) {
            window.setConnection(null);
            connection.close();
        }
    }
}
