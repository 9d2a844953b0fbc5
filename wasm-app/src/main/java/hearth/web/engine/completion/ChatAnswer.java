package hearth.web.engine.completion;

import hearth.chat.ReplyParser;
import hearth.generate.StopRule;
import hearth.text.TokenStream;
import hearth.text.Tokenizer;
import hearth.web.engine.queue.Reply;
import hearth.web.engine.request.ChatRequest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answer to a chat: thought and text kept apart, whole or in pieces. Stop texts count in the text only. */
final class ChatAnswer implements Answer {
    private static final String WHOLE = "chat.completion";
    private static final String PIECE = "chat.completion.chunk";
    private static final String CLOSED_THOUGHT = "</think>\n\n";
    private static final int[] NOTHING = {};

    private final ChatRequest request;
    private final Tokenizer tokenizer;
    private final Reply reply;
    private final Envelope envelope;
    private final TokenStream stream;
    private final ReplyParser parser;
    private final StopRule stops;
    private final StringBuilder thought = new StringBuilder();
    private final StringBuilder content = new StringBuilder();
    private final List<TokenProbability> probabilities = new ArrayList<>();
    private int reasoningTokens;
    private boolean cutThought;

    /** @param startsInThought whether the prompt ends inside of a thought */
    ChatAnswer(ChatRequest request, boolean startsInThought, Tokenizer tokenizer, String model, Reply reply) {
        this.request = request;
        this.tokenizer = tokenizer;
        this.reply = reply;
        this.envelope = new Envelope("chatcmpl", model);
        this.stream = tokenizer.stream(false);
        this.parser = new ReplyParser(startsInThought);
        this.stops = new StopRule(request.run().stops());
    }

    @Override
    public void begin() {
        if (request.run().stream()) {
            Map<String, Object> delta = new LinkedHashMap<>();
            delta.put("role", "assistant");
            delta.put("content", "");
            chunk(delta, null, null);
        }
    }

    @Override
    public boolean token(int id, TokenProbability probability) {
        if (probability != null) {
            probabilities.add(probability);
        }
        if (parser.isThinking()) {
            reasoningTokens++;
        }
        parser.accept(stream.next(id));
        String text = stops.accept(parser.takeContent());
        emit(parser.takeThought(), text);
        return !stops.stopped();
    }

    @Override
    public int[] interjection() {
        int budget = request.thinkingBudget();
        if (cutThought || budget < 0 || reasoningTokens < budget || !parser.isThinking()) {
            return NOTHING;
        }
        cutThought = true;
        parser.accept(stream.finish() + CLOSED_THOUGHT);
        return tokenizer.encode(CLOSED_THOUGHT, true);
    }

    @Override
    public int reasoningTokens() {
        return reasoningTokens;
    }

    @Override
    public void end(String reason, Usage usage, Timings timings) {
        if (!stops.stopped()) {
            parser.accept(stream.finish());
            parser.finish();
            String text = stops.accept(parser.takeContent());
            emit(parser.takeThought(), text + stops.finish());
        }
        String finish = stops.stopped() ? "stop" : reason;
        if (request.run().stream()) {
            chunk(new LinkedHashMap<>(), finish, timings.toJson(usage));
            if (request.run().includeUsage()) {
                Map<String, Object> last = envelope.object(PIECE, null);
                last.put("usage", usage.toJson());
                reply.chunk(last);
            }
            reply.result(new LinkedHashMap<>());
        } else {
            reply.result(whole(finish, usage, timings));
        }
    }

    private void emit(String newThought, String newContent) {
        if (!request.run().stream()) {
            thought.append(newThought);
            content.append(newContent);
            return;
        }
        if (newThought.isEmpty() && newContent.isEmpty()) {
            reply.sendDue();
        }
        if (!newThought.isEmpty()) {
            piece("reasoning_content", newThought);
        }
        if (!newContent.isEmpty()) {
            piece("content", newContent);
        }
    }

    private void piece(String field, String text) {
        Map<String, Object> delta = new LinkedHashMap<>();
        delta.put(field, text);
        chunk(delta, null, null);
    }

    private void chunk(Map<String, Object> delta, String finish, Map<String, Object> timings) {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put("delta", delta);
        choice.put("logprobs", logprobs());
        choice.put("finish_reason", finish);
        Map<String, Object> json = envelope.object(PIECE, choice);
        if (request.run().includeUsage()) {
            json.put("usage", null);
        }
        if (timings != null) {
            json.put("timings", timings);
        }
        reply.chunk(json);
    }

    /** Those that are not handed over yet. */
    private Object logprobs() {
        if (probabilities.isEmpty()) {
            return null;
        }
        Object json = TokenProbability.chatShape(probabilities, tokenizer);
        probabilities.clear();
        return json;
    }

    private Map<String, Object> whole(String finish, Usage usage, Timings timings) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        message.put("content", content.toString());
        if (thought.length() > 0) {
            message.put("reasoning_content", thought.toString());
        }
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put("message", message);
        choice.put("logprobs", request.run().logprobs() ? TokenProbability.chatShape(probabilities, tokenizer) : null);
        choice.put("finish_reason", finish);
        Map<String, Object> json = envelope.object(WHOLE, choice);
        json.put("usage", usage.toJson());
        json.put("timings", timings.toJson(usage));
        return json;
    }
}
