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
}
