package hearth.device.simd.packed;

import hearth.device.simd.assembler.WasmFunction;

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
