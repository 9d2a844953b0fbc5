package hearth.web.hub;

import hearth.web.platform.AbortSignal;
import hearth.web.platform.Bell;
import hearth.web.platform.Network;
import hearth.web.platform.Promises;
import hearth.web.platform.Timer;
import hearth.web.protocol.HearthException;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;
import org.teavm.jso.typedarrays.Uint8Array;

import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one file, in order, from some position on. Where the server sends parts of files they are asked for in
 * windows, several at a time, and bounded ({@link WindowPlan}); else in one answer, read no faster than it is used. What
 * breaks or stalls is asked for anew from its first missing byte, within {@link Patience}. Bytes of two versions of a file
 * are never mixed.
 */
public final class Download {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    /** So many milliseconds late, a timer says that this thread was busy or the machine asleep: no connection is to blame. */
    private static final double ABSENT = 2000;
    private static final double LONGEST_WAIT = 1000;

    private final String url;
    /** The length that the hub told of, or -1. */
    private final long told;
    private final AbortSignal signal;
    private final Route route;
    private final Patience patience = new Patience();
    private final Parallelism parallelism = new Parallelism();
    private final Bell bell = Bell.hang();
    private final EventListener<Event> onAbort = event -> bell.ring();
    private final Events events = new Events();
    /** In the order of the file, without gaps. */
    private final List<Window> windows = new ArrayList<>();
    private WindowPlan plan;
    private JSObject networkListener;
    /** Whether windows are asked for: as long as the server sends them and says how long the file is. */
    private boolean ranges = true;
    /** Whether a part is asked for at all: not where the server sends others than those. */
    private boolean parts = true;
    /** Whether If-Range is sent on resuming: some servers refuse what their rules for other origins do not list. */
    private boolean conditional = true;
    /** The version of which the caller has the first bytes, until the server has answered. */
    private FileVersion known;
    private FileVersion version;
    private boolean same = true;
    private long limit;
    /** The next byte to be handed on. */
    private long position;
    /** What was handed on last and is still being used. */
    private Window lent;
    private boolean waiting;
    private double lastLook;
    private double lastArrival;
    private boolean arrived;
    /** Since when there is no network, or -1. */
    private double offlineSince = -1;
    private boolean closed;

    public Download(FilePart file, AbortSignal signal) {
        this.url = file.url();
        this.told = file.bytes();
        this.signal = signal;
        route = new Route(file.url(), file.authorization());
    }

    /** As {@link #start(long, long, FileVersion)}, to the end of the file. */
    public boolean start(long from, FileVersion known) {
        return start(from, -1, known);
    }

    /**
     * Opens the connection; suspends until the server has answered. To be called once.
     *
     * @param from  the first byte wanted
     * @param end   the byte after the last one wanted, or -1 for all; more than the file has is the same as all
     * @param known the version of which the bytes before {@code from} are there; null if from is 0
     * @return true where the bytes come from {@code from} on; false where the file has changed since and they come from
     *         0 on
     */
    public boolean start(long from, long end, FileVersion known) {
        this.known = known;
        limit = end;
        begin(from);
        lastLook = Timer.now();
        signal.addEventListener("abort", onAbort);
        networkListener = Network.listen(this::networkChanged);
        beginWaiting();
        try {
            while (version == null) {
                requireHope(windows.isEmpty() ? null : windows.get(0).failure());
                await();
            }
            return same;
        } catch (RuntimeException failure) {
            close();
            throw failure;
        } finally {
            waiting = false;
        }
    }

    /** The version that comes. */
    public FileVersion version() {
        return version;
    }

    /**
     * The caller has the bytes before {@code position} where they cannot be lost, or has used them and keeps none. Of those
     * after it no more than 4 MiB are asked for: that is what a tab that ends at any moment can lose. May be called at any
     * time, also while {@link #next} waits: with nothing under way it waits for this.
     */
    public void stored(long position) {
        plan.stored(position);
        ask();
        bell.ring();
    }

