package hearth.program;

/**
 * Numbers that outlive a run, all zero for an empty context.
 *
 * @param name      for messages and profiles
 * @param keyValue  true for one half of a KV cache (rows = tokens of the context; a device may keep it in half precision),
 *                  false for a recurrent state, which is kept in single precision
 * @param rows      rows
 * @param columns   values of a row
 */
public record State(String name, boolean keyValue, int rows, int columns) implements Tensor {
    /** Number of values. */
    public long size() {
        return (long) rows * columns;
    }
}
