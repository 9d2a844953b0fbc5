package hearth.web.platform;

import hearth.device.simd.kernel.Team;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

import java.util.ArrayList;
import java.util.List;

/**
 * The threads that run kernels together with the engine's. They are started with the first model. A follower sleeps inside
 * of WebAssembly, where it hears no messages; so it is called out before it is told of a module, and enters again when it
 * has answered. Until then the engine runs alone.
 */
final class KernelTeam {
    private static final int LEAVE = -1;

    private final EngineHost host;
    private final int address;
    private final int workers;
    private final List<Follower> followers = new ArrayList<>();
    private int modules;

    /** A thread besides the engine's. */
    static final class Follower {
        private final int number;
        private final ModuleWorker thread;
        private int unanswered;
        private boolean inside;
        private boolean failed;
        /** Told when it has ended to load parts. */
        private Runnable reading;

        private Follower(int number, ModuleWorker thread) {
            this.number = number;
            this.thread = thread;
        }

        /** Its number, from 1. */
        int number() {
            return number;
        }

        /** Sends it a message, which it answers. It must have been called out. */
        void send(JSObject message) {
            tell(this, message);
        }

        /** Lets it load parts of a file. It must have been called out; until it has ended it runs no kernels. */
        void read(JSObject job, Runnable ended) {
            reading = ended;
            tell(this, job);
        }

        private void ended() {
            Runnable waiting = reading;
            reading = null;
            if (waiting != null) {
                waiting.run();
            }
        }
    }

    /**
     * @param address of {@link Team#BYTES} bytes of the shared memory, all zero
     * @param workers how many threads there are to be, the engine's own included
     */
    KernelTeam(EngineHost host, int address, int workers) {
        this.host = host;
        this.address = address;
        this.workers = workers;
    }

    int address() {
        return address;
    }

    /** How many threads can take part in a run now, at least the engine's own. */
    int ready() {
        int ready = 1;
        for (Follower follower : followers) {
            if (!follower.inside || follower.failed) {
                break;
            }
            ready++;
        }
        return ready;
    }

    /** The threads besides the engine's that work. */
    List<Follower> followers() {
        List<Follower> working = new ArrayList<>();
        for (Follower follower : followers) {
            if (!follower.failed) {
                working.add(follower);
            }
        }
        return working;
    }

    /** Starts the threads, if that has not been done. */
    void start() {
        if (followers.isEmpty()) {
            for (int number = 1; number < workers; number++) {
                start(number);
            }
        }
    }

    /** Gives a compiled module to all threads. */
    void add(int entry, JSObject module) {
        start();
        callOut();
        modules++;
        for (Follower follower : followers) {
            tell(follower, moduleMessage(entry, module));
        }
    }

    /** Takes a module from all threads. */
    void drop(int entry) {
        callOut();
        modules--;
        for (Follower follower : followers) {
            tell(follower, dropMessage(entry));
        }
    }

    private void start(int number) {
        Follower follower = new Follower(number, host.startFollower());
        followers.add(follower);
        follower.thread.addEventListener("message", event -> answered(follower, hasRead(event)));
        follower.thread.addEventListener("error", event -> {
            follower.failed = true;
            follower.ended();
        });
        tell(follower, firstMessage(host.getMemory(), address, number));
    }

    private static void tell(Follower follower, JSObject message) {
        follower.unanswered++;
        follower.thread.postMessage(message);
    }

    private void answered(Follower follower, boolean hasRead) {
        if (hasRead) {
            follower.ended();
        }
        follower.unanswered--;
        if (follower.unanswered == 0 && modules > 0) {
            // Jobs of before are not for it.
            setSeen(host.getMemory(), address, Team.SEEN + follower.number * Team.SEEN_STRIDE);
            follower.inside = true;
            follower.thread.postMessage(enterMessage());
        }
    }

    /** Makes all followers listen to messages again; they sleep or are about to, so that this takes microseconds. */
    void callOut() {
        int inside = 0;
        for (Follower follower : followers) {
            inside += follower.inside && !follower.failed ? 1 : 0;
            follower.inside = false;
        }
        if (inside > 0) {
            leave(host.getMemory(), address, workers, inside, Team.NEXT_JOB, LEAVE);
        }
    }

    @JSBody(params = {"memory", "team", "workers", "inside", "nextJob", "leave"}, script = "const words = new Int32Array(memory.buffer, team, 64);"
            + " words[16] = leave; Atomics.store(words, 32, 0);"
            + " Atomics.store(words, 0, (words[0] & -nextJob) + nextJob + workers); Atomics.notify(words, 0);"
            + " while (Atomics.load(words, 32) !== inside);")
    private static native void leave(WebAssemblyMemory memory, int team, int workers, int inside, int nextJob, int leave);

    @JSBody(params = "event", script = "if (event.data.error) { console.warn('Hearth: ' + event.data.error); } return event.data.read === true;")
    private static native boolean hasRead(JSObject event);

    @JSBody(params = {"memory", "team", "seen"}, script = "const words = new Int32Array(memory.buffer, team, seen / 4 + 1); words[seen / 4] = words[0];")
    private static native void setSeen(WebAssemblyMemory memory, int team, int seen);

    @JSBody(params = {"memory", "team", "worker"}, script = "return {memory: memory, team: team, worker: worker};")
    private static native JSObject firstMessage(WebAssemblyMemory memory, int team, int worker);

    @JSBody(params = {"entry", "module"}, script = "return {entry: entry, module: module};")
    private static native JSObject moduleMessage(int entry, JSObject module);

    @JSBody(params = "entry", script = "return {drop: entry};")
    private static native JSObject dropMessage(int entry);

    @JSBody(script = "return {enter: true};")
    private static native JSObject enterMessage();
}
