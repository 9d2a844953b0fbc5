package hearth.device.simd.assembler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The code of one function, written instruction by instruction. Every method appends; those that return nothing useful
 * return this, so that an expression reads in stack order. Loads and stores take their address from the stack and a
 * constant byte offset.
 */
public final class WasmFunction {
    private static final int ATOMIC = 0xFE;
    private static final int BULK = 0xFC;
    private static final int VECTOR = 0xFD;
    private static final int LOCAL_SET = 0x21;
    private static final List<Integer> ZERO = List.of(0, 0, 0, 0);

    private final int index;
    private final int type;
    private final int parameters;
    private final List<ValueType> locals = new ArrayList<>();
    private final Map<List<Integer>, Integer> constants = new HashMap<>();
    private final Bytes constantCode = new Bytes();
    private final Bytes code = new Bytes();

    WasmFunction(int index, int type, int parameters) {
        this.index = index;
        this.type = type;
        this.parameters = parameters;
    }

    /** Index in the module, and place in its table. */
    public int index() {
        return index;
    }

    int type() {
        return type;
    }

    Bytes body() {
        Bytes body = new Bytes();
        body.unsigned(locals.size());
        for (ValueType local : locals) {
            body.unsigned(1);
            body.u8(local.code);
        }
        body.append(constantCode);
        body.append(code);
        body.u8(0x0B);
        return body;
    }

    /** A new local variable, zero at first. Parameters are locals 0, 1, ... */
    public int local(ValueType valueType) {
        locals.add(valueType);
        return parameters + locals.size() - 1;
    }

    public int i32() {
        return local(ValueType.I32);
    }

    public int f32() {
        return local(ValueType.F32);
    }

    public int f64() {
        return local(ValueType.F64);
    }

    public int v128() {
        return local(ValueType.V128);
    }

