package hearth.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hearth.format.GgufReader;
import hearth.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The model that comes with Hearth: its prompts and replies as llama.cpp has them. */
class HearthTinyVocabularyTest {
    private static final Path MODEL = Path.of("..", "web", "src", "models", "hearth-tiny-q4_0.gguf");
    private static final Path CASES = Path.of("..", "test-pages", "src", "test", "resources", "hearth", "hearth-tiny-cases.json");

    private final Tokenizer tokenizer = tokenizer();

    @Test
    void promptsGiveTheReferenceIds() throws IOException {
        Map<?, ?> reference = (Map<?, ?>) Json.parse(Files.readString(CASES));
        List<?> cases = (List<?>) reference.get("cases");
        assertFalse(cases.isEmpty());
        for (Object each : cases) {
            Map<?, ?> testCase = (Map<?, ?>) each;
            String name = (String) testCase.get("name");
            String prompt = (String) testCase.get("prompt");
            int[] ids = ReferenceData.ints(testCase.get("promptIds"));
            assertArrayEquals(ids, tokenizer.encode(prompt, true), name);
            assertEquals(prompt, tokenizer.decode(ids, true), name);
            assertEquals(testCase.get("text"), tokenizer.decode(ReferenceData.ints(testCase.get("ids")), false), name);
        }
    }

    private static Tokenizer tokenizer() {
        try {
            byte[] file = Files.readAllBytes(MODEL);
            GgufReader reader = new GgufReader(file.length);
            reader.append(file, 0, file.length);
            return Tokenizer.from(reader.gguf().metadata());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
