package hearth.web.store;

import hearth.device.simd.kernel.ChecksumKernel;
import hearth.web.platform.KernelMemory;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Uint8Array;

/** Room for one chunk, in a memory of its own where a kernel computes checksums. */
final class ChunkBuffer {
    private static final double WORDS = 4294967296.0;
    private static JSObject module;

    private final int capacity;
    private final KernelMemory memory;

    /** @param capacity in bytes */
    ChunkBuffer(int capacity) {
        this.capacity = capacity;
        if (module == null) {
            module = KernelMemory.compile(ChecksumKernel.module(false));
        }
        memory = new KernelMemory(module, capacity + 2 * ChecksumKernel.BLOCK);
    }

    int capacity() {
        return capacity;
    }

    /** The first {@code count} bytes, not copied. */
    Uint8Array bytes(int count) {
        return memory.bytes(0, count);
    }

    /** Copies {@code count} bytes from {@code from} on in {@code source} to the place {@code at}. */
    void put(Uint8Array source, int from, int count, int at) {
        memory.write(source, from, count, at);
    }

    /** The checksum of the first {@code count} bytes: a number of 32 bits, without sign. What is missing in a block counts as zeros. */
    double sum(int count) {
        int whole = (count + ChecksumKernel.BLOCK - 1) / ChecksumKernel.BLOCK * ChecksumKernel.BLOCK;
        memory.clear(count, whole);
        memory.run(0, whole);
        int sum = memory.word(whole);
        return sum < 0 ? sum + WORDS : sum;
    }
}
