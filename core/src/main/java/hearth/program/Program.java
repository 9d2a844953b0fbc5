package hearth.program;

import java.util.List;

/**
 * A flat list of operations for up to {@link #batch()} tokens. The first {@link #bodyLength()} operations advance the
 * state, the rest only computes the logits after the last token and may be left out.
 *
 * @param batch       most tokens of one run
 * @param ops         the operations in order
 * @param bodyLength  operations that advance the state
 * @param logits      one row of scores, as wide as the vocabulary
 * @param arenaFloats floats that all activations take together, lifetimes shared
 */
public record Program(int batch, List<Op> ops, int bodyLength, Activation logits, int arenaFloats) {
}
