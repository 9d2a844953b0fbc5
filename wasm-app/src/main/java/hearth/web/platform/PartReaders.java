package hearth.web.platform;

import hearth.device.simd.KernelEntry;
import hearth.device.simd.LinearHeap;
import hearth.device.simd.kernel.PartTable;
import org.teavm.interop.Async;
import org.teavm.interop.AsyncCallback;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.file.Blob;

import java.util.ArrayList;
import java.util.List;

/** Loads the parts of a file on all threads: each reads parts and packs them, as a {@link PartTable} says. */
public final class PartReaders {
    /** Bytes for which it is worth while. */
    private static final long LEAST_TOUCHED = 4 << 20;

    private final EngineHost host;
    private final LinearHeap heap;
    private final KernelModules kernels;

    public PartReaders(EngineHost host, LinearHeap heap, KernelModules kernels) {
        this.host = host;
        this.heap = heap;
        this.kernels = kernels;
    }

    /**
     * Lets the threads that have nothing to do yet touch memory in which {@code bytes} bytes will be loaded: until then the
     * system has none behind its addresses, and providing it takes longer than packing what goes there.
     */
    public void ready(long bytes) {
        List<KernelTeam.Follower> followers = kernels.followers();
        long from = followers.isEmpty() || bytes < LEAST_TOUCHED ? -1 : heap.fresh(bytes);
        if (from >= 0) {
            kernels.callOut();
            for (int i = 0; i < followers.size(); i++) {
                followers.get(i).send(touch((int) from, bytes, i, followers.size()));
            }
        }
    }

    /**
     * What is to be loaded.
     *
     * @param table    address of the table
     * @param kernels  what its records are run by
     * @param controls address of the control block of each thread, the engine's first
     * @param parts    a blob for each part
     */
    public record Job(long table, KernelEntry kernels, long[] controls, Blob[] parts) {
    }

    /** What is told while parts are loaded. */
    public interface Listener {
        /** The other threads are at work: what the engine's has to do besides loading is done now. */
        void begun();

        /**
         * Some more is loaded; it must not suspend.
         *
         * @param bytes in all
         */
        void loaded(long bytes);
    }

    /**
     * What came of it.
     *
     * @param whole   how many of the first parts are loaded; all of them where nothing went wrong
     * @param reason  why no more, in the browser's words, or null
     * @param refusal null unless values were not finite
     */
    public record Result(int whole, String reason, Refusal refusal) {
    }

    /** A segment with a value that is not finite; its bytes are still in the buffer of {@code reader}. */
    public record Refusal(int part, int segment, int reader) {
    }

    /** Starts the other threads, so that they are there when parts are. */
    public void start() {
        kernels.startThreads();
    }

    /** Whether there are several threads to load with. */
    public boolean several() {
        return kernels.several();
    }

    /**
     * Suspends until all parts are loaded, or the signal is aborted.
     *
     * @throws JavaScriptException where a thread failed
     */
    public Result read(Job job, AbortSignal signal, Listener listener) {
        JSArray<Blob> blobs = new JSArray<>();
        for (Blob part : job.parts) {
            blobs.push(part);
        }
        JSObject module = KernelModules.module(job.kernels);
        Gathering gathering = new Gathering();
        kernels.callOut();
        for (KernelTeam.Follower follower : kernels.followers()) {
            if (follower.number() < job.controls.length) {
                int index = gathering.begin(follower.number());
                follower.read(job(host.getMemory(), (int) job.table, (int) job.controls[follower.number()], module, blobs, false),
                        outcome -> gathering.end(index, outcome));
            }
        }
        JSObject stop = stopWith(signal, host.getMemory(), (int) job.table, PartTable.NEXT, PartTable.STOPPED);
        try {
            listener.begun();
            Timer.Action progress = () -> listener.loaded(loaded(host.getMemory(), (int) job.table, PartTable.LOADED) & 0xFFFFFFFFL);
            int own = gathering.begin(0);
            gathering.end(own, Promises.await(host.readParts(job(host.getMemory(), (int) job.table, (int) job.controls[0], module, blobs, true), progress)));
        } catch (RuntimeException failure) {
            // Nobody may write to the memory any more when this is left.
            stop(host.getMemory(), (int) job.table, PartTable.NEXT, PartTable.STOPPED);
            throw failure;
        } finally {
            gathering.await();
            forget(signal, stop);
        }
        return gathering.result(job.parts.length);
    }

