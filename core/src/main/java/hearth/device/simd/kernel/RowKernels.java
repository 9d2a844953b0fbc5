package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;

/** Kernels that go along rows of activations: norms, rotation, SwiGLU, copies. */
public final class RowKernels {
    /** Vectors of a row that a worker takes at a time. */
    private static final int CLAIMED_VECTORS = 64;

    private RowKernels() {
    }

    /** {@link hearth.program.Op.RmsNorm}. Operands: in, weight, out, rows (0: the run's tokens), row stride in bytes. */
    public static int rmsNorm(Kernels kernels, int width, float epsilon) {
        return kernels.kernel("rms norm " + width + " " + epsilon, f -> {
            int in = Kernels.operand(f, 0);
            int weight = Kernels.operand(f, 1);
            int out = Kernels.operand(f, 2);
            int rows = rowsOperand(f, 3);
            int stride = Kernels.operand(f, 4);
            int row = f.i32();
            int from = f.i32();
            int to = f.i32();
            Norm norm = new Norm(kernels, f, width, epsilon);
            Kernels.claim(f, row, rows, () -> {
                Kernels.address(f, from, in, row, stride);
                Kernels.address(f, to, out, row, stride);
                norm.write(from, weight, to);
            });
        });
    }

    /** {@link hearth.program.Op.NormRope}. Operands: values, row stride, weight, rope table, its row stride (bytes). */
    public static int normRope(Kernels kernels, int heads, int headSize, int headStride, int rotated, float epsilon) {
        String name = "norm rope " + heads + " " + headSize + " " + headStride + " " + rotated + " " + epsilon;
        return kernels.kernel(name, f -> {
            int values = Kernels.operand(f, 0);
            int stride = Kernels.operand(f, 1);
            int weight = Kernels.operand(f, 2);
            int table = Kernels.operand(f, 3);
            int tableStride = Kernels.operand(f, 4);
            int items = f.i32();
            int item = f.i32();
            int token = f.i32();
            int head = f.i32();
            int angles = f.i32();
            Norm norm = new Norm(kernels, f, headSize, epsilon);
            f.get(Kernels.CONTROL).loadI32(Control.TOKENS).constant(heads).mul().set(items);
            Kernels.claim(f, item, items, () -> {
                f.get(item).constant(heads).divideUnsigned().set(token);
                Kernels.address(f, head, values, token, stride);
                f.get(item).constant(heads).remainderUnsigned().constant(4 * headStride).mul().get(head).add().set(head);
                Kernels.address(f, angles, table, token, tableStride);
                norm.write(head, weight, head);
                writeRotation(f, head, angles, rotated / 2);
            });
        });
    }

    private static void writeRotation(WasmFunction f, int head, int angles, int half) {
        int a = f.f32();
        int b = f.f32();
        int cos = f.f32();
        int sin = f.f32();
        int i = f.i32();
        int count = f.i32();
        f.constant(half).set(count);
        f.loopFromZero(i, count, 1, () -> {
            f.get(head).loadF32(0).set(a);
            f.get(head).loadF32(4 * half).set(b);
            f.get(angles).loadF32(0).set(cos);
            f.get(angles).loadF32(4 * half).set(sin);
            f.get(head).get(a).get(cos).mulF32().get(b).get(sin).mulF32().subF32().storeF32(0);
            f.get(head).get(a).get(sin).mulF32().get(b).get(cos).mulF32().addF32().storeF32(4 * half);
            f.advance(head, 4);
            f.advance(angles, 4);
        });
    }

    /** {@link hearth.program.Op.SwiGlu}. Operands: gate, up, out, row stride in bytes (of all three), vectors of a row. */
    public static int swiGlu(Kernels kernels) {
        return kernels.kernel("swiglu", f -> {
            int gate = Kernels.operand(f, 0);
            int up = Kernels.operand(f, 1);
            int out = Kernels.operand(f, 2);
            int stride = Kernels.operand(f, 3);
            int vectors = Kernels.operand(f, 4);
            int tokens = Kernels.control(f, Control.TOKENS);
            int token = f.i32();
            int at = f.i32();
            int end = f.i32();
            int offset = f.i32();
            Silu silu = new Silu(kernels, f);
            claimVectors(f, at, end, vectors, () -> {
                f.constant(0).set(offset);
                f.loopFromZero(token, tokens, 1, () -> {
                    int from = f.i32();
                    f.get(at).get(offset).add().set(from);
                    int last = f.i32();
                    f.get(end).get(offset).add().set(last);
                    f.loop(from, last, 16, () -> {
                        f.get(out).get(from).add();
                        pushSwiGlu(f, silu, gate, up, from);
                        f.store(0);
                    });
                    f.get(offset).get(stride).add().set(offset);
                });
            });
        });
    }

