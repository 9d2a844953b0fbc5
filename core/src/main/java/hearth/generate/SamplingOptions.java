package hearth.generate;

import java.util.HashMap;
import java.util.Map;

/**
 * How the next token is chosen from the logits. Fields are named and meant as in OpenAI's interface, and those that it
 * lacks as in llama.cpp.
 *
 * @param temperature       logits are divided by it; 0: the largest is taken (greedy)
 * @param topK              only so many of the largest are kept; 0: all
 * @param topP              of those, as many of the likeliest as reach this probability together; 1: all
 * @param minP              of those, the ones at least this fraction as likely as the likeliest; 0: all
 * @param presencePenalty   taken from the logit of every token that this answer already holds
 * @param frequencyPenalty  the same, times how often it holds it
 * @param repetitionPenalty the logits of the last 64 tokens, prompt included, are divided by it where positive, multiplied
 *                          where negative; 1: off
 * @param seed              the same seed gives the same answer
 * @param logitBias         added to the logits of these tokens
 */
public record SamplingOptions(float temperature, int topK, float topP, float minP, float presencePenalty, float frequencyPenalty,
                              float repetitionPenalty, long seed, Map<Integer, Float> logitBias) {
    public SamplingOptions {
        require(temperature >= 0 && Float.isFinite(temperature), "temperature", "0 or more");
        require(topK >= 0, "top_k", "0 or more");
        require(topP >= 0 && topP <= 1, "top_p", "from 0 to 1");
        require(minP >= 0 && minP <= 1, "min_p", "from 0 to 1");
        require(Float.isFinite(presencePenalty), "presence_penalty", "a number");
        require(Float.isFinite(frequencyPenalty), "frequency_penalty", "a number");
        require(repetitionPenalty > 0 && Float.isFinite(repetitionPenalty), "repetition_penalty", "more than 0");
        logitBias = new HashMap<>(logitBias);
        for (float bias : logitBias.values()) {
            require(Float.isFinite(bias), "logit_bias", "finite numbers");
        }
    }

    private static void require(boolean holds, String field, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + " must be " + expected);
        }
    }

    /** Starts from: temperature 1, nothing cut off, no penalties, a seed of chance. */
    public static Builder builder() {
        return new Builder();
    }

    /** The choice that is always the same: the likeliest token. */
    public static SamplingOptions greedy() {
        return builder().temperature(0).build();
    }

    /** Collects options; {@link #build} throws {@link IllegalArgumentException} that names a field out of its range. */
    public static final class Builder {
        private float temperature = 1;
        private int topK;
        private float topP = 1;
        private float minP;
        private float presencePenalty;
        private float frequencyPenalty;
        private float repetitionPenalty = 1;
        private long seed = Double.doubleToRawLongBits(Math.random());
        private Map<Integer, Float> logitBias = Map.of();

        private Builder() {
        }

        public Builder temperature(float value) {
            temperature = value;
            return this;
        }

        public Builder topK(int value) {
            topK = value;
            return this;
        }

        public Builder topP(float value) {
            topP = value;
            return this;
        }

        public Builder minP(float value) {
            minP = value;
            return this;
        }

        public Builder presencePenalty(float value) {
            presencePenalty = value;
            return this;
        }

        public Builder frequencyPenalty(float value) {
            frequencyPenalty = value;
            return this;
        }

        public Builder repetitionPenalty(float value) {
            repetitionPenalty = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder logitBias(Map<Integer, Float> value) {
            logitBias = value;
            return this;
        }

        public SamplingOptions build() {
            return new SamplingOptions(temperature, topK, topP, minP, presencePenalty, frequencyPenalty, repetitionPenalty, seed, logitBias);
        }
    }
}
