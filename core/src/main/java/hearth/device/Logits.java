package hearth.device;

/**
 * The scores of the vocabulary's tokens at one place of the text, where the device keeps them: a row of {@link #size()}
 * floats that is looked at, and changed, token by token or block by block, without being copied. A logit that is no number
 * counts as minus infinity. Valid until the runner's next run.
 */
public interface Logits {
    /** Tokens of a block; the last block may have fewer. */
    int BLOCK = 256;

    /** Takes tokens one by one. */
    interface Visitor {
        void visit(int id, float logit);
    }

    /** Tokens of the vocabulary. */
    int size();

    float get(int id);

    void set(int id, float logit);

    /** Writes the largest logit of each block to {@code maxima}; minus infinity where it holds no number. */
    void blockMaxima(float[] maxima);

    /**
     * Writes, for each block, the sum of {@code e^((logit - largest) / temperature)} to {@code sums}. A device may be off
     * by some millionths of it.
     *
     * @param largest     the largest logit; those that equal it, infinite or not, count 1
     * @param temperature more than 0
     */
    void blockSums(float largest, float temperature, double[] sums);

    /** Shows {@code visitor} the tokens whose logit is at least {@code least}, in the order of ids; {@code least} is more than minus infinity. */
    void forEachFrom(float least, Visitor visitor);

    /** Blocks of a vocabulary of {@code size} tokens. */
    static int blocks(int size) {
        return (size + BLOCK - 1) / BLOCK;
    }
}
