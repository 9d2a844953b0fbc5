package hearth.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingOptionsTest {
    private static void refused(String field, SamplingOptions.Builder options) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, options::build);
        assertTrue(refusal.getMessage().startsWith(field + " "), refusal.getMessage());
    }

    @Test
    void valuesOutOfRangeAreRefusedByName() {
        refused("temperature", SamplingOptions.builder().temperature(-0.1f));
        refused("temperature", SamplingOptions.builder().temperature(Float.NaN));
        refused("temperature", SamplingOptions.builder().temperature(Float.POSITIVE_INFINITY));
        refused("top_k", SamplingOptions.builder().topK(-1));
        refused("top_p", SamplingOptions.builder().topP(1.01f));
        refused("top_p", SamplingOptions.builder().topP(Float.NaN));
        refused("min_p", SamplingOptions.builder().minP(-0.01f));
        refused("presence_penalty", SamplingOptions.builder().presencePenalty(Float.NaN));
        refused("frequency_penalty", SamplingOptions.builder().frequencyPenalty(Float.NEGATIVE_INFINITY));
        refused("repetition_penalty", SamplingOptions.builder().repetitionPenalty(0));
        refused("logit_bias", SamplingOptions.builder().logitBias(Map.of(1, Float.NaN)));
        refused("logit_bias", SamplingOptions.builder().logitBias(Map.of(1, Float.POSITIVE_INFINITY)));
    }

    @Test
    void startsWithNothingCutOff() {
        SamplingOptions options = SamplingOptions.builder().seed(1).build();
        assertEquals(new SamplingOptions(1, 0, 1, 0, 0, 0, 1, 1, Map.of()), options);
        assertEquals(0, SamplingOptions.greedy().temperature());
    }

    @Test
    void withoutASeedAnswersDiffer() {
        assertNotEquals(SamplingOptions.builder().build().seed(), SamplingOptions.builder().build().seed());
    }

    @Test
    void laterChangesOfTheBiasDoNotCount() {
        Map<Integer, Float> bias = new HashMap<>();
        SamplingOptions options = SamplingOptions.builder().logitBias(bias).build();
        bias.put(1, 1f);
        assertTrue(options.logitBias().isEmpty());
    }
}
