package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.Dots;

/** The mixer of a linear layer: the causal convolution and the gated delta rule. */
public final class DeltaKernels {
    private DeltaKernels() {
    }

    /**
     * {@link hearth.program.Op.CausalConv}. Operands: in, row stride in bytes, kernel (transposed: tap after tap, all
     * channels), history, out, its row stride.
     */
    public static int causalConv(Kernels kernels, int taps, int channels) {
        return kernels.kernel("causal conv " + taps + " " + channels, f -> {
            int in = Kernels.operand(f, 0);
            int stride = Kernels.operand(f, 1);
            int kernel = Kernels.operand(f, 2);
            int history = Kernels.operand(f, 3);
            int out = Kernels.operand(f, 4);
            int outStride = Kernels.operand(f, 5);
            int tokens = Kernels.control(f, Control.TOKENS);
            int vectors = f.i32();
            int first = f.i32();
            int last = f.i32();
            int at = f.i32();
            int token = f.i32();
            int to = f.i32();
            int sum = f.v128();
            int rowBytes = 4 * channels;
            // Addresses of the rows under the taps, the oldest first: the history's, then the input's.
            int[] rows = new int[taps];
            for (int j = 0; j < taps; j++) {
                rows[j] = f.i32();
            }
            Dots dots = Dots.of(kernels.variant(), f);
            f.constant(channels / 4).set(vectors);
            RowKernels.claimVectors(f, first, last, vectors, () -> {
                for (int j = 0; j < taps - 1; j++) {
                    f.get(history).constant(j * rowBytes).add().set(rows[j]);
                }
                f.get(in).set(rows[taps - 1]);
                f.get(out).set(to);
                f.loopFromZero(token, tokens, 1, () -> {
                    f.get(first).set(at);
                    f.loop(at, last, 16, () -> {
                        f.splat(0).set(sum);
                        for (int j = 0; j < taps; j++) {
                            int row = rows[j];
                            int tap = j * rowBytes;
                            dots.multiplyAdd(sum, () -> f.get(row).get(at).add().load(0), () -> f.get(kernel).get(at).add().load(tap));
                        }
                        f.get(to).get(at).add().get(sum).get(sum).call(kernels.math().sigmoid()).simd(Simd.F32X4_MUL).store(0);
                    });
                    for (int j = 1; j < taps; j++) {
                        f.get(rows[j]).set(rows[j - 1]);
                    }
                    f.get(in).get(token).constant(1).add().get(stride).mul().add().set(rows[taps - 1]);
                    f.get(to).get(outStride).add().set(to);
                });
                f.get(first).set(at);
                f.loop(at, last, 16, () -> {
                    for (int j = 0; j < taps - 1; j++) {
                        f.get(history).get(at).add().get(rows[j]).get(at).add().load(0).store(j * rowBytes);
                    }
                });
            });
        });
    }

    /** Bytes of scratch space that {@link #gatedDelta} needs for a worker. */
    public static int scratchBytes(int headSize) {
        return 2 * 4 * headSize;
    }

    /**
     * {@link hearth.program.Op.GatedDelta}. Operands: queries, keys and values, their row stride in bytes, gate, its row
     * stride, alpha, beta, their common row stride, decay, bias, norm, state, out, its row stride.
     */
    public static int gatedDelta(Kernels kernels, int keyHeads, int valueHeads, int headSize, float epsilon) {
        return kernels.kernel("gated delta " + keyHeads + " " + valueHeads + " " + headSize + " " + epsilon,
                f -> new DeltaWriter(kernels, f, keyHeads, valueHeads, headSize, epsilon).write());
    }

    /**
     * One head goes through all tokens before the next, its state staying in the cache. The state is read once for S^T k and
     * S^T q, and once more to be written: with {@code d = b (v - g S^T k)} the output is {@code g S^T q + (k . q) d}.
     */
    private static final class DeltaWriter {
        private final Kernels kernels;
        private final WasmFunction f;
        private final int keyHeads;
        private final int valueHeads;
        private final int headSize;
        private final float epsilon;
        private final int headBytes;
        private final int strip;
        private final int scratch;
        private final int at;
        private final int bytes;
        private final int vector;
        private final int sum;

