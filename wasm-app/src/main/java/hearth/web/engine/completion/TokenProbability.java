package hearth.web.engine.completion;

import hearth.text.Tokenizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How likely one token was in the model's eyes.
 *
 * @param id           the token
 * @param logprob      natural logarithm of its probability
 * @param alternatives the likeliest tokens at this place with theirs, likeliest first; may be empty
 */
record TokenProbability(int id, double logprob, List<TokenProbability> alternatives) {
    /** What OpenAI's interface gives for a token that cannot occur; minus infinity has no form in JSON. */
    private static final double NEVER = -9999;

    /** For a token whose alternatives were not asked for. */
    TokenProbability(int id, double logprob) {
        this(id, logprob, List.of());
    }

    TokenProbability {
        logprob = logprob >= NEVER ? logprob : NEVER;
    }

    /** OpenAI's {@code logprobs} of a chat: {@code {content: [{token, logprob, bytes, top_logprobs}]}}. */
    static Map<String, Object> chatShape(List<TokenProbability> tokens, Tokenizer tokenizer) {
        List<Object> content = new ArrayList<>(tokens.size());
        for (TokenProbability token : tokens) {
            Map<String, Object> entry = token.entry(tokenizer);
            List<Object> top = new ArrayList<>(token.alternatives.size());
            for (TokenProbability alternative : token.alternatives) {
                top.add(alternative.entry(tokenizer));
            }
            entry.put("top_logprobs", top);
            content.add(entry);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("content", content);
        return json;
    }

    /** The shape that OpenAI's text completions have: parallel arrays {@code tokens}, {@code token_logprobs}, {@code top_logprobs}. */
    static Map<String, Object> legacyShape(List<TokenProbability> tokens, Tokenizer tokenizer) {
        List<Object> texts = new ArrayList<>(tokens.size());
        List<Object> logprobs = new ArrayList<>(tokens.size());
        List<Object> tops = new ArrayList<>(tokens.size());
        for (TokenProbability token : tokens) {
            texts.add(token.text(tokenizer));
            logprobs.add(token.logprob);
            Map<String, Object> top = new LinkedHashMap<>();
            for (TokenProbability alternative : token.alternatives) {
                top.put(alternative.text(tokenizer), alternative.logprob);
            }
            tops.add(top);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tokens", texts);
        json.put("token_logprobs", logprobs);
        json.put("top_logprobs", tops);
        return json;
    }

    private Map<String, Object> entry(Tokenizer tokenizer) {
        List<Object> bytes = new ArrayList<>();
        for (byte value : tokenizer.bytes(id)) {
            bytes.add(value & 0xFF);
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("token", text(tokenizer));
        entry.put("logprob", logprob);
        entry.put("bytes", bytes);
        return entry;
    }

    private String text(Tokenizer tokenizer) {
        return tokenizer.decode(new int[] {id}, true);
    }
}
