package hearth.web.platform;

import hearth.device.simd.LinearHeap;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Lets the models' part of a memory grow when it is needed. */
public final class MemoryGrowth implements LinearHeap.Growth {
    private static final int PAGE_BITS = 16;

    private final WebAssemblyMemory memory;

    public MemoryGrowth(WebAssemblyMemory memory) {
        this.memory = memory;
    }

    @Override
    public boolean ensure(long endAddress) {
        long bytes = (long) byteLength(memory);
        if (endAddress <= bytes) {
            return true;
        }
        return grow(memory, (int) (endAddress - bytes + (1L << PAGE_BITS) - 1 >> PAGE_BITS));
    }

    /** A double: 4 GiB is no int. */
    @JSBody(params = "memory", script = "return memory.buffer.byteLength;")
    private static native double byteLength(JSObject memory);

    @JSBody(params = {"memory", "pages"}, script = "try { memory.grow(pages); return true; } catch (e) { return false; }")
    private static native boolean grow(JSObject memory, int pages);
}
