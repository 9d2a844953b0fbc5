package hearth.web.platform;

import hearth.device.simd.LinearHeap;
import hearth.device.simd.WeightParts;
import hearth.device.simd.kernel.ChecksumKernel;
import hearth.device.simd.kernel.PartTable;
import org.teavm.interop.Async;
import org.teavm.interop.AsyncCallback;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.typedarrays.Float64Array;

import java.util.List;

/** Loads the parts of a file on all threads: each reads parts, checks them and packs them, as a {@link PartTable} says. */
public final class PartReaders {
    /** Bytes for which touching is worth while. */
    private static final long LEAST_TOUCHED = 4 << 20;

    private final EngineHost host;
    private final LinearHeap heap;
    private final KernelModules kernels;
    private JSObject checksum;

    public PartReaders(EngineHost host, LinearHeap heap, KernelModules kernels) {
        this.host = host;
        this.heap = heap;
        this.kernels = kernels;
    }

    /**
     * The file that parts are of.
     *
     * @param handle a {@code FileSystemFileHandle}
     * @param starts offset in the file of each part
     * @param sums   for each part an array of the checksums of its segments, -1 where one is not known
     */
    public record File(JSObject handle, long[] starts, JSArray<JSObject> sums) {
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

    /** Starts the other threads, so that they are there when parts are. */
    public void start() {
        kernels.startThreads();
    }

    /** Whether there are several threads to load with. */
    public boolean several() {
        return kernels.several();
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
     * Suspends until no thread loads any more: because nothing is left, or the signal is aborted. A part that could not be read, is not as
     * it was, or holds what is not finite is not {@linkplain WeightParts#isDone done} then.
     */
    public void read(WeightParts parts, File file, AbortSignal signal, Listener listener) {
        if (checksum == null) {
            checksum = KernelModules.compile(ChecksumKernel.module(true));
        }
        int table = (int) parts.table();
        JSObject packing = KernelModules.module(parts.kernels());
        Float64Array starts = new Float64Array(file.starts.length);
        for (int i = 0; i < file.starts.length; i++) {
            starts.set(i, (double) file.starts[i]);
        }
        Readers readers = new Readers();
        kernels.callOut();
        for (KernelTeam.Follower follower : kernels.followers()) {
            if (follower.number() < parts.readers()) {
                readers.begin();
                follower.read(job(table, (int) parts.control(follower.number()), packing, checksum, file.handle, starts, file.sums), readers::end);
            }
        }
        JSObject stop = stopWith(signal, host.getMemory(), table, PartTable.NEXT, PartTable.STOPPED);
        try {
            listener.begun();
            JSObject own = job(table, (int) parts.control(0), packing, checksum, file.handle, starts, file.sums);
            Promises.await(host.readParts(own, () -> listener.loaded(loaded(host.getMemory(), table, PartTable.LOADED) & 0xFFFFFFFFL)));
        } catch (RuntimeException | Error failure) {
            // Nobody may write to this memory any more when it is free.
            stop(host.getMemory(), table, PartTable.NEXT, PartTable.STOPPED);
            throw failure;
        } finally {
            readers.await();
            forget(signal, stop);
        }
    }

    /** Counts the threads that still read. */
    private static final class Readers {
        private int reading;
        private AsyncCallback<Void> waiting;

        void begin() {
            reading++;
        }

        void end() {
            reading--;
            if (reading == 0 && waiting != null) {
                waiting.complete(null);
            }
        }

        @Async
        native void await();

        private void await(AsyncCallback<Void> callback) {
            if (reading == 0) {
                callback.complete(null);
            } else {
                waiting = callback;
            }
        }
    }

    @JSBody(params = {"from", "bytes", "share", "shares"}, script = "return {touch: {from: from >>> 0, bytes: bytes, share: share, shares: shares}};")
    private static native JSObject touch(int from, double bytes, int share, int shares);

    @JSBody(params = {"table", "control", "kernels", "checksum", "file", "starts", "sums"}, script = "return {table: table >>> 0,"
            + " control: control >>> 0, kernels: kernels, checksum: checksum, file: file, starts: starts, sums: sums};")
    private static native JSObject job(int table, int control, JSObject kernels, JSObject checksum, JSObject file, Float64Array starts,
            JSArray<JSObject> sums);

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
