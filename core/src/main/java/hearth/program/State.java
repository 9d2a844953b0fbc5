package hearth.program;

/**
 * Numbers that outlive a run, all zero for an empty context.
 *
 * @param name      for messages and profiles
 * @param type      how they are kept; a recurrent state's are {@link StateType#F32}, others are half of a KV cache
 * @param rows      rows; of a KV cache as many as the context has tokens, for each key/value head
 * @param columns   values of a row; of a KV cache those of one head
 */
public record State(String name, StateType type, long rows, int columns) implements Tensor {
    /** Number of values. */
    public long size() {
        return rows * columns;
    }

    /** Whether it is one half of a KV cache: of its rows only those are read that have been written. */
    public boolean keyValue() {
        return type != StateType.F32;
    }
}