    /** {@code count} new v128 locals. */
    public int[] v128s(int count) {
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = v128();
        }
        return indices;
    }

    public WasmFunction get(int local) {
        return indexed(0x20, local);
    }

    public WasmFunction set(int local) {
        return indexed(LOCAL_SET, local);
    }

    public WasmFunction tee(int local) {
        return indexed(0x22, local);
    }

    public WasmFunction constant(int value) {
        code.u8(0x41);
        code.signed(value);
        return this;
    }

    public WasmFunction constant(float value) {
        code.u8(0x43);
        code.i32(Float.floatToRawIntBits(value));
        return this;
    }

    /** A vector of four equal 32-bit lanes. */
    public WasmFunction splat(int lane) {
        return vector(lane, lane, lane, lane);
    }

    /** A vector of four 32-bit lanes. */
    public WasmFunction lanes(int a, int b, int c, int d) {
        return vector(a, b, c, d);
    }

    /** A vector of 16 bytes. */
    public WasmFunction bytes(byte[] lanes) {
        int[] words = new int[4];
        for (int i = 0; i < 16; i++) {
            words[i / 4] |= (lanes[i] & 255) << 8 * (i % 4);
        }
        return vector(words);
    }

    /**
     * A constant vector. Other than zero it is a local, set where the function begins: V8 builds a constant anew, in three
     * instructions, wherever it stands, also in a loop.
     */
    private WasmFunction vector(int... words) {
        List<Integer> key = List.of(words[0], words[1], words[2], words[3]);
        if (key.equals(ZERO)) {
            return constantVector(code, words);
        }
        Integer known = constants.get(key);
        if (known == null) {
            known = v128();
            constants.put(key, known);
            constantVector(constantCode, words);
            constantCode.u8(LOCAL_SET);
            constantCode.unsigned(known);
        }
        return get(known);
    }

    private WasmFunction constantVector(Bytes to, int[] words) {
        to.u8(VECTOR);
        to.unsigned(0x0C);
        for (int word : words) {
            to.i32(word);
        }
        return this;
    }

    /** A vector of four equal floats. */
    public WasmFunction splat(float lane) {
        return splat(Float.floatToRawIntBits(lane));
    }

    public WasmFunction call(WasmFunction function) {
        return indexed(0x10, function.index);
    }

    /** Calls the table's function whose index is on the stack, which must be of {@code like}'s type. */
    public WasmFunction callIndirect(WasmFunction like) {
        indexed(0x11, like.type);
        code.u8(0);
        return this;
    }

    public WasmFunction drop() {
        return plain(0x1A);
    }

    public WasmFunction returns() {
        return plain(0x0F);
    }

    // Integers

    public WasmFunction add() {
        return plain(0x6A);
    }

    public WasmFunction sub() {
        return plain(0x6B);
    }

    public WasmFunction mul() {
        return plain(0x6C);
    }

    public WasmFunction divideUnsigned() {
        return plain(0x6E);
    }

    public WasmFunction remainderUnsigned() {
        return plain(0x70);
    }

    public WasmFunction and() {
        return plain(0x71);
    }

    public WasmFunction xor() {
        return plain(0x73);
    }

    public WasmFunction shiftRightUnsigned() {
        return plain(0x76);
    }

    public WasmFunction rotateRight() {
        return plain(0x78);
    }

    public WasmFunction lessSigned() {
        return plain(0x48);
    }

    public WasmFunction greaterOrEqualUnsigned() {
        return plain(0x4F);
    }

    public WasmFunction greaterOrEqualSigned() {
        return plain(0x4E);
    }

    public WasmFunction equal() {
        return plain(0x46);
    }

    public WasmFunction notEqual() {
        return plain(0x47);
    }

    public WasmFunction isZero() {
        return plain(0x45);
    }

    /** Chooses the first of two values where the i32 on the stack is not zero, else the second. */
    public WasmFunction select() {
        return plain(0x1B);
    }

    /** {@code local += amount}. */
    public WasmFunction advance(int local, int amount) {
        return get(local).constant(amount).add().set(local);
    }

    // Floats

    public WasmFunction addF32() {
        return plain(0x92);
    }

    public WasmFunction subF32() {
        return plain(0x93);
    }

    public WasmFunction mulF32() {
        return plain(0x94);
    }

    public WasmFunction divF32() {
        return plain(0x95);
    }

    public WasmFunction sqrtF32() {
        return plain(0x91);
    }

    public WasmFunction greaterF32() {
        return plain(0x5E);
    }

    public WasmFunction addF64() {
        return plain(0xA0);
    }

    public WasmFunction subF64() {
        return plain(0xA1);
    }

    public WasmFunction greaterOrEqualF32() {
        return plain(0x60);
    }

    // Memory

    public WasmFunction loadI32(int offset) {
        return memory(0x28, 2, offset);
    }

    public WasmFunction loadF32(int offset) {
        return memory(0x2A, 2, offset);
    }

    public WasmFunction loadF64(int offset) {
        return memory(0x2B, 3, offset);
    }

    public WasmFunction storeI32(int offset) {
        return memory(0x36, 2, offset);
    }

    public WasmFunction storeF32(int offset) {
        return memory(0x38, 2, offset);
    }

    public WasmFunction storeF64(int offset) {
        return memory(0x39, 3, offset);
    }

    /** Copies bytes: target, source, count. */
    public WasmFunction copyMemory() {
        code.u8(BULK);
        code.unsigned(0x0A);
        code.u8(0);
        code.u8(0);
        return this;
    }

    public WasmFunction load(int offset) {
        return vectorMemory(Simd.V128_LOAD, offset);
    }

    public WasmFunction store(int offset) {
        return vectorMemory(Simd.V128_STORE, offset);
    }

    /** {@code i8x16.shuffle} that moves whole 16-bit lanes: lanes 0..7 are of the first vector, 8..15 of the second. */
    public WasmFunction shuffle16(int... lanes) {
        simd(Simd.I8X16_SHUFFLE);
        for (int lane : lanes) {
            code.u8(lane * 2);
            code.u8(lane * 2 + 1);
        }
        return this;
    }

    /** {@code i8x16.shuffle}: lanes 0..15 are of the first vector, 16..31 of the second. */
    public WasmFunction shuffle8(int... lanes) {
        simd(Simd.I8X16_SHUFFLE);
        for (int lane : lanes) {
            code.u8(lane);
        }
        return this;
    }

    public WasmFunction load32Splat(int offset) {
        return vectorMemory(Simd.V128_LOAD32_SPLAT, offset);
    }

    /** Loads one lane of the vector that lies on the stack above the address. */
    public WasmFunction load32Lane(int offset, int lane) {
        vectorMemory(Simd.V128_LOAD32_LANE, offset);
        code.u8(lane);
        return this;
    }

    /** A vector load or store other than the plain ones; no alignment is promised. */
    public WasmFunction vectorMemory(int operation, int offset) {
        code.u8(VECTOR);
        code.unsigned(operation);
        code.unsigned(0);
        code.unsigned(offset);
        return this;
    }

    /** Stores the low 64 bits of the vector. */
    public WasmFunction storeLow64(int offset) {
        vectorMemory(Simd.V128_STORE64_LANE, offset);
        code.u8(0);
        return this;
    }

    private WasmFunction memory(int operation, int alignment, int offset) {
        code.u8(operation);
        code.unsigned(alignment);
        code.unsigned(offset);
        return this;
    }

    // Vectors

    /** A vector instruction without immediates. */
    public WasmFunction simd(int operation) {
        code.u8(VECTOR);
        code.unsigned(operation);
        return this;
    }

    public WasmFunction extractLane(int operation, int lane) {
        simd(operation);
        code.u8(lane);
        return this;
    }

    /** {@code i8x16.shuffle} that moves whole 32-bit lanes: lanes 0..3 are of the first vector, 4..7 of the second. */
    public WasmFunction shuffle32(int a, int b, int c, int d) {
        simd(Simd.I8X16_SHUFFLE);
        for (int lane : new int[] {a, b, c, d}) {
            for (int i = 0; i < 4; i++) {
                code.u8(lane * 4 + i);
            }
        }
        return this;
    }

    // Atomics on aligned 32-bit words

    public WasmFunction atomicLoad(int offset) {
        return atomic(0x10, offset);
    }

    public WasmFunction atomicStore(int offset) {
        return atomic(0x17, offset);
    }

    /** Adds and leaves the old value. */
    public WasmFunction atomicAdd(int offset) {
        return atomic(0x1E, offset);
    }

    public WasmFunction atomicSub(int offset) {
        return atomic(0x25, offset);
    }

    /** Sleeps while the word equals the expected value; address, expected value, then a negative i64 for no limit. */
    public WasmFunction atomicWait(int offset) {
        code.u8(0x42);
        code.signed(-1);
        return atomic(0x01, offset);
    }

    /** Wakes sleepers: address, count; leaves how many woke. */
    public WasmFunction atomicNotify(int offset) {
        return atomic(0x00, offset);
    }

    private WasmFunction atomic(int operation, int offset) {
        code.u8(ATOMIC);
        code.unsigned(operation);
        code.unsigned(2);
        code.unsigned(offset);
        return this;
    }

    // Control flow

    /** {@code while (counter < limit) { body; counter += step; }}, unsigned, from the counter's present value: counters may be addresses. */
    public void loop(int counter, int limit, int step, Runnable body) {
        block();
        loop();
        get(counter).get(limit).greaterOrEqualUnsigned().branchIf(1);
        body.run();
        advance(counter, step).branch(0);
        end();
        end();
    }

    /** {@code for (counter = 0; counter < limit; counter += step) body}. */
    public void loopFromZero(int counter, int limit, int step, Runnable body) {
        constant(0).set(counter);
        loop(counter, limit, step, body);
    }

    /** Runs the body where the i32 on the stack is not zero. */
    public void ifThen(Runnable body) {
        code.u8(0x04);
        code.u8(0x40);
        body.run();
        end();
    }

    public WasmFunction block() {
        code.u8(0x02);
        code.u8(0x40);
        return this;
    }

    public WasmFunction loop() {
        code.u8(0x03);
        code.u8(0x40);
        return this;
    }

    public WasmFunction end() {
        return plain(0x0B);
    }

    /** Leaves the block, or repeats the loop, {@code depth} levels out. */
    public WasmFunction branch(int depth) {
        return indexed(0x0C, depth);
    }

    public WasmFunction branchIf(int depth) {
        return indexed(0x0D, depth);
    }

    private WasmFunction indexed(int operation, int operand) {
        code.u8(operation);
        code.unsigned(operand);
        return this;
    }

    private WasmFunction plain(int operation) {
        code.u8(operation);
        return this;
    }
}