    /** Suspends until the next bytes are there, which are valid until the next call; null at the end. */
    public Uint8Array next() {
        if (lent != null) {
            lent.release();
            lent = null;
        }
        beginWaiting();
        try {
            while (true) {
                Uint8Array bytes = take();
                if (bytes != null) {
                    return bytes;
                }
                if (windows.isEmpty() && plan.ends(position, version.bytes())) {
                    close();
                    return null;
                }
                requireHope(windows.isEmpty() ? null : windows.get(0).failure());
                await();
            }
        } catch (RuntimeException failure) {
            close();
            throw failure;
        } finally {
            waiting = false;
        }
    }

    /** Ends the transfer. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        drop(0);
        signal.removeEventListener("abort", onAbort);
        if (networkListener != null) {
            Network.ignore(networkListener);
        }
        bell.ring();
    }

    private void begin(long from) {
        position = from;
        plan = new WindowPlan(from, limit);
    }

    private void beginWaiting() {
        double now = Timer.now();
        if (now - lastLook > ABSENT) {
            excuse(now);
        }
        lastLook = now;
        waiting = true;
        patience.begin(now);
    }

    /** The next bytes in order, or null where they are not there yet. */
    private Uint8Array take() {
        while (!windows.isEmpty()) {
            Window head = windows.get(0);
            Uint8Array bytes = head.take();
            if (bytes != null) {
                position += bytes.getLength();
                if (head.drained()) {
                    windows.remove(0);
                    lent = head;
                    ask();
                }
                return bytes;
            }
            if (!head.drained()) {
                if (head.connection() != null) {
                    head.connection().resume();
                }
                return null;
            }
            windows.remove(0);
            head.release();
            ask();
        }
        return null;
    }

    private void requireHope(RuntimeException failure) {
        if (signal.isAborted()) {
            throw TransferErrors.aborted();
        }
        if (failure != null) {
            throw failure;
        }
        double now = Timer.now();
        if (offlineSince >= 0 && now - Math.max(offlineSince, lastArrival) >= Patience.OFFLINE) {
            throw TransferErrors.offline(url, position);
        }
        if (patience.left(now) <= 0 && !waitsForStore()) {
            throw TransferErrors.stalled(url, position, Patience.SECONDS);
        }
    }

    /** Whether all that may be asked for has come and been handed on. */
    private boolean waitsForStore() {
        return version != null && windows.isEmpty();
    }

    /** Suspends until something has happened, or it is time to look again. */
    private void await() {
        double now = Timer.now();
        boolean forStore = waitsForStore();
        renewSilent(now);
        ask();
        double wait = LONGEST_WAIT;
        if (patience.pause(now) > 0) {
            wait = Math.min(wait, patience.pause(now));
        }
        Promises.await(bell.rings(wait));
        double after = Timer.now();
        if (forStore) {
            patience.begin(after);
        } else {
            parallelism.waited(after - now);
        }
        if (after - now > wait + ABSENT) {
            excuse(after);
        }
        lastLook = after;
    }

    /** Time has passed in which nobody looked: it counts for nothing. */
    private void excuse(double now) {
        patience.begin(now);
        for (Window window : windows) {
            if (window.connection() != null) {
                window.connection().excuse(now);
            }
        }
    }

    /** Connections that bring nothing are given up for new ones. */
    private void renewSilent(double now) {
        for (Window window : windows) {
            Connection connection = window.connection();
            if (connection == null || !connection.awaits()) {
                continue;
            }
            boolean othersFlow = lastArrival > connection.lastSign();
            if (now - connection.lastSign() >= patience.silence(othersFlow)) {
                patience.silenced();
                route.failed(connection.url());
                window.setConnection(null);
                connection.close();
            }
        }
    }

    private void networkChanged() {
        double now = Timer.now();
        if (!Network.isOnline()) {
            offlineSince = now;
        } else if (offlineSince >= 0) {
            patience.refreshed(now);
            for (Window window : windows) {
                Connection connection = window.connection();
                if (connection != null && connection.lastSign() < offlineSince) {
                    window.setConnection(null);
                    connection.close();
                }
            }
            offlineSince = -1;
            ask();
        }
        bell.ring();
    }

