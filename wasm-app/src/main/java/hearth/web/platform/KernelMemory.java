package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Int32Array;
import org.teavm.jso.typedarrays.Uint8Array;

/** A small memory of its own with an emitted module over it: for work on bytes that need not be in the engine's memory. */
public final class KernelMemory {
    private static final int PAGE = 1 << 16;

    private final Uint8Array bytes;
    private final Int32Array words;
    private final Run run;

    /**
     * @param module what {@link #compile} gave
     * @param size   bytes of memory, zero at first
     */
    public KernelMemory(JSObject module, int size) {
        WebAssemblyMemory memory = memory((size + PAGE - 1) / PAGE);
        bytes = new Uint8Array(memory.getBuffer());
        words = new Int32Array(memory.getBuffer());
        run = link(module, memory);
    }

    /** Compiles a module that imports a memory which is not shared and exports {@code run} of four numbers. */
    public static JSObject compile(byte[] module) {
        return KernelModules.compile(module);
    }

    /** Copies {@code count} of {@code source} from index {@code from} on to the address {@code to}. */
    public void write(Uint8Array source, int from, int count, int to) {
        copy(source, from, count, bytes, to);
    }

    /** {@code count} bytes from the address {@code from} on, not copied. */
    public Uint8Array bytes(int from, int count) {
        return view(bytes, from, count);
    }

    /** Makes the bytes from one address up to another zero. */
    public void clear(int from, int to) {
        fill(bytes, from, to);
    }

    /** The word at an address that is a multiple of 4. */
    public int word(int address) {
        return words.get(address / 4);
    }

    public void putWord(int address, int word) {
        words.set(address / 4, word);
    }

    public void run(int first, int second) {
        run.call(first, second, 0, 1);
    }

    @JSBody(params = {"bytes", "from", "count"}, script = "return bytes.subarray(from, from + count);")
    private static native Uint8Array view(Uint8Array bytes, int from, int count);

    @JSBody(params = {"bytes", "from", "to"}, script = "bytes.fill(0, from, to);")
    private static native void fill(Uint8Array bytes, int from, int to);

    @JSFunctor
    private interface Run extends JSObject {
        void call(int first, int second, int worker, int workers);
    }

    @JSBody(params = "pages", script = "return new WebAssembly.Memory({initial: pages, maximum: pages});")
    private static native WebAssemblyMemory memory(int pages);

    @JSBody(params = {"module", "memory"}, script = "return new WebAssembly.Instance(module, {env: {memory: memory}}).exports.run;")
    private static native Run link(JSObject module, WebAssemblyMemory memory);

    @JSBody(params = {"source", "from", "count", "target", "to"},
            script = "target.set(count === source.length ? source : source.subarray(from, from + count), to);")
    private static native void copy(Uint8Array source, int from, int count, Uint8Array target, int to);
}
