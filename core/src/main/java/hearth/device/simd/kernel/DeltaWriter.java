package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.Dots;

/**
 * What the forms of the gated delta rule have in common. One head goes through all tokens before the next. Its state lies in
 * strips of columns, each with all rows, so that what the innermost loops go over is one stretch of memory.
 */
abstract class DeltaWriter {
    static final int KEY = 0;
    static final int QUERY = 1;

    final Kernels kernels;
    final WasmFunction f;
    final Dots dots;
    final int headSize;
    final int headBytes;
    /** Vectors of a strip: a whole cache line of each row where that divides the head. */
    final int strip;
    final int stripBytes;
    final int scratch;
    final int tokens;
    final int stride;
    final int gateStride;
    final int scalarStride;
    final int outStride;
    /** Addresses of the head's state, and of its part of a token's rows; they advance from token to token. */
    final int state;
    final int query;
    final int value;
    final int gate;
    final int alpha;
    final int beta;
    final int target;
    /** The present token's {@code g} and {@code b}. */
    final int g;
    final int b;
    final int vector;
    private final int keyHeads;
    private final int valueHeads;
    private final float epsilon;
    private final int norm;
    private final int decay;
    private final int bias;
    private final int at;
    private final int bytes;
    private final int[] sums;
    private final int[] querySums;
    private final int scale;
    private final Silu silu;

    DeltaWriter(Kernels kernels, WasmFunction f, int keyHeads, int valueHeads, int headSize, float epsilon) {
        this.kernels = kernels;
        this.f = f;
        this.keyHeads = keyHeads;
        this.valueHeads = valueHeads;
        this.headSize = headSize;
        this.epsilon = epsilon;
        dots = Dots.of(kernels.variant(), f);
        headBytes = 4 * headSize;
        strip = stripVectors(headSize);
        stripBytes = 16 * strip;
        scratch = Kernels.scratch(f);
        query = f.i32();
        stride = Kernels.operand(f, 1);
        gate = f.i32();
        gateStride = Kernels.operand(f, 3);
        alpha = f.i32();
        beta = f.i32();
        scalarStride = Kernels.operand(f, 6);
        decay = f.v128();
        bias = f.v128();
        norm = Kernels.operand(f, 9);
        state = f.i32();
        value = f.i32();
        target = f.i32();
        outStride = Kernels.operand(f, 12);
        tokens = Kernels.control(f, Control.TOKENS);
        g = f.v128();
        b = f.v128();
        vector = f.v128();
        at = f.i32();
        bytes = f.i32();
        sums = f.v128s(headSize % 8 == 0 ? 2 : 1);
        querySums = f.v128s(sums.length);
        scale = f.v128();
        silu = new Silu(kernels, f);
    }

    static int stripVectors(int headSize) {
        return headSize % 16 == 0 ? 4 : 1;
    }

    /** Writes the kernel. */
    final void write() {
        int qkv = Kernels.operand(f, 0);
        int gates = Kernels.operand(f, 2);
        int alphas = Kernels.operand(f, 4);
        int betas = Kernels.operand(f, 5);
        int decays = Kernels.operand(f, 7);
        int biases = Kernels.operand(f, 8);
        int states = Kernels.operand(f, 10);
        int out = Kernels.operand(f, 11);
        int head = f.i32();
        int heads = f.i32();
        int offset = f.i32();
        f.constant(headBytes).set(bytes);
        f.constant(valueHeads).set(heads);
        Kernels.claim(f, head, heads, () -> {
            f.get(head).constant(keyHeads).remainderUnsigned().constant(headBytes).mul().get(qkv).add().set(query);
            f.get(head).constant(headBytes).mul().tee(offset).get(gates).add().set(gate);
            f.get(offset).get(out).add().set(target);
            f.get(offset).get(qkv).add().constant(2 * keyHeads * headBytes).add().set(value);
            f.get(offset).constant(headSize).mul().get(states).add().set(state);
            f.get(head).constant(4).mul().tee(offset).get(alphas).add().set(alpha);
            f.get(offset).get(betas).add().set(beta);
            f.get(offset).get(decays).add().load32Splat(0).set(decay);
            f.get(offset).get(biases).add().load32Splat(0).set(bias);
            writeHead();
        });
    }

