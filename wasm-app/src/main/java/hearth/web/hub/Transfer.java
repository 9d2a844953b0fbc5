package hearth.web.hub;

import hearth.web.platform.Bell;
import hearth.web.platform.Network;
import hearth.web.platform.Timer;
import hearth.web.protocol.HearthException;

/**
 * The requests of a download and what becomes of their answers. Everything happens in callbacks and nothing waits; the bell
 * rings when the one who waits for bytes should look.
 */
final class Transfer implements Connection.Listener {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final String url;
    /** The length that the hub told of, or -1. */
    private final long told;
    private final Route route;
    private final WindowQueue queue;
    private final Patience patience;
    private final Parallelism parallelism;
    private final Bell bell;
    /** The byte after the last one wanted, or -1. */
    private final long limit;
    private WindowPlan plan;
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
    private double lastArrival;
    private boolean arrived;
    /** Since when there is no network, or -1. */
    private double offlineSince = -1;
    private boolean ended;

    Transfer(FilePart file, long from, long limit, FileVersion known, WindowQueue queue, Patience patience, Parallelism parallelism,
            Bell bell) {
        url = file.url();
        told = file.bytes();
        route = new Route(file.url(), file.authorization());
        this.limit = limit;
        this.known = known;
        this.queue = queue;
        this.patience = patience;
        this.parallelism = parallelism;
        this.bell = bell;
        begin(from);
    }

    private void begin(long from) {
        queue.startAt(from);
        plan = new WindowPlan(from, limit);
    }

    /** The version that comes, or null while the server has not answered. */
    FileVersion version() {
        return version;
    }

    /** False where the server has another file than the one of which the first bytes were there. */
    boolean same() {
        return same;
    }

    /** Whether everything has been handed on. */
    boolean over() {
        return queue.isEmpty() && version != null && plan.ends(queue.position(), version.bytes());
    }

    /** Whether all that may be asked for has come and been handed on. */
    boolean waitsForStore() {
        return queue.isEmpty() && version != null;
    }

    /** Since when no byte has come although there is no network; -1 where there is one. */
    double offlineSince() {
        return offlineSince < 0 ? -1 : Math.max(offlineSince, lastArrival);
    }

    void stored(long position) {
        plan.stored(position);
        ask();
    }

    void end() {
        ended = true;
        queue.startAt(queue.position());
    }

    /** Time has passed in which nobody looked: no connection is to blame for it. */
    void excuse(double now) {
        for (Window window : queue.windows()) {
            if (window.connection() != null) {
                window.connection().excuse(now);
            }
        }
    }

    /** Connections that bring nothing are given up for new ones. */
    void renewSilent(double now) {
        for (Window window : queue.windows()) {
            Connection connection = window.connection();
            if (connection == null || !connection.awaits()) {
                continue;
            }
            boolean othersFlow = lastArrival > connection.lastSign();
            if (now - connection.lastSign() >= patience.silence(othersFlow)) {
                if (!patience.silenced()) {
                    window.setFailure(TransferErrors.stalls(url, window.received()));
                }
                route.failed(connection.url());
                WindowQueue.disconnect(window);
            }
        }
    }

    /** The network came or went. One that is back is used at once. */
    void networkChanged() {
        double now = Timer.now();
        if (!Network.isOnline()) {
            offlineSince = now;
        } else if (offlineSince >= 0) {
            patience.refreshed(now);
            for (Window window : queue.windows()) {
                if (window.connection() != null && window.connection().lastSign() < offlineSince) {
                    WindowQueue.disconnect(window);
                }
            }
            offlineSince = -1;
            ask();
        }
        bell.ring();
    }

    /** Sends the requests that may be sent now. */
    void ask() {
        if (ended || patience.pause(Timer.now()) > 0) {
            return;
        }
        int underWay = 0;
        for (Window window : queue.windows()) {
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
            queue.add(window);
            connect(window);
            underWay++;
        }
    }

    private ByteWindow nextWindow() {
        long length = version == null ? -1 : version.bytes();
        if (ranges) {
            return plan.next(length, parallelism.windowBytes(), queue.isEmpty());
        }
        long position = queue.position();
        return queue.isEmpty() && !plan.ends(position, length) ? new ByteWindow(position, -1) : null;
    }

    private void connect(Window window) {
        String address = route.address();
        boolean resumes = version == null && known != null && window.received() > 0;
        String validator = resumes && conditional ? known.validator() : null;
        ByteWindow bytes = parts ? window.missing() : new ByteWindow(0, -1);
        window.setConnection(new Connection(address, route.authorization(address), window, bytes, validator, this));
    }

