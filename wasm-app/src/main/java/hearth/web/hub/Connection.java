package hearth.web.hub;

import hearth.web.platform.AbortController;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.ByteStream;
import hearth.web.platform.HttpRequest;
import hearth.web.platform.HttpResponse;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Timer;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * One request for a file or the rest of one, and its body. Ends by itself when the user's signal aborts or when no byte
 * comes for too long; every failure is a {@code HearthException} (final) or a {@link TransferFailure} (try again).
 */
final class Connection {
    private final String url;
    private final AbortSignal signal;
    private final Patience patience;
    private final AbortController ender = new AbortController();
    private final EventListener<Event> onAbort = event -> ender.abort();
    private int watchdog;
    private boolean stalled;
    private FileVersion version;
    private long from;
    private long position;
    private ByteStream body;

    private Connection(String url, AbortSignal signal, Patience patience) {
        this.url = url;
        this.signal = signal;
        this.patience = patience;
    }

    /**
     * Suspends until the answer's head is there.
     *
     * @param authorization value of that header, or null
     * @param from          first byte wanted
     * @param known         the version of which the bytes before are there already; null if from is 0
     * @param conditional   whether to send If-Range (some servers refuse what their CORS rules do not list)
     */
    static Connection open(String url, String authorization, long from, FileVersion known, boolean conditional,
            AbortSignal signal, Patience patience) {
        Connection connection = new Connection(url, signal, patience);
        try {
            connection.request(authorization, from, known, conditional);
            return connection;
        } catch (RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    FileVersion version() {
        return version;
    }

    /** The first byte that comes: the one asked for, or 0 where the server sends the whole file. */
    long from() {
        return from;
    }

    /** Suspends until the next bytes are there; null at the end of the file. */
    Uint8Array next() {
        try {
            Uint8Array bytes = body.next();
            if (bytes == null) {
                close();
                if (version.bytes() >= 0 && position < version.bytes()) {
                    throw new TransferFailure(TransferErrors.ended(url, position, version.bytes()), -1, false);
                }
                return null;
            }
            position += bytes.getLength();
            patience.rewarded();
            return bytes;
        } catch (JavaScriptException failure) {
            close();
            throw translated(failure);
        }
    }

    /** Ends the request if it still runs. */
    void close() {
        Timer.cancel(watchdog);
        signal.removeEventListener("abort", onAbort);
        ender.abort();
    }

    private void request(String authorization, long wanted, FileVersion known, boolean conditional) {
        if (signal.isAborted()) {
            throw TransferErrors.aborted();
        }
        signal.addEventListener("abort", onAbort);
        watch();
        HttpRequest request = new HttpRequest(url);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (wanted > 0) {
            request.header("Range", "bytes=" + wanted + "-");
            if (conditional && known.validator() != null) {
                request.header("If-Range", known.validator());
            }
        }
        position = wanted;
        HttpResponse response;
        try {
            response = request.send(ender.getSignal());
        } catch (JavaScriptException failure) {
            throw translated(failure);
        }
        accept(response, wanted);
    }

    private void accept(HttpResponse response, long wanted) {
        int status = response.getStatus();
        if (status == 206) {
            from = wanted;
        } else if (status == 200) {
            from = 0;
        } else if (status == 416 && wanted > 0) {
            // The file has become shorter than what is there of it.
            version = new FileVersion(response.header("ETag"), response.header("Last-Modified"), 0);
            from = 0;
            return;
        } else {
            throw refused(response, status);
        }
        String type = response.header("Content-Type");
        if (type != null && type.startsWith("text/html")) {
            throw TransferErrors.webPage(url);
        }
        position = from;
        version = new FileVersion(response.header("ETag"), response.header("Last-Modified"), wholeLength(response, status));
        if (response.getBody() == null) {
            throw new TransferFailure(TransferErrors.ended(url, position, version.bytes()), -1, false);
        }
        body = new ByteStream(response.getBody());
    }

    private RuntimeException refused(HttpResponse response, int status) {
        RuntimeException last = TransferErrors.ofStatus(status, url);
        return last != null ? last
                : new TransferFailure(TransferErrors.busy(status, url), RetryAfter.milliseconds(response.header("Retry-After")), false);
    }

    /** The whole file's length, or -1 where it is not said or counts compressed bytes. */
    private long wholeLength(HttpResponse response, int status) {
        String encoding = response.header("Content-Encoding");
        if (encoding != null && !encoding.equals("identity")) {
            return -1;
        }
        if (status == 206) {
            String range = response.header("Content-Range");
            long whole = range == null ? -1 : number(range.substring(range.indexOf('/') + 1));
            if (whole >= 0) {
                return whole;
            }
        }
        long length = number(response.header("Content-Length"));
        return length < 0 ? -1 : from + length;
    }

    private static long number(String text) {
        if (text == null || text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** One timer while the request runs; it looks again as late as it may. */
    private void watch() {
        watchdog = Timer.start(() -> {
            if (patience.left() <= 0) {
                stalled = true;
                ender.abort();
            } else {
                watch();
            }
        }, Math.max(1, patience.left()));
    }

    private RuntimeException translated(JavaScriptException failure) {
        if (signal.isAborted()) {
            return TransferErrors.aborted();
        }
        if (stalled) {
            return TransferErrors.stalled(url, position, Patience.SECONDS);
        }
        return new TransferFailure(TransferErrors.unreachable(url, position, failure), -1, body == null);
    }
}
