package hearth.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hearth.format.GgufReader;
import hearth.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vocabulary of the model that comes with the engine: llama.cpp's ids of chats, and its replies' texts. */
class HearthTinyPromptsTest {
    private static final Path MODEL = Path.of("../web/src/models/hearth-tiny-q4_0.gguf");
    private static final Path CASES = Path.of("../test-pages/src/test/resources/hearth/hearth-tiny-cases.json");

    @Test
    void promptsBecomeTheSameIdsAndRepliesTheSameText() throws IOException {
        byte[] file = Files.readAllBytes(MODEL);
        GgufReader reader = new GgufReader(file.length);
        reader.append(file, 0, file.length);
        Tokenizer tokenizer = Tokenizer.from(reader.gguf().metadata());
        List<?> cases = (List<?>) ((Map<?, ?>) Json.parse(Files.readString(CASES))).get("cases");
        for (Object each : cases) {
            Map<?, ?> chat = (Map<?, ?>) each;
            String name = (String) chat.get("name");
            int[] prompt = Cases.ints((List<?>) chat.get("promptIds"));
            assertArrayEquals(prompt, tokenizer.encode((String) chat.get("prompt"), true), name);
            assertEquals(chat.get("prompt"), tokenizer.decode(prompt, true), name);
            int[] reply = Cases.ints((List<?>) chat.get("ids"));
            assertEquals(chat.get("text"), tokenizer.decode(reply, false), name);
            assertEquals(reply.length - 1, firstStop(tokenizer, reply), name);
        }
        assertEquals(60, cases.size());
    }

    private static int firstStop(Tokenizer tokenizer, int[] ids) {
        int at = 0;
        while (at < ids.length && !tokenizer.stops(ids[at])) {
            at++;
        }
        return at;
    }
}
