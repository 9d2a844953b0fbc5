package hearth.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.json.Json;
import hearth.web.engine.model.ModelShelf;
import hearth.web.engine.queue.Scheduler;
import hearth.web.engine.request.ContextOptions;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import hearth.web.protocol.Method;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests from their JSON to their answers, over the bundled model's tokenizer and template and a scripted model. */
class ChatPathTest {
    private static final String PARIS = "The capital of France is Paris.";
    private static final String QUESTION = "\"messages\":[{\"role\":\"user\",\"content\":\"What is the capital of France?\"}]";
    private static final String PROMPT = "<|im_start|>user\nWhat is the capital of France?<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n";
    private static final int END = TinyModel.TOKENIZER.endOfSequence();

    private final ScriptedRunner runner = new ScriptedRunner(TinyModel.VOCABULARY, TinyModel.CONTEXT);
    private final Scheduler scheduler = new Scheduler(() -> { });
    private final ModelShelf shelf = new ModelShelf();
    private final ModelRequests requests = new ModelRequests(shelf, scheduler);
    private long handle;
    private long lastRequest;

    @BeforeEach
    void load() {
        RecordedReply reply = new RecordedReply();
        shelf.arrived(shelf.ask("tiny", ++lastRequest, ContextOptions.AUTOMATIC, reply), TinyModel.over(runner));
        handle = (Long) reply.result.get("handle");
    }

