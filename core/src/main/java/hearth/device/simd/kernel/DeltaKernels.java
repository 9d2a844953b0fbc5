package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.Dots;

/** The mixer of a linear layer: the causal convolution and the gated delta rule. */
public final class DeltaKernels {
    private DeltaKernels() {
    }

    /**
     * {@link hearth.program.Op.CausalConv}. Operands: in, row stride in bytes, kernel (four channels after four,
     * their taps in order), history, out, its row stride.
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
            int tapsAt = f.i32();
            int token = f.i32();
            int from = f.i32();
            int to = f.i32();
            int sum = f.v128();
            int rowBytes = 4 * channels;
            // Addresses of the rows under the taps, the oldest first: the history's, then the input's.
            int[] rows = new int[taps];
            for (int j = 0; j < taps; j++) {
                rows[j] = f.i32();
            }
            Dots dots = Dots.of(kernels.variant(), f);
            Silu silu = new Silu(kernels, f);
            f.constant(channels / 4).set(vectors);
            RowKernels.claimVectors(f, first, last, vectors, () -> {
                for (int j = 0; j < taps - 1; j++) {
                    f.get(history).constant(j * rowBytes).add().set(rows[j]);
                }
                f.get(in).set(from);
                f.get(out).set(to);
                f.loopFromZero(token, tokens, 1, () -> {
                    f.get(from).set(rows[taps - 1]);
                    f.get(first).set(at);
                    f.get(first).constant(taps).mul().get(kernel).add().set(tapsAt);
                    f.loop(at, last, 16, () -> {
                        f.splat(0).set(sum);
                        for (int j = 0; j < taps; j++) {
                            int row = rows[j];
                            int tap = 16 * j;
                            dots.multiplyAdd(sum, () -> f.get(row).get(at).add().load(0), () -> f.get(tapsAt).load(tap));
                        }
                        f.get(to).get(at).add().get(sum);
                        silu.write();
                        f.store(0);
                        f.advance(tapsAt, 16 * taps);
                    });
                    for (int j = 1; j < taps; j++) {
                        f.get(rows[j]).set(rows[j - 1]);
                    }
                    f.get(from).get(stride).add().set(from);
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
    public static int scratchBytes(int headSize, boolean chunked) {
        return chunked ? DeltaChunks.scratchBytes(headSize) : DeltaSteps.scratchBytes(headSize);
    }

    /**
     * {@link hearth.program.Op.GatedDelta}. Operands: queries, keys and values, their row stride in bytes, gate, its row
     * stride, alpha, beta, their common row stride, decay, bias, norm, state, out, its row stride.
     *
     * @param chunked whether tokens go through the state in chunks, which is faster where there are several
     */
    public static int gatedDelta(Kernels kernels, int keyHeads, int valueHeads, int headSize, float epsilon, boolean chunked) {
        String name = "gated delta " + keyHeads + " " + valueHeads + " " + headSize + " " + epsilon + " " + chunked;
        return kernels.kernel(name, f -> {
            DeltaWriter writer = chunked ? new DeltaChunks(kernels, f, keyHeads, valueHeads, headSize, epsilon)
                    : new DeltaSteps(kernels, f, keyHeads, valueHeads, headSize, epsilon);
            writer.write();
        });
    }
}
