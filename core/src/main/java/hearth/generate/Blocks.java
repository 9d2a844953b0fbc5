package hearth.generate;

import hearth.device.Logits;

/**
 * A row of logits seen block by block: the largest of each block, and how likely its tokens are together. With it most
 * choices need to look at few tokens. Its arrays are made once; what it says holds until the row changes.
 */
final class Blocks {
    private final float[] maxima;
    private final double[] sums;
    private Logits logits;
    private int best;

    /** @param vocabulary tokens of the rows that it will see */
    Blocks(int vocabulary) {
        maxima = new float[Logits.blocks(vocabulary)];
        sums = new double[maxima.length];
    }

    /** Looks at a row; the other methods are about it. */
    void look(Logits row) {
        logits = row;
        row.blockMaxima(maxima);
        best = 0;
        for (int block = 1; block < maxima.length; block++) {
            best = maxima[block] > maxima[best] ? block : best;
        }
    }

    Logits logits() {
        return logits;
    }

    int count() {
        return maxima.length;
    }

    /** The largest logit of a block; minus infinity where it holds no number. */
    float maximum(int block) {
        return maxima[block];
    }

    /** The largest logit; minus infinity where the row holds no number. */
    float largest() {
        return maxima[best];
    }

    /** The first token with the largest logit, of which there must be one. */
    int idOfLargest() {
        return idOfLargest(best);
    }

    private int idOfLargest(int block) {
        int id = block * Logits.BLOCK;
        while (logits.get(id) != maxima[block]) {
            id++;
        }
        return id;
    }

    /** How likely all tokens are together, compared to one with the largest logit. */
    double total(float temperature) {
        logits.blockSums(largest(), temperature, sums);
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    /**
     * A token of all by chance, in the order of ids. There must be one whose logit is a number.
     *
     * @param chance from 0, inclusive, to 1, exclusive
     */
    int draw(double chance, float temperature) {
        double left = chance * total(temperature);
        int last = sums.length - 1;
        while (sums[last] == 0) {
            last--;
        }
        int block = 0;
        while (block < last && left >= sums[block]) {
            left -= sums[block++];
        }
        int drawn = -1;
        int end = Math.min(logits.size(), (block + 1) * Logits.BLOCK);
        for (int id = block * Logits.BLOCK; id < end && left >= 0; id++) {
            float logit = logits.get(id);
            if (logit > Float.NEGATIVE_INFINITY) {
                drawn = id;
                left -= weight(logit, largest(), temperature);
            }
        }
        // The block's sum, of floats, may be a hair more than what its weights add up to.
        return left >= 0 ? idOfLargest(block) : drawn;
    }

    /** How likely a token is at a temperature, compared to one with the largest logit. */
    static double weight(float logit, float largest, float temperature) {
        // Compared first: infinity less infinity is no number.
        return logit == largest ? 1 : Math.exp((logit - largest) / temperature);
    }
}
