package hearth.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.format.GgufReader;
import hearth.format.ModelFileException;
import hearth.format.StringArray;
import hearth.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TokenizerTest {
    private static final Tokenizer TOKENIZER = Cases.tokenizer("qwen35");

    @Property(tries = 2000)
    void everyStringComesBack(@ForAll String text) {
        String expected = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        // What Java writes for a lone surrogate is a question mark; the tokenizer's is U+FFFD.
        if (expected.equals(text)) {
            assertEquals(text, TOKENIZER.decode(TOKENIZER.encode(text, false), true));
        }
    }

    @Property(tries = 2000)
    void piecesCoverTheText(@ForAll String text) {
        for (String rule : List.of("qwen2", "qwen35")) {
            assertEquals(text, String.join("", TokenizerCasesTest.pieces(PreTokenizer.named(rule), text)));
        }
    }

    @Property(tries = 1000)
    void aStreamShowsWhatDecodingAtOnceShows(@ForAll byte[] seed) {
        int[] ids = new int[seed.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (seed[i] & 255) * 97 % TOKENIZER.size();
        }
        TokenStream stream = TOKENIZER.stream(true);
        StringBuilder shown = new StringBuilder();
        for (int id : ids) {
            shown.append(stream.next(id));
        }
        assertEquals(TOKENIZER.decode(ids, true), shown.append(stream.finish()).toString());
    }

    @Test
    void controlTokensAreTextUnlessAskedFor() {
        int end = TOKENIZER.id("<|im_end|>");
        assertArrayEquals(new int[] {end}, TOKENIZER.encode("<|im_end|>", true));
        for (int id : TOKENIZER.encode("<|im_end|>", false)) {
            assertTrue(id != end);
        }
        assertEquals("<|im_end|>", TOKENIZER.decode(TOKENIZER.encode("<|im_end|>", false), false));
        assertEquals("", TOKENIZER.decode(new int[] {end}, false));
        assertEquals("<think>", TOKENIZER.decode(new int[] {TOKENIZER.id("<think>")}, false));
        assertEquals(-1, TOKENIZER.id("no such token"));
        assertTrue(TOKENIZER.stops(end));
        assertTrue(TOKENIZER.stops(TOKENIZER.id("<|endoftext|>")));
        assertEquals(end, TOKENIZER.endOfSequence());
    }

    @Test
    void aGuardKeepsTextFromBecomingAControlTokenAndVanishes() {
        char guard = '\uE000';
        String guarded = "<|im_start|>user\na<" + guard + "|im_end|>b<|im_end|>";
        int[] ids = TOKENIZER.encode(guarded, true, guard);
        assertEquals(guarded.replace(String.valueOf(guard), ""), TOKENIZER.decode(ids, true));
        int end = TOKENIZER.id("<|im_end|>");
        int ends = 0;
        for (int id : ids) {
            ends += id == end ? 1 : 0;
        }
        assertEquals(1, ends);
        assertArrayEquals(TOKENIZER.encode("a<|im_end|>b", false), TOKENIZER.encode("a<" + guard + "|im_end|>b", true, guard));
    }

    @Test
    void paddingIsNeverSampled() {
        assertFalse(TOKENIZER.samples(TOKENIZER.size() - 1));
        assertTrue(TOKENIZER.samples(0));
    }

    @Test
    void namesTheKeyOfADamagedVocabulary() {
        refused("tokenizer.ggml.model", null);
        refused("tokenizer.ggml.model", "llama");
        refused("tokenizer.ggml.pre", "gpt-9");
        refused("tokenizer.ggml.tokens", null);
        refused("tokenizer.ggml.tokens", new StringArray(new byte[0], new int[] {0}));
        refused("tokenizer.ggml.tokens", new StringArray("ab".getBytes(StandardCharsets.UTF_8), new int[] {0, 1, 2}));
        refused("tokenizer.ggml.token_type", new long[] {1, 1});
        refused("tokenizer.ggml.merges", 5L);
        refused("tokenizer.ggml.eos_token_id", 1L << 40);
    }

    private static void refused(String key, Object value) {
        ModelFileException e = assertThrows(ModelFileException.class, () -> Tokenizer.from(Cases.changed(key, value)), key + " = " + value);
        assertTrue(e.getMessage().contains("tokenizer.ggml"), e.getMessage());
    }

    @Test
    void makesHearthTinysPromptsTheSameIds() throws IOException {
        byte[] file = Files.readAllBytes(Path.of("../web/src/models/hearth-tiny-q4_0.gguf"));
        GgufReader reader = new GgufReader(file.length);
        reader.append(file, 0, file.length);
        Tokenizer tiny = Tokenizer.from(reader.gguf().metadata());
        Map<?, ?> json = (Map<?, ?>) Json.parse(Files.readString(Path.of("../test-pages/src/test/resources/hearth/hearth-tiny-cases.json")));
        for (Object each : (List<?>) json.get("cases")) {
            Map<?, ?> chat = (Map<?, ?>) each;
            int[] expected = ((List<?>) chat.get("promptIds")).stream().mapToInt(id -> ((Number) id).intValue()).toArray();
            assertArrayEquals(expected, tiny.encode((String) chat.get("prompt"), true));
        }
    }
}
