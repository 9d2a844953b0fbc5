package hearth.web.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.json.Json;
import hearth.program.StateType;
import hearth.web.engine.request.ChatRequest;
import hearth.web.engine.request.ContextOptions;
import hearth.web.engine.request.LoadRequest;
import hearth.web.engine.request.ModelTraits;
import hearth.web.engine.request.SamplingDefaults;
import hearth.web.engine.request.TextRequest;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class RequestValidationTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final SamplingDefaults DEFAULTS = new SamplingDefaults(0.7, 0.8, 20, 0.1, 1.5, 0.5, 1.1);
    private static final ModelTraits MODEL = new ModelTraits(100, true, false, DEFAULTS,
            DEFAULTS.overriddenBy(Map.of("temperature", 1L)));

    private static ChatRequest chat(String fields) {
        return ChatRequest.read(Json.parse("{" + fields + "}"), MODEL);
    }

    private static ChatRequest with(String field) {
        return chat(MESSAGES + (field.isEmpty() ? "" : "," + field));
    }

    private static TextRequest text(String fields) {
        return TextRequest.read(Json.parse("{" + fields + "}"), MODEL);
    }

    private static void refuses(String field, Runnable request) {
        HearthException refusal = assertThrows(HearthException.class, request::run);
        assertEquals(ErrorCode.BAD_REQUEST, refusal.code());
        assertTrue(refusal.getMessage().contains(field), () -> "names no " + field + ": " + refusal.getMessage());
        assertTrue(!refusal.hint().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "temperature | \"temperature\":\"hot\"", "temperature | \"temperature\":-0.1", "temperature | \"temperature\":2.1",
        "temperature | \"temperature\":true", "top_p | \"top_p\":1.01", "top_p | \"top_p\":-1", "top_k | \"top_k\":-1",
        "top_k | \"top_k\":1.5", "min_p | \"min_p\":2", "presence_penalty | \"presence_penalty\":3",
        "frequency_penalty | \"frequency_penalty\":-2.5", "repetition_penalty | \"repetition_penalty\":0",
        "repetition_penalty | \"repetition_penalty\":[]", "seed | \"seed\":1.5", "seed | \"seed\":\"x\"",
        "max_tokens | \"max_tokens\":0", "max_tokens | \"max_tokens\":-5", "max_tokens | \"max_tokens\":\"9\"",
        "max_completion_tokens | \"max_completion_tokens\":1.5", "max_completion_tokens | \"max_tokens\":5,\"max_completion_tokens\":6",
        "stop | \"stop\":5", "stop | \"stop\":[\"a\",3]", "stop | \"stop\":\"\"", "stop | \"stop\":[\"\"]",
        "stream | \"stream\":\"yes\"", "stream | \"stream\":1", "stream_options | \"stream_options\":true",
        "stream_options.include_usage | \"stream_options\":{\"include_usage\":1}", "stream_options.other | \"stream_options\":{\"other\":1}",
        "logit_bias | \"logit_bias\":[]", "logit_bias | \"logit_bias\":{\"x\":1}", "logit_bias | \"logit_bias\":{\"100\":1}",
        "logit_bias | \"logit_bias\":{\"-1\":1}", "logit_bias.5 | \"logit_bias\":{\"5\":101}", "logit_bias.5 | \"logit_bias\":{\"5\":\"a\"}",
        "logprobs | \"logprobs\":3", "top_logprobs | \"top_logprobs\":2", "top_logprobs | \"logprobs\":true,\"top_logprobs\":21",
        "n | \"n\":2", "n | \"n\":0", "tools | \"tools\":[{\"type\":\"function\"}]", "tools | \"tools\":{}",
        "tool_choice | \"tool_choice\":\"required\"", "tool_choice | \"tool_choice\":{\"type\":\"function\"}",
        "response_format | \"response_format\":{\"type\":\"json_object\"}", "response_format | \"response_format\":{\"type\":\"json_schema\"}",
        "response_format.type | \"response_format\":{\"type\":\"xml\"}", "response_format | \"response_format\":\"text\"",
        "enable_thinking | \"enable_thinking\":\"yes\"", "thinking_budget | \"thinking_budget\":-1",
        "contextOverflow | \"contextOverflow\":\"slide\"", "contextOverflow | \"contextOverflow\":\"other\"", "profile | \"profile\":1",
        "temprature | \"temprature\":1", "functions | \"functions\":[]", "reasoning_effort | \"reasoning_effort\":\"low\"",
        "modalities | \"modalities\":[\"audio\"]", "user | \"user\":5", "metadata | \"metadata\":5",
    })
    void wrongFieldsAreRefusedByName(String field, String json) {
        refuses(field, () -> with(json));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "messages | ", "messages | \"messages\":[]", "messages | \"messages\":null", "messages | \"messages\":\"hi\"", "messages[0] | \"messages\":[\"hi\"]",
        "messages[0].role | \"messages\":[{\"content\":\"hi\"}]", "messages[0].role | \"messages\":[{\"role\":\"robot\",\"content\":\"hi\"}]",
        "messages[0].role | \"messages\":[{\"role\":1,\"content\":\"hi\"}]", "messages[0].content | \"messages\":[{\"role\":\"user\"}]",
        "messages[0].content | \"messages\":[{\"role\":\"user\",\"content\":5}]", "messages[0].content | \"messages\":[{\"role\":\"user\",\"content\":{}}]",
        "messages[1].content[0] | \"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":[5]}]",
        "messages[0].content[0] | \"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]",
        "messages[0].content[0].type | \"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]",
        "messages[0].content[0].text | \"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]",
        "messages[0].colour | \"messages\":[{\"role\":\"user\",\"content\":\"a\",\"colour\":\"red\"}]",
        "messages[0].reasoning_content | \"messages\":[{\"role\":\"user\",\"content\":\"a\",\"reasoning_content\":\"b\"}]",
        "messages[0].reasoning_content | \"messages\":[{\"role\":\"assistant\",\"content\":\"a\",\"reasoning_content\":5}]",
        "messages[0].tool_calls | \"messages\":[{\"role\":\"user\",\"content\":\"a\",\"tool_calls\":[{}]}]",
        "messages[0].tool_calls[0].function | \"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{}]}]",
        "messages[0].tool_calls[0].function.name | \"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{}}]}]",
        "messages[0].tool_calls[0].function.arguments | \"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}]",
        "messages[0].tool_calls[0].function.arguments | \"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"[1]\"}}]}]",
    })
    void wrongMessagesAreRefusedByPlace(String field, String json) {
        refuses(field, () -> chat(json == null ? "" : json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"user\":\"u\",\"metadata\":{\"a\":\"b\"},\"store\":true,\"model\":\"gpt\"", "\"stop\":null,\"seed\":null,\"n\":null",
        "\"n\":1", "\"tools\":[]", "\"tool_choice\":\"none\"", "\"tool_choice\":\"auto\"", "\"response_format\":{\"type\":\"text\"}",
        "\"contextOverflow\":\"error\"", "\"profile\":false", "\"profile\":true", "\"top_k\":0", "\"temperature\":2", "\"stream\":true,\"stream_options\":{\"include_usage\":true}",
        "\"logprobs\":true,\"top_logprobs\":20", "\"logprobs\":false,\"top_logprobs\":0", "\"max_tokens\":7,\"max_completion_tokens\":7",
        "\"unknown\":null", "\"thinking_budget\":0", "\"top_k\":20.0", "\"seed\":-5"})
    void whatIsRightOrChangesNothingIsAccepted(String fields) {
        with(fields);
    }

    @Test
    void aRequestIsAnObject() {
        refuses("request", () -> ChatRequest.read(null, MODEL));
        refuses("request", () -> ChatRequest.read(List.of(), MODEL));
    }

    @Test
    void thinkingIsRefusedWhereTheModelHasNone() {
        ModelTraits plain = new ModelTraits(100, false, false, DEFAULTS, DEFAULTS);
        refuses("enable_thinking", () -> ChatRequest.read(Json.parse("{" + MESSAGES + ",\"enable_thinking\":true}"), plain));
        ChatRequest.read(Json.parse("{" + MESSAGES + ",\"enable_thinking\":false}"), plain);
    }

    @Test
    void absentFieldsMeanTheModelsDefaults() {
        var sampling = with("").run().sampling();
        assertEquals(0.7f, sampling.temperature());
        assertEquals(0.8f, sampling.topP());
        assertEquals(20, sampling.topK());
        assertEquals(1.5f, sampling.presencePenalty());
        assertEquals(Integer.MAX_VALUE, with("").run().maxTokens());
        assertEquals(1f, with("\"enable_thinking\":true").run().sampling().temperature());
        assertEquals(0.3f, with("\"enable_thinking\":true,\"temperature\":0.3").run().sampling().temperature());
    }

    @Test
    void bothNamesOfTheTokenLimitMeanTheSame() {
        assertEquals(9, with("\"max_tokens\":9").run().maxTokens());
        assertEquals(9, with("\"max_completion_tokens\":9").run().maxTokens());
    }

    @Test
    void messagesAreBroughtIntoTheFormOfTemplates() {
        ChatRequest request = chat("\"messages\":[{\"role\":\"developer\",\"content\":\"d\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]},"
                + "{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"annotations\":[],\"reasoning_content\":\"r\","
                + "\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}}]},"
                + "{\"role\":\"tool\",\"content\":\"t\",\"tool_call_id\":\"1\"}]");
        assertEquals("[{\"role\":\"system\",\"content\":\"d\"},{\"role\":\"user\",\"content\":\"ab\"},"
                + "{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"r\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1}}}]},{\"role\":\"tool\",\"content\":\"t\",\"tool_call_id\":\"1\"}]",
                Json.write(request.messages()));
        assertTrue(!request.templateVariables().containsKey("enable_thinking"));
        assertEquals(true, request.templateVariables().get("add_generation_prompt"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "prompt | ", "prompt | \"prompt\":5", "prompt | \"prompt\":null", "prompt[1] | \"prompt\":[1,100]", "prompt[0] | \"prompt\":[-1]",
        "prompt[0] | \"prompt\":[1.5]", "prompt[0] | \"prompt\":[\"a\"]", "messages | \"prompt\":\"a\",\"messages\":[]",
        "enable_thinking | \"prompt\":\"a\",\"enable_thinking\":true", "echo | \"prompt\":\"a\",\"echo\":true",
        "suffix | \"prompt\":\"a\",\"suffix\":\"b\"", "best_of | \"prompt\":\"a\",\"best_of\":2", "logprobs | \"prompt\":\"a\",\"logprobs\":21",
        "logprobs | \"prompt\":\"a\",\"top_logprobs\":2", "temperature | \"prompt\":\"a\",\"temperature\":9",
    })
    void wrongTextRequestsAreRefusedByName(String field, String json) {
        refuses(field, () -> text(json == null ? "" : json));
    }

    @Test
    void textRequestsTakeTextOrTokens() {
        assertEquals("a", text("\"prompt\":\"a\"").text());
        assertNull(text("\"prompt\":\"a\"").tokens());
        assertArrayEquals(new int[] {1, 99}, text("\"prompt\":[1,99]").tokens());
        assertEquals(3, text("\"prompt\":\"a\",\"logprobs\":3").run().topLogprobs());
        assertTrue(text("\"prompt\":\"a\",\"logprobs\":3").legacyShape());
    }

    @Test
    void aLoadSaysWhatItAsksOfTheContext() {
        assertEquals(ContextOptions.AUTOMATIC, load("\"ref\":\"a\"").context());
        assertEquals(new ContextOptions(0, null), load("\"kvCache\":\"auto\"").context());
        assertEquals(new ContextOptions(100, StateType.Q8), load("\"contextLength\":100,\"kvCache\":\"q8\"").context());
        assertEquals(StateType.F16, load("\"kvCache\":\"f16\"").context().kvCache());
        refuses("kvCache", () -> load("\"kvCache\":\"q4\""));
        refuses("kvCache", () -> load("\"kvCache\":8"));
        refuses("contextLength", () -> load("\"contextLength\":0"));
    }

    private static LoadRequest load(String fields) {
        return LoadRequest.read(Json.parse("{" + fields + "}"));
    }
}
