package hearth.web.engine.queue;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Does the jobs of each lane (a loaded model) one after another in their order, and those of different lanes step by step in
 * turns. It runs only while somebody calls {@link #step}; {@link Wake} tells when that is needed.
 */
public final class Scheduler {
    /** Told when there is work and nobody calls {@link #step} yet: has to see to it that somebody does. */
    public interface Wake {
        void wake();
    }

    /** Jobs that must not run at the same time. */
    public static final class Lane {
        private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
    }

    private record Entry(long request, int owner, Job job, Reply reply) {
    }

    private final Wake wake;
    private final List<Lane> busy = new ArrayList<>();
    private int turn;
    /** Whose step was done last; null where its job is over. */
    private Entry last;
    /** Whether somebody calls {@link #step}. */
    private boolean awake;

    public Scheduler(Wake wake) {
        this.wake = wake;
    }

    /**
     * Puts a job at the end of its lane.
     *
     * @param request the request's number, for {@link #cancel}
     * @param owner   whose job it is, for {@link #cancelAll}
     * @param reply   where a failure of the job goes
     */
    public void submit(Lane lane, long request, int owner, Job job, Reply reply) {
        if (lane.waiting.isEmpty()) {
            busy.add(lane);
        }
        lane.waiting.add(new Entry(request, owner, job, reply));
        if (!awake) {
            awake = true;
            wake.wake();
        }
    }

    /**
     * Does one step of one job.
     *
     * @return whether work is left; once it is not, {@link Wake} tells when there is some again
     */
    public boolean step() {
        if (!busy.isEmpty()) {
            stepNext();
        }
        awake = !busy.isEmpty();
        return awake;
    }

    private void stepNext() {
        turn = turn < busy.size() ? turn : 0;
        Lane lane = busy.get(turn);
        Entry entry = lane.waiting.peek();
        if (last != null && last != entry) {
            last.reply.flush();
        }
        last = entry;
        boolean more;
        try {
            more = entry.job.step();
        } catch (RuntimeException | Error failure) {
            more = false;
            entry.reply.failed(Failures.of(failure));
        }
        if (more) {
            turn++;
        } else {
            remove(lane, entry);
        }
    }

    /** Takes a request back; it fails with {@code aborted}. Returns false where it is not waiting or running. */
    public boolean cancel(long request) {
        for (Lane lane : busy) {
            for (Entry entry : lane.waiting) {
                if (entry.request == request) {
                    remove(lane, entry);
                    entry.reply.failed(new HearthException(ErrorCode.ABORTED, "The request was aborted",
                            "Nothing needs to be done; the model can be used on."));
                    return true;
                }
            }
        }
        return false;
    }

    /** Ends all jobs of an owner in a lane with {@code failure}. */
    public void cancelAll(Lane lane, int owner, HearthException failure) {
        List<Entry> owned = new ArrayList<>();
        for (Entry entry : lane.waiting) {
            if (entry.owner == owner) {
                owned.add(entry);
            }
        }
        for (Entry entry : owned) {
            remove(lane, entry);
            entry.reply.failed(failure);
        }
    }

    private void remove(Lane lane, Entry entry) {
        lane.waiting.remove(entry);
        if (last == entry) {
            last = null;
        }
        if (lane.waiting.isEmpty()) {
            busy.remove(lane);
        }
    }
}
