package hearth.web.hub;

import hearth.web.platform.AbortController;
import hearth.web.platform.ByteStream;
import hearth.web.platform.HttpRequest;
import hearth.web.platform.HttpResponse;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Promises;
import hearth.web.platform.Timer;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * One request for a stretch of a file. It goes on by itself, in callbacks, and tells its listener; every failure is a
 * {@code HearthException} (final) or a {@link TransferFailure} (try again).
 */
final class Connection implements ByteStream.Receiver {
    /** Is told how a connection comes along. Must not suspend. */
    interface Listener {
        /** The head of a good answer is there: {@link #flow} lets its bytes come. What this throws is the connection's failure. */
        void answered(Connection connection, Answer answer);

        /** So many bytes came that are new. */
        void arrived(Connection connection, int count);

        /** More came than the stretch has. What this throws is the connection's failure. */
        void overran(Connection connection);

        /** All came that was said to come. */
        void ended(Connection connection);

        /** Nothing more comes. */
        void failed(Connection connection, RuntimeException failure);
    }

    private final String url;
    private final boolean conditional;
    private final ByteWindow asked;
    private final Listener listener;
    private final AbortController ender = new AbortController();
    private Window window;
    private int status;
    private HttpResponse response;
    private Answer answer;
    private ByteStream body;
    /** The file's byte that the stream gives next. */
    private long position;
    private double lastSign = Timer.now();
    private boolean reading;
    private boolean over;

    /**
     * Sends the request.
     *
     * @param window        what the bytes are for
     * @param asked         what is asked for: its missing bytes, or more
     * @param authorization value of that header, or null
     * @param validator     value of If-Range, or null
     */
    Connection(String url, String authorization, Window window, ByteWindow asked, String validator, Listener listener) {
        this.url = url;
        this.window = window;
        this.listener = listener;
        this.asked = asked;
        conditional = validator != null;
        HttpRequest request = new HttpRequest(url);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (!asked.whole()) {
            request.header("Range", asked.header());
        }
        if (validator != null) {
            request.header("If-Range", validator);
        }
        Promises.whenSettled(request.begin(ender.getSignal()), this::answered, this::failed);
    }

    /** The address that was asked. */
    String url() {
        return url;
    }

    /** The address that answered, after redirects. */
    String answeredBy() {
        return response.getUrl();
    }

    /** The answer's status, or 0 before it. */
    int status() {
        return status;
    }

    /** Whether it was asked for only if the file is the same. */
    boolean conditional() {
        return conditional;
    }

    Window window() {
        return window;
    }

    /** When the last byte or the answer came, or the request was sent. */
    double lastSign() {
        return lastSign;
    }

    /** Whether bytes are awaited from the server: not while those at hand have not been used. */
    boolean awaits() {
        return !over && (body == null || reading);
    }

    /** Time passed in which nobody looked. */
    void excuse(double now) {
        lastSign = now;
    }

    /** Lets the bytes of the answer come into a stretch, from its first missing byte on. */
    void flow(Window into) {
        window = into;
        position = answer.from();
        if (response.getBody() == null) {
            bytes(null);
            return;
        }
        body = new ByteStream(response.getBody(), false);
        read();
    }

    /** Reads on where the stretch has room. */
    void resume() {
        if (body != null && !reading && !over && window.wants()) {
            read();
        }
    }

    /** Ends the request if it still runs; its listener hears no more of it. */
    void close() {
        over = true;
        ender.abort();
    }

    private void read() {
        reading = true;
        body.next(this);
    }

    private void answered(HttpResponse head) {
        if (over) {
            return;
        }
        lastSign = Timer.now();
        response = head;
        status = head.getStatus();
        answer = Answer.read(status, head::header, asked);
        try {
            if (answer.kind() == Answer.Kind.WEB_PAGE) {
                throw TransferErrors.webPage(url);
            }
            if (answer.kind() == Answer.Kind.REFUSED) {
                throw refusal();
            }
            listener.answered(this, answer);
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    private RuntimeException refusal() {
        RuntimeException last = TransferErrors.ofStatus(status, url);
        if (last != null) {
            return last;
        }
        double wait = RetryAfter.milliseconds(response.header("Retry-After"), Timer.epoch());
        return new TransferFailure(TransferErrors.busy(status, url, wait), wait, false);
    }

    @Override
    public void bytes(Uint8Array bytes) {
        reading = false;
        if (over) {
            return;
        }
        lastSign = Timer.now();
        if (bytes == null) {
            endOfBody();
            return;
        }
        int count = bytes.getLength();
        // What a server without ranges sends again is passed over.
        int known = (int) Math.max(0, Math.min(count, window.received() - position));
        int wanted = count - known;
        if (window.end() >= 0) {
            wanted = (int) Math.min(wanted, window.end() - window.received());
        }
        position += count;
        boolean overrun = known + wanted < count;
        if (wanted > 0) {
            window.add(bytes, known, wanted);
        }
        try {
            listener.arrived(this, wanted);
            if (overrun) {
                listener.overran(this);
            }
        } catch (RuntimeException failure) {
            fail(failure);
            return;
        }
        if (overrun) {
            close();
        } else if (!over) {
            goOn();
        }
    }

    private void goOn() {
        if (window.complete()) {
            // The stream's end gives its buffer back, and leaves the connection to the browser for other requests.
            Window full = window;
            if (!full.open()) {
                body.next(new Drain());
            }
            over = true;
            listener.ended(this);
        } else {
            resume();
        }
    }

    /** Nothing is to come any more; what does ends the request. */
    private final class Drain implements ByteStream.Receiver {
        @Override
        public void bytes(Uint8Array bytes) {
            if (bytes != null) {
                ender.abort();
            }
        }

        @Override
        public void failed(JavaScriptException failure) {
            // All that was wanted is there.
        }
    }

    private void endOfBody() {
        boolean untold = answer.end() < 0;
        if (untold && window.open() && window.end() < 0) {
            window.endsAt(window.received());
        }
        boolean cut = !window.complete() && (untold || position < answer.end() || position == asked.from());
        if (cut) {
            fail(new TransferFailure(TransferErrors.ended(url, position, untold ? window.end() : answer.end()), -1, false));
            return;
        }
        over = true;
        listener.ended(this);
    }

    @Override
    public void failed(JavaScriptException failure) {
        fail(new TransferFailure(TransferErrors.unreachable(url, window.received(), failure), -1, answer == null));
    }

    private void fail(RuntimeException failure) {
        if (!over) {
            close();
            listener.failed(this, failure);
        }
    }
}