    /** Sends the requests that may be sent now. */
    private void ask() {
        if (closed || patience.pause(Timer.now()) > 0) {
            return;
        }
        int underWay = 0;
        for (Window window : windows) {
            if (window.failure() != null) {
                return;
            }
            if (!window.complete()) {
                underWay++;
                if (window.connection() == null) {
                    connect(window);
                }
            }
        }
        int most = version == null ? 1 : parallelism.windows();
        while (underWay < most) {
            ByteWindow next = nextWindow();
            if (next == null) {
                return;
            }
            Window window = new Window(next);
            windows.add(window);
            connect(window);
            underWay++;
        }
    }

    private ByteWindow nextWindow() {
        long length = version == null ? -1 : version.bytes();
        if (ranges) {
            return plan.next(length, parallelism.windowBytes(), windows.isEmpty());
        }
        return windows.isEmpty() && !plan.ends(position, length) ? new ByteWindow(position, -1) : null;
    }

    private void connect(Window window) {
        String address = route.address();
        boolean resumes = version == null && known != null && window.received() > 0;
        String validator = resumes && conditional ? known.validator() : null;
        ByteWindow bytes = parts ? window.missing() : new ByteWindow(0, -1);
        window.setConnection(new Connection(address, route.authorization(address), window, bytes, validator, events));
    }

    /** Drops the windows from this one on. */
    private void drop(int first) {
        while (windows.size() > first) {
            Window window = windows.remove(windows.size() - 1);
            if (window.connection() != null) {
                window.connection().close();
            }
            window.release();
        }
    }

    /** From the first byte that has not come on everything is asked for in one. Returns the window for it. */
    private Window inOne() {
        ranges = false;
        int first = 0;
        while (first < windows.size() && windows.get(first).complete()) {
            first++;
        }
        long from = position;
        if (first > 0) {
            from = windows.get(first - 1).end();
        }
        if (first < windows.size()) {
            // What has come of it stays.
            Window broken = windows.get(first);
            from = broken.received();
            broken.endsAt(from);
            if (broken.connection() != null) {
                broken.connection().close();
                broken.setConnection(null);
            }
            drop(first + 1);
        }
        Window rest = new Window(new ByteWindow(from, -1));
        long last = plan.last(version == null ? -1 : version.bytes());
        if (last >= 0) {
            rest.endsAt(last);
        }
        windows.add(rest);
        return rest;
    }

    /** What happens to the connections. */
    private final class Events implements Connection.Listener {
        @Override
        public void answered(Connection connection, Answer answer) {
            boolean flows = version == null ? first(connection, answer) : following(connection, answer);
            if (!flows) {
                connection.close();
                connection.window().setConnection(null);
                ask();
            }
            bell.ring();
        }

        @Override
        public void arrived(Connection connection, int count) {
            double now = Timer.now();
            lastArrival = now;
            lastLook = now;
            arrived = true;
            patience.rewarded(now);
            parallelism.arrived(count, now);
            if (connection.window() == windows.get(0)) {
                bell.ring();
            }
        }

        @Override
        public void overran(Connection connection) {
            if (version != null && connection.window().end() == version.bytes()) {
                throw TransferErrors.changed(url);
            }
        }

        @Override
        public void ended(Connection connection) {
            Window window = connection.window();
            window.setConnection(null);
            patience.finished();
            if (window.open() && version.bytes() < 0) {
                version = new FileVersion(version.etag(), version.lastModified(), window.end());
            }
            ask();
            bell.ring();
        }

        @Override
        public void failed(Connection connection, RuntimeException failure) {
            Window window = connection.window();
            window.setConnection(null);
            if (failure instanceof TransferFailure broken) {
                afterBreak(connection, broken);
            } else if (!(failure instanceof HearthException) || !route.expired(connection.url(), connection.status())) {
                window.setFailure(failure);
            }
            ask();
            bell.ring();
        }
    }

    private void afterBreak(Connection connection, TransferFailure broken) {
        double now = Timer.now();
        route.failed(connection.url());
        if (broken.refused() && connection.conditional() && Network.isOnline()) {
            conditional = false;
            return;
        }
        if (connection.status() == TOO_MANY_REQUESTS || connection.status() == UNAVAILABLE) {
            parallelism.refused(now);
        }
        boolean offline = !Network.isOnline();
        if (offline && offlineSince < 0) {
            offlineSince = now;
        }
        if (!waiting) {
            patience.begin(now);
        }
        boolean hopeless = offline && !arrived;
        if (hopeless || !patience.afterFailure(broken.waitMilliseconds(), now, Math.random())) {
            connection.window().setFailure(broken.reported());
        }
    }

