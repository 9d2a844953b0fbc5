package hearth.web.engine.request;

/**
 * What a request is checked against.
 *
 * @param vocabulary       tokens of the model
 * @param thinks           whether the chat template knows {@code enable_thinking}
 * @param thinksByDefault  whether the model thinks where a request does not say
 * @param defaults         sampling where the request does not say
 * @param thinkingDefaults the same for answers that begin with a thought
 */
public record ModelTraits(int vocabulary, boolean thinks, boolean thinksByDefault, SamplingDefaults defaults,
        SamplingDefaults thinkingDefaults) {
}
