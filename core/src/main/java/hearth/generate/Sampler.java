package hearth.generate;

import hearth.device.Logits;
import java.util.Arrays;
import java.util.Map;

/**
 * Chooses the next token, in llama.cpp's order: bias, penalties, top-k, top-p, min-p, temperature, draw. Top-p and min-p
 * see the probabilities at temperature 1. A logit that is no number counts as minus infinity.
 */
public final class Sampler {
    /** Tokens that the repetition penalty looks back on, prompt included, as in llama.cpp. */
    private static final int REPETITION_WINDOW = 64;

    private final SamplingOptions options;
    private final int[] banned;
    private final Blocks blocks;
    private final Candidates candidates = new Candidates();
    private final RandomNumbers random;
    /** How often each token occurs in the answer, and the tokens that do. */
    private final int[] counts;
    private final int[] biasedIds;
    private final float[] biases;
    private final int[] recent = new int[REPETITION_WINDOW];
    private int[] occurring = new int[256];
    private int occurringCount;
    private long recentCount;
    /** What the row held where it is changed for the choice, to be put back. */
    private int[] changedIds = new int[256];
    private float[] changedLogits = new float[256];
    private int changedCount;

    /**
     * @param vocabulary tokens of the vocabulary
     * @param banned     those that may not be chosen at all
     * @param prompt     what stands before the answer
     * @throws IllegalArgumentException where {@code logit_bias} names a token that the vocabulary lacks
     */
    public Sampler(SamplingOptions options, int vocabulary, int[] banned, int[] prompt) {
        this.options = options;
        this.banned = banned;
        blocks = new Blocks(vocabulary);
        random = new RandomNumbers(options.seed());
        counts = new int[vocabulary];
        biasedIds = new int[options.logitBias().size()];
        biases = new float[biasedIds.length];
        int bias = 0;
        for (Map.Entry<Integer, Float> entry : options.logitBias().entrySet()) {
            int id = entry.getKey();
            if (id < 0 || id >= vocabulary) {
                throw new IllegalArgumentException("logit_bias names token " + id + ", but ids are 0 to " + (vocabulary - 1));
            }
            biasedIds[bias] = id;
            biases[bias++] = entry.getValue();
        }
        for (int i = Math.max(0, prompt.length - REPETITION_WINDOW); i < prompt.length; i++) {
            remember(prompt[i]);
        }
    }

    private void remember(int id) {
        recent[(int) (recentCount++ % REPETITION_WINDOW)] = id;
    }

    /** Adds a token to the answer. */
    public void accept(int id) {
        remember(id);
        if (counts[id]++ == 0) {
            if (occurringCount == occurring.length) {
                occurring = Arrays.copyOf(occurring, 2 * occurringCount);
            }
            occurring[occurringCount++] = id;
        }
    }

    /**
     * The id of the next token. The row is as before when the call returns.
     *
     * @throws ArithmeticException where no allowed token has a logit that is a number
     */
    public int sample(Logits logits) {
        changedCount = 0;
        for (int id : banned) {
            change(logits, id, Float.NEGATIVE_INFINITY);
        }
        addBias(logits);
        penalise(logits);
        blocks.look(logits);
        float largest = blocks.largest();
        int id = largest > Float.NEGATIVE_INFINITY ? choose(largest) : -1;
        // Last change first, so that a token changed twice gets its first value back.
        for (int i = changedCount - 1; i >= 0; i--) {
            logits.set(changedIds[i], changedLogits[i]);
        }
        if (id < 0) {
            throw new ArithmeticException("The model's output holds no number: its weights or the computation are broken");
        }
        return id;
    }

    private void addBias(Logits logits) {
        for (int i = 0; i < biasedIds.length; i++) {
            change(logits, biasedIds[i], logits.get(biasedIds[i]) + biases[i]);
        }
    }

    private void penalise(Logits logits) {
        if (options.repetitionPenalty() != 1) {
            int count = (int) Math.min(recentCount, REPETITION_WINDOW);
            for (int i = 0; i < count; i++) {
                if (!occursBefore(i)) {
                    float logit = logits.get(recent[i]);
                    change(logits, recent[i], logit > 0 ? logit / options.repetitionPenalty() : logit * options.repetitionPenalty());
                }
            }
        }
        if (options.presencePenalty() != 0 || options.frequencyPenalty() != 0) {
            for (int i = 0; i < occurringCount; i++) {
                int id = occurring[i];
                change(logits, id, logits.get(id) - options.presencePenalty() - counts[id] * options.frequencyPenalty());
            }
        }
    }

    private boolean occursBefore(int index) {
        for (int i = 0; i < index; i++) {
            if (recent[i] == recent[index]) {
                return true;
            }
        }
        return false;
    }

    private void change(Logits logits, int id, float logit) {
        if (changedCount == changedIds.length) {
            changedIds = Arrays.copyOf(changedIds, 2 * changedCount);
            changedLogits = Arrays.copyOf(changedLogits, 2 * changedCount);
        }
        changedIds[changedCount] = id;
        changedLogits[changedCount++] = logits.get(id);
        logits.set(id, logit);
    }

    private int choose(float largest) {
        if (options.temperature() == 0) {
            return blocks.idOfLargest();
        }
        double chance = random.next();
        if (options.topK() == 0 && options.topP() == 1 && options.minP() == 0) {
            return blocks.draw(chance, options.temperature());
        }
        float least = options.minP() == 0 ? Float.NEGATIVE_INFINITY : (float) (largest + Math.log(options.minP()));
        if (options.topK() > 0) {
            candidates.takeBest(options.topK(), blocks);
            if (options.topP() < 1) {
                candidates.keepLikeliest(options.topP() * candidates.mass(largest), largest);
            }
            candidates.keepFrom(least);
        } else if (options.topP() < 1) {
            candidates.takeLikeliest(options.topP(), blocks);
            candidates.keepFrom(least);
        } else {
            candidates.takeFrom(least, blocks);
        }
        return candidates.draw(chance, largest, options.temperature());
    }
}
