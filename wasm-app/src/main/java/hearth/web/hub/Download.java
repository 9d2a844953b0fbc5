package hearth.web.hub;

import hearth.web.platform.AbortSignal;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Network;
import hearth.web.platform.Timer;
import org.teavm.jso.JSBody;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * The bytes of one file, in order, from some position on: broken connections are opened anew where they broke, within
 * {@link Patience}. Bytes of two versions of a file are never mixed.
 */
public final class Download {
    private final String url;
    private final String authorization;
    private final AbortSignal signal;
    private final Patience patience = new Patience();
    private boolean conditional = true;
    private FileVersion version;
    private long position;
    /** Bytes that a server without ranges sends again, to be passed over. */
    private long passOver;
    private Connection connection;

    public Download(ModelReference reference, AbortSignal signal) {
        this.url = reference.url();
        this.authorization = reference.authorization();
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
            return begin(from, known);
        } finally {
            patience.end();
        }
    }

    private boolean begin(long from, FileVersion known) {
        position = from;
        version = known;
        connect();
        if (from > 0 && !connection.version().sameAs(known)) {
            if (connection.from() > 0 || connection.version().bytes() == 0) {
                connection.close();
                position = 0;
                version = null;
                connect();
            }
            passOver = 0;
            position = 0;
            version = connection.version();
            return false;
        }
        passOver = from - connection.from();
        version = connection.version();
        return true;
    }

    /** The version that comes. */
    public FileVersion version() {
        return version;
    }

    /** Suspends until the next bytes are there; null at the end of the file. */
    public Uint8Array next() {
        patience.begin();
        try {
            return received();
        } finally {
            patience.end();
        }
    }

    private Uint8Array received() {
        while (true) {
            try {
                if (connection == null) {
                    reconnect();
                }
                Uint8Array bytes = connection.next();
                if (bytes == null) {
                    return null;
                }
                int count = bytes.getLength();
                if (passOver >= count) {
                    passOver -= count;
                    continue;
                }
                Uint8Array wanted = passOver == 0 ? bytes : from(bytes, (int) passOver);
                passOver = 0;
                position += wanted.getLength();
                return wanted;
            } catch (TransferFailure failure) {
                pause(failure);
            }
        }
    }

    /** Ends the transfer. */
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }

    private void reconnect() {
        open();
        if (!connection.version().sameAs(version)) {
            connection.close();
            throw TransferErrors.changed(url);
        }
        passOver = position - connection.from();
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
        connection = Connection.open(url, authorization, position, version, conditional, signal, patience);
    }

    /** Waits before the next try, or gives up. */
    private void pause(TransferFailure failure) {
        connection = null;
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

    @JSBody(params = {"bytes", "from"}, script = "return bytes.subarray(from);")
    private static native Uint8Array from(Uint8Array bytes, int from);
}
