package hearth.generate;

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
    private final boolean[] allowed;
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
     * @param allowed for each token of the vocabulary whether it may be chosen at all
     * @param prompt  what stands before the answer
     * @throws IllegalArgumentException where {@code logit_bias} names a token that the vocabulary lacks
     */
    public Sampler(SamplingOptions options, boolean[] allowed, int[] prompt) {
        this.options = options;
        this.allowed = allowed;
        random = new RandomNumbers(options.seed());
        counts = new int[allowed.length];
        biasedIds = new int[options.logitBias().size()];
        biases = new float[biasedIds.length];
        int bias = 0;
        for (Map.Entry<Integer, Float> entry : options.logitBias().entrySet()) {
            int id = entry.getKey();
            if (id < 0 || id >= allowed.length) {
                throw new IllegalArgumentException("logit_bias names token " + id + ", but ids are 0 to " + (allowed.length - 1));
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
    public int sample(float[] logits) {
        changedCount = 0;
        addBias(logits);
        penalise(logits);
        int id = options.temperature() == 0 ? largest(logits) : draw(logits);
        // Last change first, so that a token changed twice gets its first value back.
        for (int i = changedCount - 1; i >= 0; i--) {
            logits[changedIds[i]] = changedLogits[i];
        }
        if (id < 0) {
            throw new ArithmeticException("The model's output holds no number: its weights or the computation are broken");
        }
        return id;
    }

    private void addBias(float[] logits) {
        for (int i = 0; i < biasedIds.length; i++) {
            change(logits, biasedIds[i], logits[biasedIds[i]] + biases[i]);
        }
    }

    private void penalise(float[] logits) {
        if (options.repetitionPenalty() != 1) {
            int count = (int) Math.min(recentCount, REPETITION_WINDOW);
            for (int i = 0; i < count; i++) {
                if (!occursBefore(i)) {
                    float logit = logits[recent[i]];
                    change(logits, recent[i], logit > 0 ? logit / options.repetitionPenalty() : logit * options.repetitionPenalty());
                }
            }
        }
        if (options.presencePenalty() != 0 || options.frequencyPenalty() != 0) {
            for (int i = 0; i < occurringCount; i++) {
                int id = occurring[i];
                change(logits, id, logits[id] - options.presencePenalty() - counts[id] * options.frequencyPenalty());
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

    private void change(float[] logits, int id, float logit) {
        if (changedCount == changedIds.length) {
            changedIds = Arrays.copyOf(changedIds, 2 * changedCount);
            changedLogits = Arrays.copyOf(changedLogits, 2 * changedCount);
        }
        changedIds[changedCount] = id;
        changedLogits[changedCount++] = logits[id];
        logits[id] = logit;
    }

    private int largest(float[] logits) {
        int best = -1;
        float most = Float.NEGATIVE_INFINITY;
        for (int id = 0; id < logits.length; id++) {
            if (logits[id] > most && allowed[id]) {
                most = logits[id];
                best = id;
            }
        }
        return best;
    }

    private int draw(float[] logits) {
        if (options.topK() > 0) {
            candidates.takeBest(options.topK(), logits, allowed);
        } else {
            candidates.takeAll(logits, allowed);
        }
        if (candidates.size() == 0) {
            return -1;
        }
        float largest = options.topK() > 0 ? candidates.logit(0) : candidates.largest();
        if (options.topP() < 1) {
            candidates.keepLikeliest(options.topP(), largest);
        }
        if (options.minP() > 0) {
            candidates.keepFrom((float) (largest + Math.log(options.minP())));
        }
        double sum = 0;
        for (int i = 0; i < candidates.size(); i++) {
            sum += candidates.weight(i, largest, options.temperature());
        }
        double left = random.next() * sum;
        for (int i = 0; i < candidates.size() - 1; i++) {
            left -= candidates.weight(i, largest, options.temperature());
            if (left < 0) {
                return candidates.id(i);
            }
        }
        return candidates.id(candidates.size() - 1);
    }
}