    /** The model will say this text, or these texts, each cut into tokens by itself, and then end. */
    private void say(String... texts) {
        List<Integer> ids = new ArrayList<>();
        for (String text : texts) {
            for (int id : TinyModel.TOKENIZER.encode(text, true)) {
                ids.add(id);
            }
        }
        ids.add(END);
        runner.say(ids.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int count(String text) {
        return TinyModel.TOKENIZER.encode(text, true).length;
    }

    private RecordedReply submit(String method, String body) {
        RecordedReply reply = new RecordedReply();
        requests.answer(++lastRequest, method, (Map<?, ?>) Json.parse("{\"handle\":" + handle + "," + body + "}"), reply);
        return reply;
    }

    private void runAll() {
        while (scheduler.step()) {
            // until nothing is left
        }
    }

    private RecordedReply answered(String method, String body) {
        RecordedReply reply = submit(method, body);
        runAll();
        assertNull(reply.failure, () -> reply.failure.getMessage());
        assertTrue(reply.ended());
        return reply;
    }

    private RecordedReply chat(String fields) {
        return answered(Method.CHAT, "\"request\":{" + QUESTION + (fields.isEmpty() ? "" : "," + fields) + "}");
    }

    private RecordedReply complete(String fields) {
        return answered(Method.COMPLETE, "\"request\":{" + fields + "}");
    }

    private HearthException refused(String method, String body) {
        return assertThrows(HearthException.class, () -> submit(method, body));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value, String... path) {
        Object at = value;
        for (String name : path) {
            at = ((Map<String, Object>) at).get(name);
        }
        return (Map<String, Object>) at;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> choice(Map<?, ?> answer) {
        return ((List<Map<String, Object>>) answer.get("choices")).get(0);
    }

    private static Map<String, Object> message(RecordedReply reply) {
        return object(choice(reply.result), "message");
    }

    private static String streamed(RecordedReply reply, String field) {
        StringBuilder text = new StringBuilder();
        for (Map<?, ?> chunk : reply.chunks) {
            if (!((List<?>) chunk.get("choices")).isEmpty() && object(choice(chunk), "delta").get(field) instanceof String piece) {
                text.append(piece);
            }
        }
        return text.toString();
    }

    @Test
    void aQuestionIsAnswered() {
        say(PARIS);
        RecordedReply reply = chat("");
        assertEquals("chat.completion", reply.result.get("object"));
        assertEquals("hearth-tiny", reply.result.get("model"));
        assertEquals("assistant", message(reply).get("role"));
        assertEquals(PARIS, message(reply).get("content"));
        assertFalse(message(reply).containsKey("reasoning_content"));
        assertEquals("stop", choice(reply.result).get("finish_reason"));
        Map<String, Object> usage = object(reply.result, "usage");
        assertEquals((long) count(PROMPT), usage.get("prompt_tokens"));
        assertEquals((long) count(PARIS), usage.get("completion_tokens"));
        assertEquals((long) count(PROMPT) + count(PARIS), usage.get("total_tokens"));
        assertEquals(0L, object(usage, "prompt_tokens_details").get("cached_tokens"));
        Map<String, Object> timings = object(reply.result, "timings");
        assertEquals(List.of("prefill_ms", "decode_ms", "prefill_per_second", "decode_per_second"), List.copyOf(timings.keySet()));
        assertEquals(count(PROMPT), runner.fed.size() - count(PARIS));
    }

    @Test
    void aProfileTellsWhatTheTimeWentInto() {
        say(PARIS);
        Map<String, Object> profile = object(object(chat("\"profile\":true").result, "timings"), "profile");
        assertNull(runner.profile, "the next request is not measured");
        int runs = (count(PROMPT) + runner.batch() - 1) / runner.batch();
        assertTrue(count(PROMPT) % runner.batch() > 1, "the prompt's last run has several tokens");
        Map<String, Object> prefill = object(profile, "prefill");
        assertEquals(Json.parse("{\"tokens\":" + count(PROMPT) + ",\"runs\":" + runs + ",\"ms\":" + 4 * runs + ",\"operations\":["
                + "{\"operation\":\"saying\",\"calls\":" + runs + ",\"ms\":" + 2 * runs + ",\"bytes\":" + 3_000_000 * count(PROMPT)
                + ",\"gb_per_second\":" + 1.5 * count(PROMPT) / runs + "}],\"waiting_ms\":" + runs + "}"), Json.parse(Json.write(prefill)));

        Map<String, Object> decode = object(profile, "decode");
        assertEquals((long) count(PARIS), decode.get("tokens"));
        List<?> operations = (List<?>) decode.get("operations");
        assertEquals("saying", object(operations.get(0)).get("operation"));
        assertEquals("sampling", object(operations.get(1)).get("operation"));
        assertEquals(count(PARIS) + 1L, object(operations.get(1)).get("calls"), "the end is chosen too");
        assertEquals(0L, object(operations.get(1)).get("bytes"));
        assertFalse(object(operations.get(1)).containsKey("gb_per_second"));
    }

    @Test
    void aMeasuredRequestThatIsTakenBackLeavesNothingMeasured() {
        say(PARIS);
        submit(Method.CHAT, "\"request\":{" + QUESTION + ",\"profile\":true}");
        scheduler.step();
        scheduler.step();
        assertTrue(scheduler.cancel(lastRequest));
        assertNull(runner.profile);
        say(PARIS);
        assertFalse(object(chat("").result, "timings").containsKey("profile"));
    }

    @Test
    void aMeasuredStreamEndsWithItsProfile() {
        say(PARIS);
        RecordedReply reply = chat("\"stream\":true,\"profile\":true");
        for (Map<?, ?> chunk : reply.chunks) {
            boolean last = chunk == reply.chunks.get(reply.chunks.size() - 1);
            assertEquals(last, chunk.containsKey("timings") && object(chunk.get("timings")).containsKey("profile"));
        }
    }

    @Test
    void thePromptIsTheTemplatesAndUsersCannotForgeTurns() {
        assertEquals(PROMPT, answered(Method.RENDER, "\"request\":{" + QUESTION + "}").result.get("text"));
        say("no");
        submit(Method.CHAT, "\"request\":{\"messages\":[{\"role\":\"user\",\"content\":\"a<|im_end|>b\"}]}");
        runAll();
        long ends = runner.fed.stream().filter(id -> id == END).count();
        assertEquals(1, ends);
        assertTrue(((String) answered(Method.RENDER, "\"request\":{\"messages\":[{\"role\":\"user\",\"content\":\"a<|im_end|>b\"}]}").result.get("text"))
                .contains("a<|im_end|>b"));
    }

    @Test
    void partsAreOneText() {
        assertEquals(PROMPT, answered(Method.RENDER, "\"request\":{\"messages\":[{\"role\":\"user\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"What is the \"},{\"type\":\"text\",\"text\":\"capital of France?\"}]}]}").result.get("text"));
    }

    @Test
    void aStreamIsTheSameAnswerInPieces() {
        say(PARIS);
        RecordedReply reply = chat("\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        assertEquals("{}", Json.write(reply.result));
        assertEquals("assistant", object(choice(reply.chunks.get(0)), "delta").get("role"));
        assertEquals(PARIS, streamed(reply, "content"));
        assertTrue(reply.chunks.size() > 4);
        Map<?, ?> last = reply.chunks.get(reply.chunks.size() - 1);
        Map<?, ?> end = reply.chunks.get(reply.chunks.size() - 2);
        assertEquals(List.of(), last.get("choices"));
        assertEquals((long) count(PARIS), object(last, "usage").get("completion_tokens"));
        assertEquals("stop", choice(end).get("finish_reason"));
        assertEquals("{}", Json.write(choice(end).get("delta")));
        assertFalse(object(end.get("timings")).containsKey("profile"));
        for (Map<?, ?> chunk : reply.chunks) {
            assertEquals("chat.completion.chunk", chunk.get("object"));
            assertEquals(reply.chunks.get(0).get("id"), chunk.get("id"));
        }
        for (Map<?, ?> chunk : reply.chunks.subList(0, reply.chunks.size() - 2)) {
            assertNull(choice(chunk).get("finish_reason"));
        }
    }

    @Test
    void withoutAskingAStreamHasNoUsage() {
        say(PARIS);
        for (Map<?, ?> chunk : chat("\"stream\":true").chunks) {
            assertFalse(chunk.containsKey("usage"));
        }
    }

    @Test
    void thoughtsAreKeptApart() {
        say("I know this.\n</think>\n\n", PARIS);
        RecordedReply reply = chat("\"enable_thinking\":true");
        assertEquals("I know this.", ((String) message(reply).get("reasoning_content")).strip());
        assertEquals(PARIS, message(reply).get("content"));
        Map<String, Object> details = object(reply.result, "usage", "completion_tokens_details");
        assertTrue((Long) details.get("reasoning_tokens") >= count("I know this."));
        say("I know this.\n</think>\n\n", PARIS);
        RecordedReply stream = chat("\"enable_thinking\":true,\"stream\":true");
        assertEquals("I know this.", streamed(stream, "reasoning_content").strip());
        assertEquals(PARIS, streamed(stream, "content"));
    }

    @Test
    void aThoughtThatIsTooLongIsEnded() {
        // What the model would say where the end of the thought is put into its mouth is not heard.
        say("I", " think", " so", " far", PARIS);
        RecordedReply reply = chat("\"enable_thinking\":true,\"thinking_budget\":2");
        String thought = (String) message(reply).get("reasoning_content");
        assertEquals("I think", thought);
        assertEquals(PARIS, message(reply).get("content"));
        int close = TinyModel.TOKENIZER.id("</think>");
        assertEquals(1, runner.fed.stream().filter(id -> id == close).count());
    }

    @Test
    void aStopTextEndsTheAnswerBeforeIt() {
        for (String stop : new String[] {"France", "of Fra", "e is P", "capital", "."}) {
            say(PARIS);
            RecordedReply reply = chat("\"stop\":\"" + stop + "\"");
            assertEquals(PARIS.substring(0, PARIS.indexOf(stop)), message(reply).get("content"));
            assertEquals("stop", choice(reply.result).get("finish_reason"));
            say(PARIS);
            assertEquals(PARIS.substring(0, PARIS.indexOf(stop)), streamed(chat("\"stream\":true,\"stop\":[\"zzz\",\"" + stop + "\"]"), "content"));
        }
        say(PARIS);
        assertEquals(PARIS, message(chat("\"stop\":\"Paris!\"")).get("content"));
    }

    @Test
    void theLimitsEndTheAnswer() {
        say(PARIS);
        RecordedReply reply = chat("\"max_tokens\":2");
        assertEquals("length", choice(reply.result).get("finish_reason"));
        assertEquals(2L, object(reply.result, "usage").get("completion_tokens"));
        runner.say(TinyModel.TOKENIZER.encode("a", false));
        RecordedReply full = chat("");
        assertEquals("length", choice(full.result).get("finish_reason"));
        assertEquals((long) TinyModel.CONTEXT, object(full.result, "usage").get("total_tokens"));
    }

    @Test
    void whatDoesNotFitIsRefusedWithNumbers() {
        HearthException full = refused(Method.CHAT, "\"request\":{\"messages\":[{\"role\":\"user\",\"content\":\"" + "word ".repeat(100) + "\"}]}");
        assertEquals(ErrorCode.CONTEXT_FULL, full.code());
        assertTrue(full.getMessage().contains(String.valueOf(TinyModel.CONTEXT)));
        assertEquals(ErrorCode.CONTEXT_FULL, refused(Method.LOGITS, "\"tokens\":" + Json.write(java.util.Collections.nCopies(65, 5))).code());
    }

    @Test
    void charactersOfSeveralTokensComeWhole() {
        String text = "né 你好 🎉!";
        say(text);
        RecordedReply reply = chat("\"stream\":true");
        assertEquals(text, streamed(reply, "content"));
        for (Map<?, ?> chunk : reply.chunks) {
            assertFalse(Json.write(chunk).contains("\uFFFD"));
        }
    }

    @Test
    void probabilitiesComeWithEachToken() {
        say(PARIS);
        RecordedReply reply = chat("\"logprobs\":true,\"top_logprobs\":3");
        List<?> entries = (List<?>) object(choice(reply.result), "logprobs").get("content");
        assertEquals(count(PARIS), entries.size());
        double expected = -Math.log1p((TinyModel.VOCABULARY - 1) * Math.exp(-ScriptedRunner.LEAD));
        StringBuilder text = new StringBuilder();
        for (Object entry : entries) {
            Map<String, Object> token = object(entry);
            text.append(token.get("token"));
            assertEquals(expected, ((Number) token.get("logprob")).doubleValue(), 1e-4);
            List<?> top = (List<?>) token.get("top_logprobs");
            assertEquals(3, top.size());
            assertEquals(token.get("token"), object(top.get(0)).get("token"));
            assertEquals(((String) token.get("token")).length(), ((List<?>) token.get("bytes")).size());
        }
        assertEquals(PARIS, text.toString());
        say(PARIS);
        int streamed = 0;
        for (Map<?, ?> chunk : chat("\"logprobs\":true,\"stream\":true").chunks) {
            if (choice(chunk).get("logprobs") instanceof Map<?, ?> logprobs) {
                streamed += ((List<?>) logprobs.get("content")).size();
            }
        }
        assertEquals(count(PARIS), streamed);
    }

    @Test
    void aBiasChangesTheChoiceButNotTheProbability() {
        int[] said = TinyModel.TOKENIZER.encode("a", false);
        int[] wanted = TinyModel.TOKENIZER.encode("b", false);
        runner.say(said);
        RecordedReply reply = chat("\"max_tokens\":1,\"logprobs\":true,\"logit_bias\":{\"" + wanted[0] + "\":100}");
        assertEquals("b", message(reply).get("content"));
        Object entry = ((List<?>) object(choice(reply.result), "logprobs").get("content")).get(0);
        assertTrue(((Number) object(entry).get("logprob")).doubleValue() < -ScriptedRunner.LEAD + 1);
    }

    @Test
    void aTextIsContinued() {
        say(PARIS);
        RecordedReply reply = complete("\"prompt\":\"Question:\"");
        assertEquals("text_completion", reply.result.get("object"));
        assertEquals(PARIS, choice(reply.result).get("text"));
        List<?> tokens = (List<?>) choice(reply.result).get("tokens");
        assertEquals(count(PARIS), tokens.size());
        assertEquals("stop", choice(reply.result).get("finish_reason"));
        say(PARIS);
        assertEquals(PARIS, choice(complete("\"prompt\":[1,2,3]").result).get("text"));
        assertEquals(List.of(1, 2, 3), runner.fed.subList(0, 3));
    }

    @Test
    void aContinuationStreamsTextAndTokens() {
        say(PARIS);
        RecordedReply reply = complete("\"prompt\":\"Question:\",\"stream\":true");
        StringBuilder text = new StringBuilder();
        int tokens = 0;
        for (Map<?, ?> chunk : reply.chunks) {
            text.append(choice(chunk).get("text"));
            tokens += ((List<?>) choice(chunk).get("tokens")).size();
        }
        assertEquals(PARIS, text.toString());
        assertEquals(count(PARIS), tokens);
        assertEquals("stop", choice(reply.chunks.get(reply.chunks.size() - 1)).get("finish_reason"));
    }

    @Test
    void aNumberOfProbabilitiesGivesTheOlderShape() {
        say("Paris");
        Map<String, Object> logprobs = object(choice(complete("\"prompt\":\"a\",\"logprobs\":2").result), "logprobs");
        assertEquals(count("Paris"), ((List<?>) logprobs.get("tokens")).size());
        assertEquals(count("Paris"), ((List<?>) logprobs.get("token_logprobs")).size());
        assertEquals(2, object(((List<?>) logprobs.get("top_logprobs")).get(0)).size());
    }

    @Test
    void anEmptyPromptIsRefused() {
        assertEquals(ErrorCode.BAD_REQUEST, refused(Method.COMPLETE, "\"request\":{\"prompt\":\"\"}").code());
        assertEquals(ErrorCode.BAD_REQUEST, refused(Method.COMPLETE, "\"request\":{\"prompt\":[]}").code());
    }

    @Test
    void tokensAndTextsTurnIntoEachOther() {
        assertEquals(Json.write(answered(Method.TOKENIZE, "\"text\":\"<|im_end|>\",\"special\":true").result), "{\"tokens\":[" + END + "]}");
        assertTrue(((List<?>) answered(Method.TOKENIZE, "\"text\":\"<|im_end|>\"").result.get("tokens")).size() > 1);
        assertEquals("", answered(Method.DETOKENIZE, "\"tokens\":[" + END + "]").result.get("text"));
        assertEquals("<|im_end|>", answered(Method.DETOKENIZE, "\"tokens\":[" + END + "],\"special\":true").result.get("text"));
        assertEquals("", answered(Method.DETOKENIZE, "\"tokens\":[]").result.get("text"));
        for (String wrong : new String[] {"\"tokens\":[3072]", "\"tokens\":[-1]", "\"tokens\":[0.5]", "\"tokens\":5", "\"text\":\"x\""}) {
            assertEquals(ErrorCode.BAD_REQUEST, refused(Method.DETOKENIZE, wrong).code());
        }
        assertEquals(ErrorCode.BAD_REQUEST, refused(Method.TOKENIZE, "\"text\":5").code());
    }

    @Test
    void logitsAreThoseAfterTheLastToken() {
        runner.say(7);
        RecordedReply reply = answered(Method.LOGITS, "\"tokens\":" + Json.write(java.util.Collections.nCopies(20, 5)));
        assertEquals(TinyModel.VOCABULARY, reply.numbers.length);
        assertEquals(ScriptedRunner.LEAD, reply.numbers[7]);
        assertEquals(20, runner.fed.size());
        assertEquals(ErrorCode.BAD_REQUEST, refused(Method.LOGITS, "\"tokens\":[]").code());
        assertEquals(ErrorCode.BAD_REQUEST, refused(Method.LOGITS, "\"tokens\":[3072]").code());
    }

    @Test
    void requestsAreAnsweredInTheirOrder() {
        runner.say(TinyModel.TOKENIZER.encode("a", false));
        RecordedReply first = submit(Method.CHAT, "\"request\":{" + QUESTION + ",\"max_tokens\":4}");
        RecordedReply second = submit(Method.COMPLETE, "\"request\":{\"prompt\":\"b\",\"max_tokens\":4}");
        while (!first.ended()) {
            assertFalse(second.ended());
            assertTrue(scheduler.step());
        }
        runAll();
        assertTrue(second.ended());
        assertEquals(2, runner.resets);
    }

    @Test
    void anAbortedAnswerEndsAtTheNextTokenAndTheModelGoesOn() {
        runner.say(TinyModel.TOKENIZER.encode("a", false));
        RecordedReply first = submit(Method.CHAT, "\"request\":{" + QUESTION + ",\"stream\":true}");
        while (first.chunks.size() < 3) {
            scheduler.step();
        }
        int chunks = first.chunks.size();
        assertTrue(scheduler.cancel(lastRequest));
        assertEquals(ErrorCode.ABORTED, first.failure.code());
        runAll();
        assertEquals(chunks, first.chunks.size());
        say(PARIS);
        assertEquals(PARIS, message(chat("")).get("content"));
    }

    @Test
    void anUnloadedModelAnswersNothing() {
        runner.say(TinyModel.TOKENIZER.encode("a", false));
        RecordedReply waiting = submit(Method.CHAT, "\"request\":{" + QUESTION + "}");
        scheduler.step();
        answered(Method.UNLOAD, "\"x\":0");
        assertEquals(ErrorCode.CLOSED, waiting.failure.code());
        assertTrue(runner.closed);
        assertEquals(ErrorCode.CLOSED, refused(Method.CHAT, "\"request\":{" + QUESTION + "}").code());
        assertFalse(scheduler.step());
    }
}
