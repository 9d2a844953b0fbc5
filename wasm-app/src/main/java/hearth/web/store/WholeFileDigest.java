package hearth.web.store;

import hearth.device.simd.Sha256;
import hearth.device.simd.kernel.Sha256Kernel;
import hearth.web.platform.KernelMemory;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.Uint8Array;

/** The SHA-256 of a file that comes in pieces. */
final class WholeFileDigest extends Sha256<Uint8Array> {
    private static JSObject module;

    private final KernelMemory memory;

    WholeFileDigest() {
        if (module == null) {
            module = KernelMemory.compile(Sha256Kernel.module(false));
        }
        memory = new KernelMemory(module, BYTES);
        begin();
    }

    void update(Uint8Array bytes) {
        update(bytes, 0, bytes.getLength());
    }

    @Override
    protected Uint8Array wrap(byte[] bytes) {
        return unsigned(Int8Array.copyFromJavaArray(bytes));
    }

    @Override
    protected void copy(Uint8Array bytes, int from, int count, int to) {
        memory.write(bytes, from, count, to);
    }

    @Override
    protected int word(int at) {
        return memory.word(at);
    }

    @Override
    protected void putWord(int at, int word) {
        memory.putWord(at, word);
    }

    @Override
    protected void run(int state, int blocks) {
        memory.run(state, blocks);
    }

    @JSBody(params = "bytes", script = "return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    private static native Uint8Array unsigned(Int8Array bytes);
}
