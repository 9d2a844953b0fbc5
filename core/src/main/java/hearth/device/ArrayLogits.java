package hearth.device;

/** Logits in a Java array: what {@link Logits} says, in plain loops. */
public final class ArrayLogits implements Logits {
    private final float[] array;
    private final int offset;
    private final int size;

    /** Logits of a whole array, which is not copied. */
    public ArrayLogits(float... array) {
        this(array, 0, array.length);
    }

    /** {@code size} logits from {@code offset} on. */
    public ArrayLogits(float[] array, int offset, int size) {
        this.array = array;
        this.offset = offset;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public float get(int id) {
        return array[offset + id];
    }

    @Override
    public void set(int id, float logit) {
        array[offset + id] = logit;
    }

    @Override
    public void blockMaxima(float[] maxima) {
        for (int block = 0; block < Logits.blocks(size); block++) {
            float most = Float.NEGATIVE_INFINITY;
            for (int id = block * BLOCK; id < end(block); id++) {
                most = get(id) > most ? get(id) : most;
            }
            maxima[block] = most;
        }
    }

    @Override
    public void blockSums(float largest, float temperature, double[] sums) {
        for (int block = 0; block < Logits.blocks(size); block++) {
            double sum = 0;
            for (int id = block * BLOCK; id < end(block); id++) {
                float logit = get(id);
                if (logit == largest) {
                    sum++; // Compared first: infinity less infinity is no number.
                } else if (logit > Float.NEGATIVE_INFINITY) {
                    sum += Math.exp((logit - largest) / temperature);
                }
            }
            sums[block] = sum;
        }
    }

    @Override
    public void forEachFrom(float least, Visitor visitor) {
        for (int id = 0; id < size; id++) {
            if (get(id) >= least) {
                visitor.visit(id, get(id));
            }
        }
    }

    private int end(int block) {
        return Math.min(size, (block + 1) * BLOCK);
    }
}
