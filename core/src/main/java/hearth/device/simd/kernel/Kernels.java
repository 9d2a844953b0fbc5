package hearth.device.simd.kernel;

import hearth.device.simd.assembler.ValueType;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.assembler.WasmModule;
import hearth.device.simd.packed.DotVariant;
import java.util.HashMap;
import java.util.Map;

/**
 * The module in the making. Every kernel is a function {@code (record, control, worker, workers)}: it reads its operands
 * from the operation's record and does the part of the work that falls to {@code worker} of {@code workers}. Kernels that
 * differ only in constants that are worth unrolling are emitted once for each set of constants that the model needs.
 */
public final class Kernels {
    /** Bytes of an operation's record: table index of the kernel, one free word, then operands. */
    public static final int RECORD_BYTES = 64;
    /** Offset of the first operand in a record. */
    public static final int OPERANDS = 8;
    /** Most operands of a kernel. */
    public static final int MOST_OPERANDS = (RECORD_BYTES - OPERANDS) / 4;

    /** Bytes of a record's pair of f64 in the table at {@link Control#PROFILE}. */
    public static final int TIMES_BYTES = 16;

    static final int RECORD = 0;
    static final int CONTROL = 1;
    static final int WORKER = 2;
    static final int WORKERS = 3;

    private final WasmModule module;
    private final DotVariant variant;
    private final Map<String, WasmFunction> emitted = new HashMap<>();
    private final WasmFunction clock;
    private final VectorMath math;

    /**
     * @param variant      the instructions that the browser has
     * @param sharedMemory whether the memory that the module will import is shared
     */
    public Kernels(DotVariant variant, boolean sharedMemory) {
        this.variant = variant;
        module = new WasmModule(sharedMemory);
        clock = module.importReturning("clock", ValueType.F64);
        Interpreter.emit(this);
        math = new VectorMath(module);
    }

    DotVariant variant() {
        return variant;
    }

    /** The imported {@code env.clock}: milliseconds from some moment on, f64. */
    WasmFunction clock() {
        return clock;
    }

    VectorMath math() {
        return math;
    }

    WasmModule module() {
        return module;
    }

    /** The kernel of this name; {@code writer} writes it the first time. */
    int kernel(String name, Writer writer) {
        WasmFunction known = emitted.get(name);
        if (known == null) {
            known = kernelFunction();
            emitted.put(name, known);
            writer.write(known);
        }
        return known.index();
    }

    WasmFunction kernelFunction() {
        return module.function(ValueType.I32, ValueType.I32, ValueType.I32, ValueType.I32);
    }

    /** The finished module. */
    public byte[] toBytes() {
        return module.toBytes();
    }

    /** Writes a kernel's body. */
    interface Writer {
        void write(WasmFunction f);
    }

    /** A new local with operand {@code index} of the record. */
    static int operand(WasmFunction f, int index) {
        int local = f.i32();
        f.get(RECORD).loadI32(OPERANDS + 4 * index).set(local);
        return local;
    }

    /** A new local with a word of the control block. */
    static int control(WasmFunction f, int offset) {
        int local = f.i32();
        f.get(CONTROL).loadI32(offset).set(local);
        return local;
    }

    /** A new local with the address of this worker's scratch space. */
    static int scratch(WasmFunction f) {
        int local = f.i32();
        f.get(CONTROL).loadI32(Control.SCRATCH_BYTES).get(WORKER).mul();
        f.get(CONTROL).loadI32(Control.SCRATCH).add().set(local);
        return local;
    }

    /** Runs {@code body} for this worker's share of {@code 0 .. count - 1}: worker, worker + workers, ... */
    static void share(WasmFunction f, int item, int count, Runnable body) {
        int next = f.i32();
        f.get(WORKER).set(next);
        f.block().loop();
        f.get(next).get(count).greaterOrEqualSigned().branchIf(1);
        f.get(next).set(item);
        body.run();
        f.get(next).get(WORKERS).add().set(next).branch(0);
        f.end().end();
    }

    /** {@code first, last} = this worker's stretch of {@code 0 .. count - 1}, as even as can be. */
    static void stretch(WasmFunction f, int count, int first, int last) {
        f.get(count).get(WORKER).mul().get(WORKERS).divideUnsigned().set(first);
        f.get(count).get(WORKER).constant(1).add().mul().get(WORKERS).divideUnsigned().set(last);
    }

    /** {@code target = base + index * stride}, all i32 locals. */
    static void address(WasmFunction f, int target, int base, int index, int stride) {
        f.get(index).get(stride).mul().get(base).add().set(target);
    }

    /** {@code target = base + index * stride} with a constant stride. */
    static void addressConstant(WasmFunction f, int target, int base, int index, int stride) {
        f.get(index).constant(stride).mul().get(base).add().set(target);
    }
}
