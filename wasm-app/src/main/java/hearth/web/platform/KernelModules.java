package hearth.web.platform;

import hearth.device.simd.KernelEntry;
import hearth.device.simd.KernelHost;
import hearth.device.simd.LinearHeap;
import hearth.device.simd.kernel.Team;
import hearth.program.Memory;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Int8Array;

import java.util.List;

/** Compiles and links emitted modules over the engine's memory, at once: only in a worker, where that may take its time. */
public final class KernelModules implements KernelHost {
    private final WebAssemblyMemory memory;
    private final boolean shared;
    private final int workers;
    /** Null where the engine runs alone. */
    private final KernelTeam team;
    private final boolean adapts;
    private int limit;
    private int entries;

    /**
     * @param threads most threads that run kernels; without shared memory there is one
     * @param adapts  whether fewer may run where that is faster
     */
    public KernelModules(EngineHost host, LinearHeap heap, Memory linear, int threads, boolean adapts) {
        this.memory = host.getMemory();
        this.shared = host.isShared();
        workers = shared ? Math.min(threads, Team.MOST_WORKERS) : 1;
        limit = workers;
        this.adapts = adapts;
        if (workers > 1) {
            long address = heap.allocate(Team.BYTES);
            linear.clear(address, Team.BYTES);
            team = new KernelTeam(host, (int) address, workers);
        } else {
            team = null;
        }
    }

    @Override
    public boolean sharedMemory() {
        return shared;
    }

    @Override
    public int mostWorkers() {
        return workers;
    }

    @Override
    public boolean adapts() {
        return adapts;
    }

    @Override
    public int limitWorkers(int most) {
        limit = most;
        return team == null ? 1 : Math.min(limit, team.ready());
    }

    /** The threads besides the engine's that work. */
    List<KernelTeam.Follower> followers() {
        return team == null ? List.of() : team.followers();
    }

    /** Whether this memory can be worked in by other threads too, and there are some. */
    public boolean several() {
        return team != null;
    }

    /** Starts the threads, if that has not been done. */
    void startThreads() {
        if (team != null) {
            team.start();
        }
    }

    /** Makes threads listen to messages, which those that run kernels do not. */
    void callOut() {
        if (team != null) {
            team.callOut();
        }
    }

    /** The compiled module of an entry that is the calling thread's alone. */
    static JSObject module(KernelEntry entry) {
        return ((AloneEntry) entry).module;
    }

    @Override
    public boolean validates(byte[] module) {
        return validate(Int8Array.copyFromJavaArray(module));
    }

    @Override
    public KernelEntry instantiate(byte[] module) {
        JSObject compiled = compile(module);
        Exports exports = link(compiled, memory);
        if (team == null) {
            return new AloneEntry(compiled, run(exports));
        }
        int entry = entries++;
        team.add(entry, compiled);
        return new TeamEntry(run(exports), lead(exports), entry);
    }

    @Override
    public KernelEntry instantiateAlone(byte[] module) {
        JSObject compiled = compile(module);
        return new AloneEntry(compiled, run(link(compiled, memory)));
    }

    /** A function reference into the module: the call goes from WebAssembly to WebAssembly through one JavaScript frame. */
    private static final class AloneEntry implements KernelEntry {
        private final JSObject module;
        private final Run run;

        private AloneEntry(JSObject module, Run run) {
            this.module = module;
            this.run = run;
        }

        @Override
        public void run(int control, int program) {
            run.call(control, program, 0, 1);
        }

        @Override
        public void close() {
            // The module goes with the last reference to it.
        }
    }

    /** The same with the threads that are ready. */
    private final class TeamEntry implements KernelEntry {
        private final Run run;
        private final Lead lead;
        private final int entry;

        private TeamEntry(Run run, Lead lead, int entry) {
            this.run = run;
            this.lead = lead;
            this.entry = entry;
        }

        @Override
        public void run(int control, int program) {
            int ready = Math.min(limit, team.ready());
            if (ready == 1) {
                run.call(control, program, 0, 1);
            } else {
                lead.call(team.address(), entry, control, program, ready);
            }
        }

        @Override
        public void close() {
            team.drop(entry);
        }
    }

    private interface Exports extends JSObject {
    }

    @JSFunctor
    private interface Run extends JSObject {
        void call(int control, int program, int worker, int workers);
    }

    @JSFunctor
    private interface Lead extends JSObject {
        void call(int team, int entry, int control, int program, int workers);
    }

    @JSBody(params = "module", script = "return WebAssembly.validate(module);")
    private static native boolean validate(Int8Array module);

    /** Compiles an emitted module, at once. */
    static JSObject compile(byte[] module) {
        return compile(Int8Array.copyFromJavaArray(module));
    }

    @JSBody(params = "module", script = "return new WebAssembly.Module(module);")
    private static native JSObject compile(Int8Array module);

    @JSBody(params = {"module", "memory"}, script = "return new WebAssembly.Instance(module, {env: {memory: memory,"
            + " clock: performance.now.bind(performance)}}).exports;")
    private static native Exports link(JSObject module, WebAssemblyMemory memory);

    @JSBody(params = "exports", script = "return exports.run;")
    private static native Run run(Exports exports);

    @JSBody(params = "exports", script = "return exports.lead;")
    private static native Lead lead(Exports exports);
}
