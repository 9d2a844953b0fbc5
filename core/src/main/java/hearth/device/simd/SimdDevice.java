package hearth.device.simd;

import hearth.device.simd.packed.DotVariant;
import hearth.format.Gguf;
import hearth.format.ModelFileException;
import hearth.model.Architecture;
import hearth.model.Model;
import hearth.program.Memory;
import hearth.program.StateType;

/** Runs programs by kernels in WebAssembly that are written, model by model, for this browser. */
public final class SimdDevice {
    /** Context where the caller does not say, in tokens: what a chat of some length needs. */
    private static final int DEFAULT_CONTEXT = 4096;

    private final Memory memory;
    private final LinearHeap heap;
    private final KernelHost host;
    private final DotVariant variant;

    /** Tries out what the browser has: takes some milliseconds. */
    public SimdDevice(Memory memory, LinearHeap heap, KernelHost host) {
        this(memory, heap, host, DotProbe.best(memory, heap, host));
    }

    /** @param variant the instructions to use; the browser must have them */
    SimdDevice(Memory memory, LinearHeap heap, KernelHost host, DotVariant variant) {
        this.memory = memory;
        this.heap = heap;
        this.host = host;
        this.variant = variant;
    }

    /** Whether the kernels use relaxed SIMD: the browser has it and computes it rightly. */
    public boolean relaxed() {
        return variant != DotVariant.PLAIN;
    }

    /**
     * The same with a KV cache of half precision where the memory holds that, else of 8 bits: {@link SimdModel#cache()}.
     */
    public SimdModel prepare(Gguf head, int contextLength) {
        try {
            return prepare(head, contextLength, StateType.F16);
        } catch (OutOfLinearMemoryException tooLarge) {
            return prepare(head, contextLength, StateType.Q8);
        }
    }

    /**
     * Makes room for a model and writes its kernels. Its weights come next, by {@link SimdModel#weights()}.
     *
     * @param head          the head of the model's file
     * @param contextLength most tokens of its state; 0: 4096, or what the model was trained for if that is less
     * @param cache         how its KV cache is kept
     * @throws ModelFileException         where the file holds no model that this engine runs
     * @throws OutOfLinearMemoryException where there is not enough memory
     */
    public SimdModel prepare(Gguf head, int contextLength, StateType cache) {
        Model model = Architecture.of(head);
        int length = contextLength > 0 ? contextLength : Math.min(DEFAULT_CONTEXT, model.trainedContext());
        return new SimdModel(memory, heap, host, variant, head, model, length, cache);
    }
}
