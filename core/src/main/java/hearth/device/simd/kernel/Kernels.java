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
    /** Bytes of an operation's record: table index of the kernel, how much of the work is claimed, then operands. */
    public static final int RECORD_BYTES = 64;
    /** Set in a record's first word where the next record may begin while some workers are still at this one. */
    public static final int NO_BARRIER = 0x80000000;
    /** Offset in a record of the word that counts what workers have claimed of it; zero when a run begins. */
    static final int CLAIMED = 4;
    /** Offset of the first operand in a record. */
    public static final int OPERANDS = 8;
    /** Most operands of a kernel. */
    public static final int MOST_OPERANDS = (RECORD_BYTES - OPERANDS) / 4;

    /** Bytes of a record's pair of f64 in the table at {@link Control#PROFILE}. */
    public static final int TIMES_BYTES = 16;

    /** What a worker claims at a time of a matrix streams for some microseconds. */
    private static final int MOST_CLAIMED_BYTES = 256 << 10;
    private static final int CLAIMS_OF_A_SHARE = 8;

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
        math = new VectorMath(module, variant != DotVariant.PLAIN);
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

    /** Runs {@code body} for {@code item} = 0 .. count - 1, each in one worker: whoever is free takes the next. */
    static void claim(WasmFunction f, int item, int count, Runnable body) {
        int one = f.i32();
        int last = f.i32();
        f.constant(1).set(one);
        claim(f, item, last, count, one, () -> f.loop(item, last, 1, body));
    }

    /**
     * Runs {@code body} for stretches {@code first .. last - 1} of {@code 0 .. count - 1}, as long as local {@code size} says;
     * a single worker takes all at once.
     */
    static void claim(WasmFunction f, int first, int last, int count, int size, Runnable body) {
        int next = f.i32();
        int step = f.i32();
        f.get(size).set(step);
        f.get(WORKERS).constant(1).equal();
        f.ifThen(() -> f.get(count).set(step));
        f.constant(0).set(next);
        f.block().loop();
        f.get(WORKERS).constant(1).notEqual();
        f.ifThen(() -> f.get(RECORD).get(step).atomicAdd(CLAIMED).set(next));
        f.get(next).get(count).greaterOrEqualSigned().branchIf(1);
        f.get(next).set(first);
        f.get(next).get(step).add().tee(next).set(last);
        f.get(last).get(count).get(last).get(count).lessSigned().select().set(last);
        body.run();
        f.branch(0);
        f.end().end();
    }

    /**
     * Pushes how much a worker takes at a time of {@code count} items of {@code itemBytes} bytes each (i32 locals): an eighth
     * of its share, so that a slower worker holds the others up little, but no more than {@link #MOST_CLAIMED_BYTES}; a
     * multiple of {@code least}.
     */
    static void pushClaimSize(WasmFunction f, int count, int itemBytes, int least) {
        int size = f.i32();
        int most = f.i32();
        f.constant(MOST_CLAIMED_BYTES).get(itemBytes).divideUnsigned().set(most);
        f.get(count).get(WORKERS).constant(CLAIMS_OF_A_SHARE).mul().divideUnsigned().set(size);
        f.get(size).get(most).get(size).get(most).lessSigned().select();
        f.constant(least - 1).add().constant(least).divideUnsigned().constant(least).mul().tee(size);
        f.constant(least).get(size).select();
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
