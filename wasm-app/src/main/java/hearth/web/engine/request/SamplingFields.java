package hearth.web.engine.request;

import hearth.generate.SamplingOptions;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads the sampling fields, which chats and text completions have in common. */
final class SamplingFields {
    static final double MAX_TEMPERATURE = 2;
    static final double MAX_PENALTY = 2;
    static final double MIN_REPETITION_PENALTY = 0.01;
    static final double MAX_REPETITION_PENALTY = 10;
    static final Set<String> NAMES = Set.of("temperature", "top_p", "top_k", "min_p", "presence_penalty", "frequency_penalty",
            "repetition_penalty", "seed", "logit_bias");

    private static final double MAX_BIAS = 100;

    private SamplingFields() {
    }

    /**
     * @param defaults   what absent fields mean
     * @param vocabulary tokens of the model: {@code logit_bias} names none beyond
     */
    static SamplingOptions read(Fields request, SamplingDefaults defaults, int vocabulary) {
        SamplingOptions.Builder options = SamplingOptions.builder()
                .temperature((float) request.number("temperature", defaults.temperature(), 0, MAX_TEMPERATURE))
                .topP((float) request.number("top_p", defaults.topP(), 0, 1))
                .topK((int) request.integer("top_k", defaults.topK(), 0, Integer.MAX_VALUE))
                .minP((float) request.number("min_p", defaults.minP(), 0, 1))
                .presencePenalty((float) request.number("presence_penalty", defaults.presencePenalty(), -MAX_PENALTY, MAX_PENALTY))
                .frequencyPenalty((float) request.number("frequency_penalty", defaults.frequencyPenalty(), -MAX_PENALTY, MAX_PENALTY))
                .repetitionPenalty((float) request.number("repetition_penalty", defaults.repetitionPenalty(), MIN_REPETITION_PENALTY,
                        MAX_REPETITION_PENALTY));
        if (request.has("seed")) {
            options.seed(request.integer("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE));
        }
        if (request.has("logit_bias")) {
            options.logitBias(bias(request, vocabulary));
        }
        return options.build();
    }

    private static Map<Integer, Float> bias(Fields request, int vocabulary) {
        Fields bias = Fields.at("logit_bias", request.value("logit_bias"));
        Map<Integer, Float> byId = new HashMap<>();
        for (String name : bias.names()) {
            byId.put(tokenId(name, vocabulary), (float) Fields.number(bias.path(name), bias.value(name), -MAX_BIAS, MAX_BIAS));
        }
        return byId;
    }

    private static int tokenId(String name, int vocabulary) {
        long id = name.isEmpty() || name.length() > 9 ? -1 : 0;
        for (int i = 0; i < name.length() && id >= 0; i++) {
            int digit = name.charAt(i) - '0';
            id = digit >= 0 && digit <= 9 ? id * 10 + digit : -1;
        }
        if (id < 0 || id >= vocabulary) {
            throw Fields.wrong("logit_bias", "an object whose keys are token ids from 0 to " + (vocabulary - 1), name);
        }
        return (int) id;
    }
}
