package hearth.web.engine.request;

import hearth.format.Metadata;

import java.util.Map;

/**
 * What a request's sampling fields are where it leaves them out. The model's card in the catalogue goes first, then what
 * the file recommends ({@code general.sampling.*}), then values that change nothing.
 *
 * @param temperature       0 is greedy
 * @param topP              1 is off
 * @param topK              0 is off
 * @param minP              0 is off
 * @param presencePenalty   0 is off
 * @param frequencyPenalty  0 is off
 * @param repetitionPenalty 1 is off
 */
public record SamplingDefaults(double temperature, double topP, int topK, double minP, double presencePenalty, double frequencyPenalty,
        double repetitionPenalty) {
    /** The values where neither card nor file says anything. */
    public static final SamplingDefaults NEUTRAL = new SamplingDefaults(1, 1, 0, 0, 0, 0, 1);

    /** These defaults, except where a file recommends others. A recommendation out of range is no recommendation. */
    public SamplingDefaults recommendedBy(Metadata metadata) {
        return new SamplingDefaults(
                pick(metadata.value("general.sampling.temp"), temperature, 0, SamplingFields.MAX_TEMPERATURE),
                pick(metadata.value("general.sampling.top_p"), topP, 0, 1),
                (int) pick(metadata.value("general.sampling.top_k"), topK, 0, Integer.MAX_VALUE),
                pick(metadata.value("general.sampling.min_p"), minP, 0, 1),
                presencePenalty, frequencyPenalty,
                pick(metadata.value("general.sampling.penalty_repeat"), repetitionPenalty, SamplingFields.MIN_REPETITION_PENALTY,
                        SamplingFields.MAX_REPETITION_PENALTY));
    }

    /** These defaults, except where {@code card}, an object with fields named as in a request, says others. */
    public SamplingDefaults overriddenBy(Map<?, ?> card) {
        return new SamplingDefaults(
                pick(card.get("temperature"), temperature, 0, SamplingFields.MAX_TEMPERATURE),
                pick(card.get("top_p"), topP, 0, 1),
                (int) pick(card.get("top_k"), topK, 0, Integer.MAX_VALUE),
                pick(card.get("min_p"), minP, 0, 1),
                pick(card.get("presence_penalty"), presencePenalty, -SamplingFields.MAX_PENALTY, SamplingFields.MAX_PENALTY),
                pick(card.get("frequency_penalty"), frequencyPenalty, -SamplingFields.MAX_PENALTY, SamplingFields.MAX_PENALTY),
                pick(card.get("repetition_penalty"), repetitionPenalty, SamplingFields.MIN_REPETITION_PENALTY,
                        SamplingFields.MAX_REPETITION_PENALTY));
    }

    private static double pick(Object value, double otherwise, double min, double max) {
        double number;
        if (value instanceof Double real) {
            number = real;
        } else if (value instanceof Long whole) {
            number = whole;
        } else {
            return otherwise;
        }
        return number >= min && number <= max ? number : otherwise;
    }
}
