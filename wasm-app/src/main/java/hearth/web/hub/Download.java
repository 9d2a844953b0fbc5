package hearth.web.hub;

import hearth.web.platform.AbortSignal;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Network;
import hearth.web.platform.Timer;
import hearth.web.protocol.HearthException;
import org.teavm.jso.JSBody;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * The bytes of one file, in order, from some position on. Where the server sends parts of files they are asked for in
 * windows, the next one while one arrives: when a connection breaks, the browser drops what it has received and not
 * handed on yet, and on a fast network that is tens of megabytes of an unbounded answer. What broke is opened anew where
 * it broke, within {@link Patience}. Bytes of two versions of a file are never mixed.
 */
public final class Download {
    /** Two of them are under way at a time. */
    private static final int WINDOW = 2 << 20;
    /** How far beyond what is stored bytes are asked for. */
    private static final int MOST_BEYOND = 4 << 20;

    private final String url;
    private final String authorization;
    private final AbortSignal signal;
    private final Patience patience = new Patience();
    /** Where the server redirected the file to, or null: asked directly as long as that works. */
    private String direct;
    /** Whether windows are asked for: as long as the server sends them and says how long the file is. */
    private boolean windows = true;
    /** Whether If-Range is sent on resuming: some servers refuse what their CORS rules do not list. */
    private boolean conditional = true;
    private FileVersion version;
    private long position;
    private long stored;
    /** Bytes that a server without ranges sends again, to be passed over. */
    private long passOver;
    private Connection current;
    private Connection ahead;

    public Download(FilePart file, AbortSignal signal) {
        this.url = file.url();
        this.authorization = file.authorization();
        this.signal = signal;
    }

    /**
     * Opens the connection; suspends until the server has answered.
     *
     * @param from  the first byte wanted
     * @param known the version of which the bytes before {@code from} are there; null if from is 0
     * @return true where the bytes come from {@code from} on; false where the file has changed since and they come from
     *         0 on
     */
    public boolean start(long from, FileVersion known) {
        patience.begin();
        try {
            position = from;
            stored = from;
            version = known;
            connect();
            boolean same = known == null || current.version().sameAs(known);
            if (!same) {
                position = 0;
                stored = 0;
                version = null;
                if (current.from() > 0 || current.version().bytes() == 0) {
                    close();
                    connect();
                }
            }
            begun();
            return same;
        } finally {
            patience.end();
        }
    }

    /** The version that comes. */
    public FileVersion version() {
        return version;
    }

    /**
     * The caller has the bytes before {@code position} where they cannot be lost, or has used them and keeps none. Of those
     * after it no more than 4 MiB are asked for: that is what a tab that ends at any moment can lose.
     */
    public void stored(long position) {
        stored = position;
    }

    /** Suspends until the next bytes are there; null at the end of the file. */
    public Uint8Array next() {
        patience.begin();
        try {
            while (true) {
                Uint8Array bytes = received();
                if (bytes != null || current == null) {
                    return bytes;
                }
            }
        } finally {
            patience.end();
        }
    }

    /** Ends the transfer. */
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
        if (ahead != null) {
            ahead.close();
            ahead = null;
        }
    }

    /** The next bytes, or null where there is nothing to hand on now; then {@code current} is null at the end only. */
    private Uint8Array received() {
        try {
            Uint8Array bytes = current.next();
            if (bytes == null) {
                nextWindow();
                return null;
            }
            int count = bytes.getLength();
            if (passOver >= count) {
                passOver -= count;
                return null;
            }
            Uint8Array wanted = passOver == 0 ? bytes : from(bytes, (int) passOver);
            passOver = 0;
            position += wanted.getLength();
            return wanted;
        } catch (TransferFailure failure) {
            pause(failure);
            reopen();
            return null;
        }
    }

    /** The window has arrived: goes over to the one ahead, or to the end. */
    private void nextWindow() {
        boolean more = version.bytes() >= 0 && position < version.bytes();
        current = null;
        if (!more) {
            return;
        }
        current = ahead == null ? request() : ahead;
        ahead = null;
        answer();
        requireSame();
        begun();
    }

    private void reopen() {
        connect();
        requireSame();
        begun();
    }

    private void connect() {
        while (true) {
            try {
                open();
                return;
            } catch (TransferFailure failure) {
                pause(failure);
            }
        }
    }

    private void open() {
        current = request();
        answer();
        boolean unknownLength = current.version().bytes() < 0 && (version == null || version.bytes() < 0);
        if (windows && current.partial() && unknownLength) {
            // The server sends parts but does not let this page see how long the file is: then it is read in one.
            windows = false;
            current.close();
            current = request();
            answer();
        }
    }

    /** A request for what comes at {@code position}. */
    private Connection request() {
        return request(position, position > 0 && conditional && version != null ? version.validator() : null);
    }

    private Connection request(long from, String validator) {
        long end = windows ? from + WINDOW : -1;
        if (windows && version != null && version.bytes() >= 0) {
            end = Math.min(end, Math.max(from + 1, version.bytes()));
        }
        String asked = direct == null ? url : direct;
        String secret = origin(asked).equals(origin(url)) ? authorization : null;
        return new Connection(asked, secret, new ByteWindow(from, end), validator, signal, patience);
    }

    /** Waits for the answer. A redirection that has expired is asked for again. */
    private void answer() {
        try {
            current.answer();
        } catch (HearthException refused) {
            if (direct == null || signal.isAborted()) {
                throw refused;
            }
            direct = null;
            current = request();
            current.answer();
        }
        String by = current.answeredBy();
        if (by != null && !by.isEmpty() && !by.equals(url)) {
            direct = by;
        }
    }

    private void requireSame() {
        if (version != null && !current.version().sameAs(version)) {
            close();
            throw TransferErrors.changed(url);
        }
    }

    /** The answer at hand is good: notes what it says, and asks for the window after it. */
    private void begun() {
        if (current.version().bytes() == 0) {
            close();
            throw TransferErrors.empty(url);
        }
        FileVersion answered = current.version();
        version = version == null ? answered : answered.orElse(version);
        long bytes = version.bytes();
        passOver = position - current.from();
        windows &= current.partial() || bytes >= 0 && bytes <= WINDOW;
        long following = position + WINDOW;
        if (windows && following < bytes && following + WINDOW <= stored + MOST_BEYOND) {
            ahead = request(following, null);
        }
    }

    /** Waits before the next try, or gives up. */
    private void pause(TransferFailure failure) {
        close();
        direct = null;
        if (failure.refused() && position > 0) {
            conditional = false;
        }
        double wait = patience.afterFailure(failure.waitMilliseconds());
        if (wait < 0 || !Network.isOnline()) {
            throw failure.reported();
        }
        try {
            Timer.sleep(wait, signal);
        } catch (JavaScriptException aborted) {
            throw TransferErrors.aborted();
        }
    }

    /** Scheme, host and port of an absolute address. */
    private static String origin(String address) {
        int path = address.indexOf('/', address.indexOf("//") + 2);
        return path < 0 ? address : address.substring(0, path);
    }

    @JSBody(params = {"bytes", "from"}, script = "return bytes.subarray(from);")
    private static native Uint8Array from(Uint8Array bytes, int from);
}
