package hearth.web.hub;

import hearth.web.platform.AbortController;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.ByteStream;
import hearth.web.platform.HttpRequest;
import hearth.web.platform.HttpResponse;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Promises;
import hearth.web.platform.Timer;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * One request for a file or a part of one, and its body. Ends by itself when the user's signal aborts or when no byte
 * comes for too long; every failure is a {@code HearthException} (final) or a {@link TransferFailure} (try again).
 */
final class Connection {
    private final String url;
    private final ByteWindow window;
    private final AbortSignal signal;
    private final Patience patience;
    private final AbortController ender = new AbortController();
    private final EventListener<Event> onAbort = event -> ender.abort();
    private final JSPromise<HttpResponse> response;
    private int watchdog;
    private boolean stalled;
    private FileVersion version;
    private String answeredBy;
    private long from;
    private long position;
    private long end;
    private ByteStream body;

    /**
     * Sends the request and does not wait for its answer.
     *
     * @param authorization value of that header, or null
     * @param validator     value of If-Range, or null
     */
    Connection(String url, String authorization, ByteWindow window, String validator, AbortSignal signal, Patience patience) {
        this.url = url;
        this.window = window;
        this.signal = signal;
        this.patience = patience;
        this.position = window.from();
        HttpRequest request = new HttpRequest(url);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (!window.whole()) {
            request.header("Range", window.header());
        }
        if (validator != null) {
            request.header("If-Range", validator);
        }
        if (signal.isAborted()) {
            ender.abort();
        }
        signal.addEventListener("abort", onAbort);
        watch();
        response = request.begin(ender.getSignal());
    }

    /** Suspends until the answer's head is there. Nothing else may be asked of this object before. */
    void answer() {
        try {
            accept(Promises.await(response));
        } catch (JavaScriptException failure) {
            close();
            throw translated(failure);
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** The version that the server has; its length is 0 where it has less than was asked for. */
    FileVersion version() {
        return version;
    }

    /** The first byte that comes: the one asked for, or 0 where the server sends the whole file. */
    long from() {
        return from;
    }

    /** Whether the server sends the part that was asked for. */
    boolean partial() {
        return body != null && end != version.bytes() || from > 0;
    }

    /** The address that answered, after redirects. */
    String answeredBy() {
        return answeredBy;
    }

    /** Suspends until the next bytes are there; null at the end of what was asked for. */
    Uint8Array next() {
        try {
            Uint8Array bytes = body.next();
            if (bytes == null) {
                close();
                if (end >= 0 && position < end) {
                    throw new TransferFailure(TransferErrors.ended(url, position, end), -1, false);
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

    private void accept(HttpResponse answer) {
        int status = answer.getStatus();
        String etag = answer.header("ETag");
        String lastModified = answer.header("Last-Modified");
        answeredBy = answer.getUrl();
        if (status == 416) {
            version = new FileVersion(etag, lastModified, 0);
            return;
        }
        if (status != 200 && status != 206) {
            throw refused(answer, status);
        }
        String type = answer.header("Content-Type");
        if (type != null && type.startsWith("text/html")) {
            throw TransferErrors.webPage(url);
        }
        from = status == 206 ? window.from() : 0;
        position = from;
        long length = bodyLength(answer);
        end = length < 0 ? -1 : from + length;
        long whole = status == 200 || window.end() < 0 ? end : ContentRange.wholeLength(answer.header("Content-Range"));
        long linked = ContentRange.number(answer.header(FileVersion.LINKED_SIZE));
        version = new FileVersion(etag, lastModified, whole < 0 ? linked : whole, FileVersion.digest(answer.header(FileVersion.LINKED_ETAG)));
        if (answer.getBody() == null) {
            throw new TransferFailure(TransferErrors.ended(url, position, whole), -1, false);
        }
        body = new ByteStream(answer.getBody(), false);
    }

    private RuntimeException refused(HttpResponse answer, int status) {
        RuntimeException last = TransferErrors.ofStatus(status, url);
        return last != null ? last
                : new TransferFailure(TransferErrors.busy(status, url), RetryAfter.milliseconds(answer.header("Retry-After")), false);
    }

    /** The body's length, or -1 where it is not said or counts compressed bytes. */
    private static long bodyLength(HttpResponse answer) {
        String encoding = answer.header("Content-Encoding");
        return encoding != null && !encoding.equals("identity") ? -1 : ContentRange.number(answer.header("Content-Length"));
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
