package hearth.web.engine.request;

import hearth.generate.SamplingOptions;

import java.util.List;

/**
 * How an answer is to be computed and handed over.
 *
 * @param sampling     how tokens are chosen
 * @param maxTokens    most tokens of the answer; {@link Integer#MAX_VALUE} for what is left of the context
 * @param stops        texts that end the answer
 * @param stream       whether the answer comes in pieces
 * @param includeUsage whether a stream ends with the number of tokens
 * @param logprobs     whether each token comes with its probability
 * @param topLogprobs  how many alternatives to each token come along
 * @param profile      whether the answer tells what time was spent on
 */
public record RunOptions(SamplingOptions sampling, int maxTokens, List<String> stops, boolean stream, boolean includeUsage, boolean logprobs,
        int topLogprobs, boolean profile) {
}
