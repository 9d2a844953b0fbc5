package hearth.web.hub;

import hearth.web.platform.AbortSignal;
import hearth.web.platform.Bell;
import hearth.web.platform.Network;
import hearth.web.platform.Promises;
import hearth.web.platform.Timer;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * The bytes of one file, in order, from some position on. Where the server sends parts of files they are asked for in
 * windows, several at a time, and bounded ({@link WindowPlan}); else in one answer, read no faster than it is used. What
 * breaks or stalls is asked for anew from its first missing byte, within {@link Patience}. Bytes of two versions of a file
 * are never mixed.
 */
public final class Download {
    /** So many milliseconds late, this thread was busy or the machine asleep. */
    private static final double ABSENT = 2000;
    private static final double LONGEST_WAIT = 1000;

    private final FilePart file;
    private final AbortSignal signal;
    private final WindowQueue queue = new WindowQueue();
    private final Patience patience = new Patience();
    private final Parallelism parallelism = new Parallelism();
    private final Bell bell = Bell.hang();
    private final EventListener<Event> onAbort = event -> bell.ring();
    private Transfer transfer;
    private JSObject networkListener;
    private double lastLook = Timer.now();
    private boolean closed;

    public Download(FilePart file, AbortSignal signal) {
        this.file = file;
        this.signal = signal;
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
        transfer = new Transfer(file, from, end, known, queue, patience, parallelism, bell);
        signal.addEventListener("abort", onAbort);
        networkListener = Network.listen(transfer::networkChanged);
        beginWaiting();
        try {
            while (transfer.version() == null) {
                requireHope();
                await();
            }
            return transfer.same();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        } finally {
            patience.end();
        }
    }

    /** The version that comes. */
    public FileVersion version() {
        return transfer.version();
    }

    /**
     * The caller has the bytes before {@code position} where they cannot be lost, or has used them and keeps none. Of those
     * after it no more than 4 MiB are asked for: that is what a tab that ends at any moment can lose. May be called at any
     * time, also while {@link #next} waits: with nothing under way it waits for this.
     */
    public void stored(long position) {
        transfer.stored(position);
        bell.ring();
    }

    /** Suspends until the next bytes are there, which are valid until the next call; null at the end. */
    public Uint8Array next() {
        if (closed) {
            return null;
        }
        queue.giveBack();
        beginWaiting();
        try {
            while (true) {
                Uint8Array bytes = queue.take();
                transfer.ask();
                if (bytes != null) {
                    return bytes;
                }
                if (transfer.over()) {
                    close();
                    return null;
                }
                Window head = queue.head();
                if (head != null && head.connection() != null) {
                    head.connection().resume();
                }
                requireHope();
                await();
            }
        } catch (RuntimeException failure) {
            close();
            throw failure;
        } finally {
            patience.end();
        }
    }

    /** Ends the transfer. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (transfer != null) {
            transfer.end();
            Network.ignore(networkListener);
            signal.removeEventListener("abort", onAbort);
        }
    }

    private void beginWaiting() {
        double now = Timer.now();
        patience.begin(now);
        if (now - lastLook > ABSENT) {
            transfer.excuse(now);
        }
        lastLook = now;
    }

    private void requireHope() {
        if (signal.isAborted()) {
            throw TransferErrors.aborted();
        }
        Window head = queue.head();
        if (head != null && head.failure() != null) {
            throw head.failure();
        }
        double now = Timer.now();
        double offline = transfer.offlineSince();
        if (offline >= 0 && now - offline >= Patience.OFFLINE) {
            throw TransferErrors.offline(file.url(), queue.position());
        }
        if (patience.left(now) <= 0) {
            throw TransferErrors.stalled(file.url(), queue.position(), Patience.SECONDS);
        }
    }

    /** Suspends until something has happened, or it is time to look again. */
    private void await() {
        double before = Timer.now();
        transfer.renewSilent(before);
        transfer.ask();
        boolean forStore = transfer.waitsForStore();
        double pause = patience.pause(before);
        double wait = pause > 0 ? Math.min(pause, LONGEST_WAIT) : LONGEST_WAIT;
        Promises.await(bell.rings(wait));
        double now = Timer.now();
        boolean absent = now - before > wait + ABSENT;
        if (forStore || absent) {
            patience.begin(now);
        } else {
            parallelism.waited(now - before);
        }
        if (absent) {
            transfer.excuse(now);
        }
        lastLook = now;
    }
}