    /** What one thread says in the end, see {@code part-reader.js}. */
    public interface Outcome extends JSObject {
        @JSProperty
        JSArray<Failure> getFailed();

        @JSBody(script = "return this.refused || null;")
        Place refused();

        @JSBody(script = "return this.error || null;")
        String error();
    }

    /** A part that could not be read. */
    interface Failure extends JSObject {
        @JSProperty
        int getPart();

        @JSProperty
        String getReason();
    }

    /** A segment. */
    interface Place extends JSObject {
        @JSProperty
        int getPart();

        @JSProperty
        int getSegment();
    }

    /** Collects the outcomes of all threads. */
    private static final class Gathering {
        private final List<Integer> readers = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();
        private int missing;
        private boolean broken;
        private AsyncCallback<Void> waiting;

        int begin(int reader) {
            readers.add(reader);
            outcomes.add(null);
            missing++;
            return readers.size() - 1;
        }

        void end(int index, Outcome outcome) {
            outcomes.set(index, outcome);
            broken |= outcome == null;
            missing--;
            if (missing == 0 && waiting != null) {
                waiting.complete(null);
            }
        }

        @Async
        native void await();

        private void await(AsyncCallback<Void> callback) {
            if (missing == 0) {
                callback.complete(null);
            } else {
                waiting = callback;
            }
        }

        Result result(int parts) {
            if (broken) {
                throw new JavaScriptException("Error", "a thread that was loading a part of the file failed");
            }
            int whole = parts;
            String reason = null;
            Refusal refusal = null;
            for (int i = 0; i < outcomes.size(); i++) {
                Outcome outcome = outcomes.get(i);
                if (outcome.error() != null) {
                    throw new JavaScriptException("Error", outcome.error());
                }
                if (outcome.refused() != null) {
                    refusal = new Refusal(outcome.refused().getPart(), outcome.refused().getSegment(), readers.get(i));
                }
                for (int f = 0; f < outcome.getFailed().getLength(); f++) {
                    Failure failure = outcome.getFailed().get(f);
                    if (failure.getPart() < whole) {
                        whole = failure.getPart();
                        reason = failure.getReason();
                    }
                }
            }
            return new Result(whole, reason, refusal);
        }
    }

    @JSBody(params = {"from", "bytes", "share", "shares"}, script = "return {touch: {from: from >>> 0, bytes: bytes, share: share, shares: shares}};")
    private static native JSObject touch(int from, double bytes, int share, int shares);

    /** The engine's own memory goes along only where the thread does not have it already. */
    @JSBody(params = {"memory", "table", "control", "module", "blobs", "own"}, script = "return own"
            + " ? {memory: memory, table: table >>> 0, control: control >>> 0, kernels: module, blobs: blobs}"
            + " : {table: table >>> 0, control: control >>> 0, kernels: module, blobs: blobs};")
    private static native JSObject job(WebAssemblyMemory memory, int table, int control, JSObject module, JSArray<Blob> blobs, boolean own);

    @JSBody(params = {"memory", "table", "loaded"}, script = "return Atomics.load(new Int32Array(memory.buffer), ((table >>> 0) + loaded) >>> 2);")
    private static native int loaded(WebAssemblyMemory memory, int table, int loaded);

    @JSBody(params = {"memory", "table", "next", "stopped"}, script = "Atomics.store(new Int32Array(memory.buffer), ((table >>> 0) + next) >>> 2, stopped);")
    private static native void stop(WebAssemblyMemory memory, int table, int next, int stopped);

    @JSBody(params = {"signal", "memory", "table", "next", "stopped"}, script = "const stop = () => { Atomics.store(new Int32Array(memory.buffer),"
            + " ((table >>> 0) + next) >>> 2, stopped); }; if (signal.aborted) { stop(); } signal.addEventListener('abort', stop); return stop;")
    private static native JSObject stopWith(AbortSignal signal, WebAssemblyMemory memory, int table, int next, int stopped);

    @JSBody(params = {"signal", "stop"}, script = "signal.removeEventListener('abort', stop);")
    private static native void forget(AbortSignal signal, JSObject stop);
}