        DeltaWriter(Kernels kernels, WasmFunction f, int keyHeads, int valueHeads, int headSize, float epsilon) {
            this.kernels = kernels;
            this.f = f;
            this.keyHeads = keyHeads;
            this.valueHeads = valueHeads;
            this.headSize = headSize;
            this.epsilon = epsilon;
            headBytes = 4 * headSize;
            // Vectors of a strip of columns: wide strips read whole cache lines, two of them at once.
            strip = headSize % 32 == 0 ? 8 : headSize % 16 == 0 ? 4 : 1;
            scratch = Kernels.scratch(f);
            at = f.i32();
            bytes = f.i32();
            vector = f.v128();
            sum = f.v128();
        }

        void write() {
            int qkv = Kernels.operand(f, 0);
            int stride = Kernels.operand(f, 1);
            int gate = Kernels.operand(f, 2);
            int gateStride = Kernels.operand(f, 3);
            int alpha = Kernels.operand(f, 4);
            int beta = Kernels.operand(f, 5);
            int scalarStride = Kernels.operand(f, 6);
            int decay = Kernels.operand(f, 7);
            int bias = Kernels.operand(f, 8);
            int norm = Kernels.operand(f, 9);
            int state = Kernels.operand(f, 10);
            int out = Kernels.operand(f, 11);
            int outStride = Kernels.operand(f, 12);
            int tokens = Kernels.control(f, Control.TOKENS);
            int heads = f.i32();
            int head = f.i32();
            int token = f.i32();
            int row = f.i32();
            int keyHead = f.i32();
            int scalar = f.i32();
            int headState = f.i32();
            int target = f.i32();
            int gateAt = f.i32();
            int value = f.i32();
            int g = f.v128();
            int b = f.v128();
            int keyQuery = f.v128();
            RowKernels.Norm rmsNorm = new RowKernels.Norm(kernels, f, headSize, epsilon);
            Strip strips = new Strip();
            f.constant(headBytes).set(bytes);
            f.constant(valueHeads).set(heads);
            Kernels.claim(f, head, heads, () -> {
                Kernels.addressConstant(f, headState, state, head, headBytes * headSize);
                f.loopFromZero(token, tokens, 1, () -> {
                    Kernels.address(f, row, qkv, token, stride);
                    f.get(head).constant(keyHeads).remainderUnsigned().constant(headBytes).mul().get(row).add().set(keyHead);
                    writeUnit(keyHead, 0, 0, (float) (1 / Math.sqrt(headSize)));
                    writeUnit(keyHead, keyHeads * headBytes, headBytes, 1f);
                    writeKeyQuery(keyQuery);
                    f.get(token).get(scalarStride).mul().get(head).constant(4).mul().add().set(scalar);
                    f.get(beta).get(scalar).add().load32Splat(0).call(kernels.math().sigmoid()).set(b);
                    f.get(alpha).get(scalar).add().load32Splat(0);
                    pushScalarOfHead(bias, head);
                    f.simd(Simd.F32X4_ADD).call(kernels.math().softplus());
                    pushScalarOfHead(decay, head);
                    f.simd(Simd.F32X4_MUL).call(kernels.math().exp()).set(g);
                    f.get(head).constant(headBytes).mul().get(row).add().constant(2 * keyHeads * headBytes).add().set(value);
                    f.get(token).get(outStride).mul().get(head).constant(headBytes).mul().add();
                    f.get(out).add().set(target);
                    strips.write(headState, value, target, g, b, keyQuery);
                    rmsNorm.write(target, norm, target);
                    Kernels.address(f, gateAt, gate, token, gateStride);
                    f.get(head).constant(headBytes).mul().get(gateAt).add().set(gateAt);
                    writeGate(target, gateAt);
                });
            });
        }

        private void pushScalarOfHead(int vector, int head) {
            f.get(head).constant(4).mul().get(vector).add().load32Splat(0);
        }