    /** Pushes {@code silu(gate) . up} of four values at byte {@code at} of both. */
    static void pushSwiGlu(WasmFunction f, Silu silu, int gate, int up, int at) {
        f.get(gate).get(at).add().load(0);
        silu.write();
        f.get(up).get(at).add().load(0).simd(Simd.F32X4_MUL);
    }

    /** {@link hearth.program.Op.LastRow}. Operands: in, row stride in bytes, out, vectors of a row. */
    public static int lastRow(Kernels kernels) {
        return kernels.kernel("last row", f -> {
            int in = Kernels.operand(f, 0);
            int stride = Kernels.operand(f, 1);
            int out = Kernels.operand(f, 2);
            int vectors = Kernels.operand(f, 3);
            int at = f.i32();
            int end = f.i32();
            f.get(Kernels.CONTROL).loadI32(Control.TOKENS).constant(1).sub().get(stride).mul().get(in).add().set(in);
            claimVectors(f, at, end, vectors, () ->
                    f.loop(at, end, 16, () -> f.get(out).get(at).add().get(in).get(at).add().load(0).store(0)));
        });
    }

    /** Runs {@code body} for stretches of a row of {@code vectors} vectors, from byte {@code at} to byte {@code end}. */
    static void claimVectors(WasmFunction f, int at, int end, int vectors, Runnable body) {
        int size = f.i32();
        f.constant(CLAIMED_VECTORS).set(size);
        Kernels.claim(f, at, end, vectors, size, () -> {
            f.get(at).constant(16).mul().set(at);
            f.get(end).constant(16).mul().set(end);
            body.run();
        });
    }

    private static int rowsOperand(WasmFunction f, int index) {
        int rows = Kernels.operand(f, index);
        f.get(rows).isZero();
        f.ifThen(() -> f.get(Kernels.CONTROL).loadI32(Control.TOKENS).set(rows));
        return rows;
    }

    /** RMS norm of {@code width} floats, a multiple of 4. */
    static final class Norm {
        private final Kernels kernels;
        private final WasmFunction f;
        private final int width;
        private final float epsilon;
        private final int squares;
        private final int scale;
        private final int vector;
        private final int at;
        private final int bytes;

        Norm(Kernels kernels, WasmFunction f, int width, float epsilon) {
            this.kernels = kernels;
            this.f = f;
            this.width = width;
            this.epsilon = epsilon;
            squares = f.v128();
            scale = f.v128();
            vector = f.v128();
            at = f.i32();
            bytes = f.i32();
        }

        /** {@code to = from / sqrt(mean square + epsilon) * weight}; locals with addresses, {@code to} may be {@code from}. */
        void write(int from, int weight, int to) {
            f.constant(4 * width).set(bytes);
            f.splat(0).set(squares);
            f.loopFromZero(at, bytes, 16, () -> {
                f.get(from).get(at).add().load(0).tee(vector).get(vector).simd(Simd.F32X4_MUL);
                f.get(squares).simd(Simd.F32X4_ADD).set(squares);
            });
            f.constant(1f);
            f.get(squares).call(kernels.math().sum()).constant(1f / width).mulF32().constant(epsilon).addF32().sqrtF32();
            f.divF32().simd(Simd.F32X4_SPLAT).set(scale);
            f.loopFromZero(at, bytes, 16, () -> {
                f.get(to).get(at).add();
                f.get(from).get(at).add().load(0).get(scale).simd(Simd.F32X4_MUL);
                f.get(weight).get(at).add().load(0).simd(Simd.F32X4_MUL).store(0);
            });
        }
    }
}
