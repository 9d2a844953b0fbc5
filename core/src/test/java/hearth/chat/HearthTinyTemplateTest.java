package hearth.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.format.GgufReader;
import hearth.format.Metadata;
import hearth.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The template that the bundled model's own file carries, and the one of the small test files. */
class HearthTinyTemplateTest {
    private static final Path PROJECT = Path.of("..");

    private static final String TEST_FILES = "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
            + "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    static Metadata bundledMetadata() throws IOException {
        byte[] file = Files.readAllBytes(PROJECT.resolve("web/src/models/hearth-tiny-q4_0.gguf"));
        GgufReader reader = new GgufReader(file.length);
        reader.append(file, 0, file.length);
        return reader.gguf().metadata();
    }

    /** Conversations with their prompts and what else is known of them. */
    static List<?> knownCases() throws IOException {
        Map<String, Object> file = Fixtures.map(Json.parse(Files.readString(
                PROJECT.resolve("test-pages/src/test/resources/hearth/hearth-tiny-cases.json"))));
        List<?> cases = Fixtures.list(file.get("cases"));
        assertEquals(60, cases.size());
        return cases;
    }

    static Map<String, Object> variables(Map<String, Object> known) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("messages", known.get("messages"));
        variables.put("enable_thinking", known.get("enableThinking"));
        variables.put("add_generation_prompt", true);
        return variables;
    }

    @Test
    void promptsOfTheBundledModel() throws IOException {
        ChatTemplate template = ChatTemplate.parse(bundledMetadata().string("tokenizer.chat_template"));
        assertTrue(template.thinks());
        for (Object entry : knownCases()) {
            Map<String, Object> one = Fixtures.map(entry);
            assertEquals(one.get("prompt"), template.render(variables(one)));
        }
    }

    @Test
    void templateOfTheTestFiles() {
        Map<String, Object> variables = Fixtures.map(Json.parse(
                "{\"messages\":[{\"role\":\"system\",\"content\":\"S\"},{\"role\":\"user\",\"content\":\"Hi \"}],\"add_generation_prompt\":true}"));
        String expected = "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nHi <|im_end|>\n<|im_start|>assistant\n";
        assertEquals(expected, ChatTemplate.parse(TEST_FILES).render(variables));
        assertEquals(expected, ChatTemplate.chatMl().render(variables));
    }

    @Test
    void chatMlTakesContentInPartsAndNone() {
        assertEquals("<|im_start|>user\nab<|im_end|>\n<|im_start|>assistant\n<|im_end|>\n", ChatTemplate.chatMl().render(Fixtures.map(Json.parse(
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]},"
                        + "{\"role\":\"assistant\",\"content\":null}]}"))));
    }
}