    /** Writes what is to be done for a head, whose addresses are those of the first token. */
    abstract void writeHead();

    /** Makes {@link #b} and {@link #g} of the betas and alphas that they hold, in each lane. */
    final void writeGates() {
        f.get(b).call(kernels.math().sigmoid()).set(b);
        f.get(g).get(bias).simd(Simd.F32X4_ADD).call(kernels.math().softplus());
        f.get(decay).simd(Simd.F32X4_MUL).call(kernels.math().exp()).set(g);
    }

    /** to + KEY and to + QUERY times the head's bytes = the token's key and query divided by their lengths, the query scaled too. */
    final void writeUnits(int to) {
        int keyOffset = keyHeads * headBytes;
        clear(sums);
        clear(querySums);
        f.loopFromZero(at, bytes, 16 * sums.length, () -> {
            addSquares(query, keyOffset, sums);
            addSquares(query, 0, querySums);
        });
        writeUnitScale(sums, 1f);
        writeUnitScale(querySums, (float) (1 / Math.sqrt(headSize)));
        f.loopFromZero(at, bytes, 16, () -> {
            f.get(to).get(at).add();
            f.get(query).get(at).add().load(keyOffset).get(sums[0]).simd(Simd.F32X4_MUL).store(KEY * headBytes);
            f.get(to).get(at).add();
            f.get(query).get(at).add().load(0).get(querySums[0]).simd(Simd.F32X4_MUL).store(QUERY * headBytes);
        });
    }

    /** The first of some sums becomes {@code length} divided by the root of all that they hold. */
    private void writeUnitScale(int[] squares, float length) {
        f.constant(length);
        pushTotal(squares);
        f.constant(epsilon).addF32().sqrtF32().divF32().simd(Simd.F32X4_SPLAT).set(squares[0]);
    }

    private void clear(int[] vectors) {
        for (int each : vectors) {
            f.splat(0).set(each);
        }
    }

    /** Adds the squares of as many vectors as there are sums. */
    private void addSquares(int address, int offset, int[] squares) {
        for (int i = 0; i < squares.length; i++) {
            f.get(address).get(at).add().load(offset + 16 * i).tee(vector).get(vector).simd(Simd.F32X4_MUL);
            f.get(squares[i]).simd(Simd.F32X4_ADD).set(squares[i]);
        }
    }

    private void pushTotal(int[] vectors) {
        f.get(vectors[0]);
        for (int i = 1; i < vectors.length; i++) {
            f.get(vectors[i]).simd(Simd.F32X4_ADD);
        }
        f.call(kernels.math().sum());
    }

    /** The norm of the token's result at {@link #target}, and its gate. */
    final void writeNormAndGate() {
        clear(sums);
        f.loopFromZero(at, bytes, 16 * sums.length, () -> addSquares(target, 0, sums));
        f.constant(1f);
        pushTotal(sums);
        f.constant(1f / headSize).mulF32().constant(epsilon).addF32().sqrtF32().divF32().simd(Simd.F32X4_SPLAT).set(scale);
        f.loopFromZero(at, bytes, 16, () -> {
            f.get(target).get(at).add();
            f.get(gate).get(at).add().load(0);
            silu.write();
            f.get(norm).get(at).add().load(0).simd(Simd.F32X4_MUL);
            f.get(scale).simd(Simd.F32X4_MUL);
            f.get(target).get(at).add().load(0).simd(Simd.F32X4_MUL).store(0);
        });
    }

    /** {@code address += amount}, i32 locals both. */
    final void advance(int address, int amount) {
        f.get(address).get(amount).add().set(address);
    }
}
