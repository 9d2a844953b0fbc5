package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import java.util.function.IntConsumer;

/**
 * Four rows of a group of eight (lanes of a vector) times one or more tokens, in the middle of a kernel.
 *
 * @param f          the kernel
 * @param dots       its dot products
 * @param weights    local: address of the group's present step
 * @param half       0 for rows 0..3 of the group, 1 for rows 4..7
 * @param activation local: address of the tokens' activations for this step
 * @param sums       locals: for each token the four rows' sums, f32 lanes
 */
public record Quad(WasmFunction f, Dots dots, int weights, int half, int activation, int[] sums) {
    int tokens() {
        return sums.length;
    }

    /** Offset from {@link #activation} of a field of {@code token}'s block {@code block} of this step. */
    int block(int block, int token, int field) {
        return (block * tokens() + token) * ActivationBlock.BYTES + field;
    }

    /**
     * Adds whole numbers times the half-precision scales of the group's 8 rows at {@code offset} of the step, times the
     * activations' scale.
     *
     * @param push pushes the rows' numbers for a token
     */
    void addTimesHalves(int offset, IntConsumer push) {
        int scale = f.v128();
        Halves.push(f, weights, offset + 8 * half);
        f.set(scale);
        for (int t = 0; t < tokens(); t++) {
            int token = t;
            int activationScale = block(0, t, ActivationBlock.HALF_SCALE);
            dots.multiplyAdd(sums[t], () -> {
                push.accept(token);
                f.simd(Simd.F32X4_CONVERT_I32X4_S);
            }, () -> f.get(scale).get(activation).load32Splat(activationScale).simd(Simd.F32X4_MUL));
        }
    }

    /** Adds the rows' minimums, which {@code push} pushes, times the activations' sums. */
    void addMinimums(Runnable push) {
        int minimum = f.v128();
        push.run();
        f.set(minimum);
        for (int t = 0; t < tokens(); t++) {
            int activationSum = block(0, t, ActivationBlock.SUM);
            dots.multiplyAdd(sums[t], () -> f.get(minimum), () -> f.get(activation).load32Splat(activationSum));
        }
    }

    /** Pushes the rows' share of 8 whole numbers of 16 bits, as floats. */
    void pushHalf(int numbers) {
        f.get(numbers).simd(half == 0 ? Simd.I32X4_EXTEND_LOW_I16X8_S : Simd.I32X4_EXTEND_HIGH_I16X8_S).simd(Simd.F32X4_CONVERT_I32X4_S);
    }

    /** The quads of one group with new locals for the addresses: of a part of the step, for a loop over its parts. */
    static Quad[] walking(Quad[] quads) {
        int weights = quads[0].f.i32();
        int activation = quads[0].f.i32();
        Quad[] walking = new Quad[quads.length];
        for (int q = 0; q < quads.length; q++) {
            walking[q] = new Quad(quads[q].f, quads[q].dots, weights, quads[q].half, activation, quads[q].sums);
        }
        return walking;
    }

    /** Locals for integer sums: for each quad one for each token. */
    static int[][] accumulators(Quad[] quads) {
        int[][] accumulators = new int[quads.length][];
        for (int q = 0; q < quads.length; q++) {
            accumulators[q] = quads[q].f().v128s(quads[q].tokens());
        }
        return accumulators;
    }

    /** Loads, token after token, the four activations at a field of block {@code block} and uses them for every quad. */
    static void eachToken(Quad[] quads, int block, int field, Use use) {
        for (int t = 0; t < quads[0].tokens(); t++) {
            quads[0].dots().activation(quads[0].activation(), quads[0].block(block, t, field));
            for (int q = 0; q < quads.length; q++) {
                use.write(q, t);
            }
        }
    }

    /** Writes what is done with the present activations. */
    interface Use {
        void write(int quad, int token);
    }
}
