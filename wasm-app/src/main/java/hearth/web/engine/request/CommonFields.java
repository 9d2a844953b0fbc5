package hearth.web.engine.request;

import hearth.generate.SamplingOptions;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the fields that chats and text completions have in common, and refuses those that neither has. */
final class CommonFields {
    /** Change nothing about the answer. */
    private static final Set<String> BOOKKEEPING = Set.of("user", "metadata", "store", "model", "service_tier", "safety_identifier",
            "prompt_cache_key");
    private static final Set<String> COMMON = Set.of("stream", "stream_options", "max_tokens", "max_completion_tokens", "stop",
            "logprobs", "top_logprobs", "n", "contextOverflow", "profile");

    private CommonFields() {
    }

    /** All fields that are known where the fields in {@code own} are known too. */
    static Set<String> with(Set<String> own) {
        Set<String> known = new HashSet<>(own);
        known.addAll(BOOKKEEPING);
        known.addAll(COMMON);
        known.addAll(SamplingFields.NAMES);
        return known;
    }

    /**
     * @param logprobs    whether probabilities are asked for
     * @param topLogprobs how many alternatives to each token
     */
    static RunOptions read(Fields request, SamplingOptions sampling, boolean logprobs, int topLogprobs) {
        refuseUnsupported(request);
        boolean includeUsage = false;
        if (request.has("stream_options")) {
            Fields options = Fields.at("stream_options", request.value("stream_options"));
            options.refuseAllBut(Set.of("include_usage"));
            includeUsage = options.flag("include_usage", false);
        }
        return new RunOptions(sampling, maxTokens(request), stops(request), request.flag("stream", false), includeUsage, logprobs,
                topLogprobs, request.flag("profile", false));
    }

    private static void refuseUnsupported(Fields request) {
        if (request.integer("n", 1, 1, Integer.MAX_VALUE) > 1) {
            throw Fields.unsupported("n", "one answer a request is computed, so it can only be 1");
        }
        if (request.has("contextOverflow")) {
            String overflow = request.text("contextOverflow");
            if (overflow.equals("slide")) {
                throw Fields.unsupported("contextOverflow", "\"slide\" is not there yet, only \"error\"");
            }
            if (!overflow.equals("error")) {
                throw Fields.wrong("contextOverflow", "\"error\" or \"slide\"", overflow);
            }
        }
        if (request.has("store")) {
            request.flag("store", false);
        }
        if (request.has("metadata") && !(request.value("metadata") instanceof Map<?, ?>)) {
            throw Fields.wrong("metadata", "an object", request.value("metadata"));
        }
        if (request.has("user")) {
            request.text("user");
        }
    }

    /** The limit, or {@link Integer#MAX_VALUE} for what is left of the context. */
    private static int maxTokens(Fields request) {
        long limit = request.integer("max_tokens", -1, 1, Integer.MAX_VALUE);
        long newer = request.integer("max_completion_tokens", -1, 1, Integer.MAX_VALUE);
        if (limit > 0 && newer > 0 && limit != newer) {
            throw new HearthException(ErrorCode.BAD_REQUEST, "max_tokens is " + limit + " but max_completion_tokens, which means the same, is "
                    + newer, "Give only one of the two.");
        }
        long given = Math.max(limit, newer);
        return given > 0 ? (int) given : Integer.MAX_VALUE;
    }

    private static List<String> stops(Fields request) {
        List<String> stops = new ArrayList<>();
        if (!request.has("stop")) {
            return stops;
        }
        if (request.value("stop") instanceof String one) {
            stops.add(one);
        } else if (request.value("stop") instanceof List<?> several) {
            for (Object stop : several) {
                if (!(stop instanceof String text)) {
                    throw Fields.wrong("stop", "a string or an array of strings", stop);
                }
                stops.add(text);
            }
        } else {
            throw Fields.wrong("stop", "a string or an array of strings", request.value("stop"));
        }
        for (String stop : stops) {
            if (stop.isEmpty()) {
                throw Fields.wrong("stop", "made of strings that are not empty", stop);
            }
        }
        return stops;
    }
}
