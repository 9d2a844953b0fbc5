package hearth.web.engine;

import hearth.web.engine.load.Piece;
import hearth.web.platform.WebAssemblyMemory;
import hearth.web.platform.LinearMemory;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.Uint8Array;

import java.nio.ByteBuffer;

/** A piece of a file that lies in the browser's own memory. */
final class BytesPiece implements Piece {
    /** Where bytes pass from the browser's memory to Java's: a loop over linear memory is much faster than one over a typed array. */
    private static final ByteBuffer STAGE = ByteBuffer.allocateDirect(1 << 16);
    private static final LinearMemory LINEAR = new LinearMemory();

    private final Uint8Array bytes;
    private final WebAssemblyMemory memory;

    BytesPiece(Uint8Array bytes, WebAssemblyMemory memory) {
        this.bytes = bytes;
        this.memory = memory;
    }

    @Override
    public int size() {
        return bytes.getLength();
    }

    @Override
    public void read(int from, byte[] target, int index, int count) {
        for (int done = 0; done < count;) {
            int part = Math.min(count - done, STAGE.capacity());
            Int8Array stage = Int8Array.fromJavaBuffer(STAGE);
            stage.set(signed(bytes, from + done, part));
            LINEAR.read(stage.getByteOffset(), target, index + done, part);
            done += part;
        }
    }

    @Override
    public void store(int from, long address, int count) {
        store(bytes, from, count, memory, address);
    }

    @JSBody(params = {"bytes", "from", "count"}, script = "return new Int8Array(bytes.buffer, bytes.byteOffset + from, count);")
    private static native Int8Array signed(Uint8Array bytes, int from, int count);

    /** The address is a double: beyond 2 GiB it is no int. */
    @JSBody(params = {"bytes", "from", "count", "memory", "address"}, script =
            "new Uint8Array(memory.buffer, address, count).set(bytes.subarray(from, from + count));")
    private static native void store(Uint8Array bytes, int from, int count, JSObject memory, double address);
}