        /** scratch + to = the head at {@code address + offset}, divided by its length, times {@code scale}. */
        private void writeUnit(int address, int offset, int to, float scale) {
            f.splat(0).set(sum);
            f.loopFromZero(at, bytes, 16, () -> {
                f.get(address).get(at).add().load(offset).tee(vector).get(vector).simd(Simd.F32X4_MUL);
                f.get(sum).simd(Simd.F32X4_ADD).set(sum);
            });
            f.constant(scale).get(sum).call(kernels.math().sum()).constant(epsilon).addF32().sqrtF32().divF32();
            f.simd(Simd.F32X4_SPLAT).set(sum);
            f.loopFromZero(at, bytes, 16, () -> {
                f.get(scratch).get(at).add();
                f.get(address).get(at).add().load(offset).get(sum).simd(Simd.F32X4_MUL).store(to);
            });
        }

        private void writeKeyQuery(int keyQuery) {
            f.splat(0).set(sum);
            f.loopFromZero(at, bytes, 16, () -> {
                f.get(scratch).get(at).add().load(0);
                f.get(scratch).get(at).add().load(headBytes).simd(Simd.F32X4_MUL);
                f.get(sum).simd(Simd.F32X4_ADD).set(sum);
            });
            f.get(sum).call(kernels.math().sum()).simd(Simd.F32X4_SPLAT).set(keyQuery);
        }

        private void writeGate(int target, int gate) {
            f.loopFromZero(at, bytes, 16, () -> {
                f.get(target).get(at).add();
                f.get(gate).get(at).add().load(0).tee(vector).get(vector).call(kernels.math().sigmoid()).simd(Simd.F32X4_MUL);
                f.get(target).get(at).add().load(0).simd(Simd.F32X4_MUL).store(0);
            });
        }

        /** Some columns of the state, all of its rows. */
        private final class Strip {
            private final Dots dots = Dots.of(kernels.variant(), f);
            private final int[] known = f.v128s(strip);
            private final int[] asked = f.v128s(strip);
            private final int key = f.v128();
            private final int query = f.v128();
            private final int column = f.i32();
            private final int rowAt = f.i32();
            private final int unitAt = f.i32();
            private final int end = f.i32();

            void write(int state, int value, int target, int g, int b, int keyQuery) {
                f.loopFromZero(column, bytes, 16 * strip, () -> {
                    for (int i = 0; i < strip; i++) {
                        f.splat(0).set(known[i]);
                        f.splat(0).set(asked[i]);
                    }
                    eachRow(state, () -> {
                        f.get(unitAt).load32Splat(0).set(query);
                        f.get(unitAt).load32Splat(headBytes).set(key);
                        for (int i = 0; i < strip; i++) {
                            f.get(rowAt).load(16 * i).set(vector);
                            dots.multiplyAdd(known[i], () -> f.get(vector), () -> f.get(key));
                            dots.multiplyAdd(asked[i], () -> f.get(vector), () -> f.get(query));
                        }
                    });
                    for (int i = 0; i < strip; i++) {
                        // known becomes d.
                        f.get(value).get(column).add().load(16 * i);
                        f.get(known[i]).get(g).simd(Simd.F32X4_MUL).simd(Simd.F32X4_SUB).get(b).simd(Simd.F32X4_MUL);
                        f.set(known[i]);
                        f.get(target).get(column).add();
                        f.get(asked[i]).get(g).simd(Simd.F32X4_MUL);
                        f.get(known[i]).get(keyQuery).simd(Simd.F32X4_MUL).simd(Simd.F32X4_ADD).store(16 * i);
                    }
                    eachRow(state, () -> {
                        f.get(unitAt).load32Splat(headBytes).set(key);
                        for (int i = 0; i < strip; i++) {
                            int delta = known[i];
                            f.get(rowAt).load(16 * i).get(g).simd(Simd.F32X4_MUL).set(vector);
                            dots.multiplyAdd(vector, () -> f.get(delta), () -> f.get(key));
                            f.get(rowAt).get(vector).store(16 * i);
                        }
                    });
                });
            }

            private void eachRow(int state, Runnable body) {
                f.get(state).get(column).add().set(rowAt);
                f.get(scratch).tee(unitAt).constant(headBytes).add().set(end);
                f.loop(unitAt, end, 4, () -> {
                    body.run();
                    f.advance(rowAt, headBytes);
                });
            }
        }
    }
}
