package hearth.web.engine.request;

import hearth.web.protocol.HearthException;

import java.util.List;
import java.util.Set;

/**
 * A checked request for {@code completions}, as OpenAI's interface has it.
 *
 * @param text        the text to continue, or null where ids are given
 * @param tokens      the token ids to continue, or null where text is given
 * @param legacyShape whether {@code logprobs} was a number, as that interface had it first; the answer then has that shape too
 * @param run         how to continue
 */
public record TextRequest(String text, int[] tokens, boolean legacyShape, RunOptions run) {
    private static final int MOST_ALTERNATIVES = 20;
    private static final Set<String> KNOWN = CommonFields.with(Set.of("prompt", "echo", "suffix", "best_of"));

    /**
     * @param request the parsed JSON
     * @throws HearthException {@code bad-request}, naming the field
     */
    public static TextRequest read(Object request, ModelTraits model) {
        Fields fields = Fields.of(request);
        fields.refuseAllBut(KNOWN);
        refuseUnsupported(fields);
        String text = null;
        int[] tokens = null;
        if (fields.value("prompt") instanceof String given) {
            text = given;
        } else {
            if (!(fields.value("prompt") instanceof List<?>)) {
                throw Fields.wrong("prompt", "a string or an array of token ids", fields.value("prompt"));
            }
            tokens = TokenIds.read("prompt", fields.value("prompt"), model.vocabulary());
        }
        boolean legacyShape = fields.has("logprobs") && !(fields.value("logprobs") instanceof Boolean);
        boolean logprobs;
        int topLogprobs = (int) fields.integer("top_logprobs", 0, 0, MOST_ALTERNATIVES);
        if (legacyShape) {
            logprobs = true;
            topLogprobs = Math.max(topLogprobs, (int) fields.integer("logprobs", 0, 0, MOST_ALTERNATIVES));
        } else {
            logprobs = fields.flag("logprobs", false);
            if (topLogprobs > 0 && !logprobs) {
                throw Fields.wrong("logprobs", "true where top_logprobs is given", fields.value("logprobs"));
            }
        }
        return new TextRequest(text, tokens, legacyShape,
                CommonFields.read(fields, SamplingFields.read(fields, model.defaults(), model.vocabulary()), logprobs, topLogprobs));
    }

    private static void refuseUnsupported(Fields fields) {
        if (fields.flag("echo", false)) {
            throw Fields.unsupported("echo", "the answer holds the continuation only");
        }
        if (fields.has("suffix")) {
            throw Fields.unsupported("suffix", "text is continued, not filled in");
        }
        if (fields.integer("best_of", 1, 1, Integer.MAX_VALUE) > 1) {
            throw Fields.unsupported("best_of", "one answer a request is computed, so it can only be 1");
        }
    }
}
