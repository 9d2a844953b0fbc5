package hearth.web.engine.completion;

import hearth.generate.StopRule;
import hearth.text.TokenStream;
import hearth.text.Tokenizer;
import hearth.web.engine.queue.Reply;
import hearth.web.engine.request.TextRequest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The continuation of a text: its text and its tokens, whole or in pieces. */
final class TextAnswer implements Answer {
    private static final String TYPE = "text_completion";
    private static final int[] NOTHING = {};

    private final TextRequest request;
    private final Tokenizer tokenizer;
    private final Reply reply;
    private final Envelope envelope;
    private final TokenStream stream;
    private final StopRule stops;
    private final StringBuilder text = new StringBuilder();
    private final List<Object> tokens = new ArrayList<>();
    private final List<TokenProbability> probabilities = new ArrayList<>();

    TextAnswer(TextRequest request, Tokenizer tokenizer, String model, Reply reply) {
        this.request = request;
        this.tokenizer = tokenizer;
        this.reply = reply;
        this.envelope = new Envelope("cmpl", model);
        this.stream = tokenizer.stream(false);
        this.stops = new StopRule(request.run().stops());
    }

    @Override
    public void begin() {
    }

    @Override
    public boolean token(int id, TokenProbability probability) {
        tokens.add(id);
        if (probability != null) {
            probabilities.add(probability);
        }
        text.append(stops.accept(stream.next(id)));
        if (request.run().stream()) {
            if (text.length() > 0) {
                chunk(null, null);
            } else {
                reply.sendDue();
            }
        }
        return !stops.stopped();
    }

    @Override
    public int[] interjection() {
        return NOTHING;
    }

    @Override
    public int reasoningTokens() {
        return 0;
    }

    @Override
    public void end(String reason, Usage usage, Timings timings) {
        if (!stops.stopped()) {
            text.append(stops.accept(stream.finish())).append(stops.finish());
        }
        String finish = stops.stopped() ? "stop" : reason;
        if (request.run().stream()) {
            chunk(finish, timings.toJson(usage));
            if (request.run().includeUsage()) {
                Map<String, Object> last = envelope.object(TYPE, null);
                last.put("usage", usage.toJson());
                reply.chunk(last);
            }
            reply.result(new LinkedHashMap<>());
        } else {
            Map<String, Object> json = envelope.object(TYPE, choice(finish));
            json.put("usage", usage.toJson());
            json.put("timings", timings.toJson(usage));
            reply.result(json);
        }
    }

    private void chunk(String finish, Map<String, Object> timings) {
        Map<String, Object> json = envelope.object(TYPE, choice(finish));
        if (request.run().includeUsage()) {
            json.put("usage", null);
        }
        if (timings != null) {
            json.put("timings", timings);
        }
        reply.chunk(json);
        text.setLength(0);
        tokens.clear();
        probabilities.clear();
    }

    private Map<String, Object> choice(String finish) {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put("text", text.toString());
        choice.put("tokens", new ArrayList<>(tokens));
        choice.put("logprobs", logprobs());
        choice.put("finish_reason", finish);
        return choice;
    }

    private Object logprobs() {
        if (!request.run().logprobs()) {
            return null;
        }
        return request.legacyShape() ? TokenProbability.legacyShape(probabilities, tokenizer)
                : TokenProbability.chatShape(probabilities, tokenizer);
    }
}