    /** The first answer: says which version comes. Returns false where the file is to be asked for in another way. */
    private boolean first(Connection connection, Answer answer) {
        FileVersion answered = answer.version();
        boolean beyond = answer.kind() == Answer.Kind.BEYOND;
        if (beyond && known == null) {
            // An empty file has no first byte; nor does a server that knows no ranges give one.
            if (!ranges) {
                throw TransferErrors.empty(url);
            }
            return otherwise();
        }
        boolean atEnd = beyond && answered.bytes() == position;
        if (known != null && (!answered.sameAs(known) || beyond && !atEnd)) {
            return changed(connection, answer);
        }
        if (answer.kind() == Answer.Kind.OTHER_PART) {
            return otherwise();
        }
        FileVersion found = known == null ? answered : answered.orElse(known);
        if (found.bytes() < 0 && answer.kind() == Answer.Kind.PART) {
            found = found.orElse(new FileVersion(null, null, hiddenLength(connection, answer)));
            if (found.bytes() < 0 && ranges) {
                // Parts of a file of unknown length: all of it is read in one.
                return otherwise();
            }
        }
        if (found.bytes() == 0) {
            throw TransferErrors.empty(url);
        }
        route.answered(connection.url(), connection.answeredBy());
        version = found;
        if (atEnd) {
            drop(0);
            connection.close();
            return true;
        }
        flow(connection, answer);
        return true;
    }

    /** The file's length where the server hides it, or -1: the hub told, or the part ends before what was asked for. */
    private long hiddenLength(Connection connection, Answer answer) {
        ByteWindow asked = connection.window().missing();
        boolean last = answer.end() >= 0 && (asked.open() || answer.end() < asked.end());
        return last ? answer.end() : told;
    }

    /** The windows that were asked for are not what comes: then all in one, and then all from the file's start. */
    private boolean otherwise() {
        if (!parts) {
            throw TransferErrors.otherPart(url);
        }
        parts = ranges;
        if (version == null) {
            ranges = false;
            drop(0);
        } else {
            inOne();
        }
        return false;
    }

    /** The server has another file than the one of which the first bytes are there: it comes from its start. */
    private boolean changed(Connection connection, Answer answer) {
        known = null;
        same = false;
        if (answer.kind() == Answer.Kind.WHOLE) {
            if (answer.version().bytes() == 0) {
                throw TransferErrors.empty(url);
            }
            connection.window().setConnection(null);
            drop(0);
            begin(0);
            version = answer.version();
            route.answered(connection.url(), connection.answeredBy());
            flowInOne(connection);
            return true;
        }
        drop(0);
        begin(0);
        return false;
    }

    /** An answer after the first. Returns false where the bytes are to be asked for in another way. */
    private boolean following(Connection connection, Answer answer) {
        if (answer.kind() == Answer.Kind.OTHER_PART || answer.kind() == Answer.Kind.BEYOND && answer.version().bytes() == version.bytes()) {
            return otherwise();
        }
        if (answer.kind() == Answer.Kind.BEYOND || !answer.version().sameAs(version)) {
            throw TransferErrors.changed(url);
        }
        route.answered(connection.url(), connection.answeredBy());
        flow(connection, answer);
        return true;
    }

    /** Lets the bytes come: those of a whole file into an open window, unless one with an end has room for them. */
    private void flow(Connection connection, Answer answer) {
        Window window = connection.window();
        boolean fits = answer.end() >= 0 && answer.end() <= window.end() && window.received() == 0;
        if (answer.kind() == Answer.Kind.WHOLE && !window.open() && !fits) {
            window.setConnection(null);
            flowInOne(connection);
            return;
        }
        long last = plan.last(version.bytes());
        if (last >= 0 && (window.end() < 0 || window.end() > last)) {
            window.endsAt(last);
        }
        connection.flow(window);
    }

    private void flowInOne(Connection connection) {
        Window window = inOne();
        window.setConnection(connection);
        connection.flow(window);
    }
}