    @Override
    public void answered(Connection connection, Answer answer) {
        boolean flows = version == null ? first(connection, answer) : following(connection, answer);
        if (!flows) {
            WindowQueue.disconnect(connection.window());
            ask();
        }
        bell.ring();
    }

    @Override
    public void arrived(Connection connection, int count) {
        double now = Timer.now();
        lastArrival = now;
        arrived = true;
        patience.rewarded(now);
        parallelism.arrived(count, now);
        if (connection.window() == queue.head()) {
            bell.ring();
        }
    }

    @Override
    public void overran(Connection connection) {
        if (connection.window().end() == version.bytes()) {
            throw TransferErrors.changed(url);
        }
    }

    @Override
    public void ended(Connection connection) {
        Window window = connection.window();
        window.setConnection(null);
        patience.finished();
        if (window.open() && version.bytes() < 0) {
            version = version.ofLength(window.end());
        }
        ask();
        bell.ring();
    }

    @Override
    public void failed(Connection connection, RuntimeException failure) {
        Window window = connection.window();
        window.setConnection(null);
        if (failure instanceof TransferFailure broken) {
            broke(connection, broken);
        } else if (!(failure instanceof HearthException) || !route.expired(connection.url(), connection.status())) {
            window.setFailure(failure);
        }
        ask();
        bell.ring();
    }

    private void broke(Connection connection, TransferFailure broken) {
        double now = Timer.now();
        boolean offline = !Network.isOnline();
        route.failed(connection.url());
        if (broken.refused() && connection.conditional() && !offline) {
            conditional = false;
            return;
        }
        if (connection.status() == TOO_MANY_REQUESTS || connection.status() == UNAVAILABLE) {
            parallelism.refused(now);
        }
        if (offline && offlineSince < 0) {
            offlineSince = now;
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
        boolean atEnd = beyond && answered.bytes() == queue.position();
        if (known != null && (!answered.sameAs(known) || beyond && !atEnd)) {
            return changed(connection, answer);
        }
        if (answer.kind() == Answer.Kind.OTHER_PART) {
            return otherwise();
        }
        FileVersion found = known == null ? answered : answered.orElse(known);
        if (found.bytes() < 0 && answer.kind() == Answer.Kind.PART) {
            found = found.ofLength(hiddenLength(connection, answer));
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
            queue.startAt(queue.position());
        } else {
            flow(connection, answer);
        }
        return true;
    }

    /** The file's length where the server hides it, or -1: the part ends before what was asked for, or the hub told. */
    private long hiddenLength(Connection connection, Answer answer) {
        ByteWindow asked = connection.window().missing();
        boolean last = answer.end() >= 0 && (asked.open() || answer.end() < asked.end());
        return last ? answer.end() : told;
    }

    /** What was asked for is not what comes: from now on all in one, and where that has failed too, all from the file's start. */
    private boolean otherwise() {
        if (!parts) {
            throw TransferErrors.otherPart(url);
        }
        parts = ranges;
        ranges = false;
        if (version == null) {
            queue.startAt(queue.position());
        } else {
            inOne();
        }
        return false;
    }

    /** The server has another file than the one of which the first bytes are there: it comes from its start. */
    private boolean changed(Connection connection, Answer answer) {
        known = null;
        same = false;
        boolean flows = answer.kind() == Answer.Kind.WHOLE;
        if (flows) {
            connection.window().setConnection(null);
        }
        begin(0);
        if (flows) {
            if (answer.version().bytes() == 0) {
                throw TransferErrors.empty(url);
            }
            version = answer.version();
            route.answered(connection.url(), connection.answeredBy());
            flowInOne(connection);
        }
        return flows;
    }

    /** An answer after the first. Returns false where the bytes are to be asked for in another way. */
    private boolean following(Connection connection, Answer answer) {
        boolean noPart = answer.kind() == Answer.Kind.BEYOND;
        if (answer.kind() == Answer.Kind.OTHER_PART || noPart && answer.version().bytes() == version.bytes()) {
            return otherwise();
        }
        if (noPart || !answer.version().sameAs(version)) {
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
        endWithFile(window);
        connection.flow(window);
    }

    private void flowInOne(Connection connection) {
        Window window = inOne();
        window.setConnection(connection);
        connection.flow(window);
    }

    /** From the first byte that has not come on everything comes in one window, which this adds. */
    private Window inOne() {
        ranges = false;
        Window rest = new Window(new ByteWindow(queue.cut(), -1));
        endWithFile(rest);
        queue.add(rest);
        return rest;
    }

    private void endWithFile(Window window) {
        long last = plan.last(version.bytes());
        if (last >= 0 && (window.end() < 0 || window.end() > last)) {
            window.endsAt(last);
        }
    }
}
