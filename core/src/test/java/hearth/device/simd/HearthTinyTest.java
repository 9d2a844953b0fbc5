package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.Runner;
import hearth.device.scalar.ScalarDevice;
import hearth.device.simd.packed.DotVariant;
import hearth.format.Gguf;
import hearth.generate.Generator;
import hearth.generate.SamplingOptions;
import hearth.json.Json;
import hearth.model.Architecture;
import hearth.model.TestModels;
import hearth.program.StateType;
import hearth.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokenizer, model, device and loop together, on the small model that the site carries, against llama.cpp's answers. */
class HearthTinyTest {
    /** Of 10 answers so many must be llama.cpp's: devices round in other places than it does. */
    private static final int AGREEING_OF_10 = 9;

    private static final int MOST_TOKENS = 100;

    private static byte[] file;
    private static Gguf head;
    private static Tokenizer tokenizer;
    /** Those first in which rounding is likeliest to matter: some token of the answer leads the next best by the least. */
    private static List<Map<String, Object>> chats;

    @BeforeAll
    static void readFiles() throws IOException {
        file = Files.readAllBytes(Path.of("../web/src/models/hearth-tiny-q4_0.gguf"));
        head = TestModels.head(file);
        tokenizer = Tokenizer.from(head.metadata());
        String json = Files.readString(Path.of("../test-pages/src/test/resources/hearth/hearth-tiny-cases.json"));
        chats = ((List<?>) TestModels.object(Json.parse(json)).get("cases")).stream().map(TestModels::object)
            .sorted(Comparator.comparingDouble(chat -> ((Number) chat.get("minLead")).doubleValue())).toList();
        assertEquals(60, chats.size());
    }

    @Test
    void kernelsAnswerAsLlamaCpp() {
        try (NodeEngine engine = new NodeEngine(1)) {
            requireAgreement(SimdModelTest.load(engine, engine.heap(), file, DotVariant.RELAXED_I16, 256), chats);
        }
    }

    /** The reference device takes a third of a second for an answer, so it gives only those where it matters most. */
    @Test
    void theReferenceDeviceAnswersAsLlamaCpp() {
        requireAgreement(new ScalarDevice(Architecture.of(head), file, 256, 128, StateType.F16), chats.subList(0, 10));
    }

    private static void requireAgreement(Runner runner, List<Map<String, Object>> asked) {
        Generator generator = new Generator(runner, tokenizer);
        List<String> different = new ArrayList<>();
        for (Map<String, Object> chat : asked) {
            int[] expected = ids(chat.get("ids"));
            int[] answer = answer(generator, tokenizer.encode((String) chat.get("prompt"), true), expected[expected.length - 1]);
            String text = tokenizer.decode(answer, false);
            if (text.equals(chat.get("text"))) {
                assertArrayEquals(expected, answer);
            } else {
                different.add(chat.get("name") + ": " + text);
            }
        }
        assertTrue(10 * (asked.size() - different.size()) >= AGREEING_OF_10 * asked.size(), () -> "differ: " + different);
    }

    /** The ids of an answer, {@code end} added where the model ended it. */
    private static int[] answer(Generator generator, int[] prompt, int end) {
        generator.begin(prompt, SamplingOptions.greedy(), MOST_TOKENS);
        while (generator.prefill()) {
            // chunk by chunk
        }
        List<Integer> ids = new ArrayList<>();
        for (int id = generator.next(); id >= 0; id = generator.next()) {
            ids.add(id);
        }
        if (generator.endReason() == Generator.EndReason.STOP) {
            ids.add(end);
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] ids(Object list) {
        return ((List<?>) list).stream().mapToInt(id -> ((Number) id).intValue()).toArray();
    }
}
