package hearth.device;

/**
 * One loaded model with one state, ready to compute. The state holds the tokens fed since the last {@link #reset()}.
 * Not for use by two callers at once.
 */
public interface Runner {
    /** Tokens of the vocabulary: the length of a logits row. */
    int vocabulary();

    /** Most tokens that the state can hold. */
    int contextLength();

    /** Most tokens that one {@link #run} takes. */
    int batch();

    /** Tokens in the state. */
    int position();

    /** Empties the state. */
    void reset();

    /**
     * Feeds tokens {@code from .. from + count - 1} of {@code tokens} to the state.
     *
     * @param count  1 to {@link #batch()}, and no more than the context has left
     * @param logits whether the logits after the last of them are wanted
     */
    void run(int[] tokens, int from, int count, boolean logits);

    /** The logits after the last token of the last {@link #run} that wanted them. They are the device's own: changes stay. */
    Logits logits();

    /** Copies those logits into {@code row}. */
    void logits(float[] row);

    /**
     * Adds what each run from now on spends its time on to {@code profile}; null, as at first: nothing is measured. A
     * device that cannot tell adds nothing.
     */
    default void measure(Profile profile) {
    }

    /** Frees what the model holds; no other call may follow. */
    void close();
}
