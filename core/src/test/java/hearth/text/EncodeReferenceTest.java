package hearth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ids of llama.cpp for every reference string, up to inputs of 120,000 characters, and the way back. */
class EncodeReferenceTest {
    @ParameterizedTest
    @CsvSource({"qwen2, cases-qwen2.json, 724", "qwen35, cases-qwen35.json, 763"})
    void everyCaseGivesTheReferenceIds(String rule, String file, int count) {
        List<Map<String, Object>> cases = ReferenceData.cases(file);
        assertEquals(count, cases.size());
        Tokenizer tokenizer = ReferenceData.tokenizer(rule);
        for (Map<String, Object> testCase : cases) {
            int[] expected = expected(testCase);
            int[] actual = tokenizer.encode(ReferenceData.input(testCase), Boolean.TRUE.equals(testCase.get("special")));
            if (!Arrays.equals(expected, actual)) {
                fail(testCase.get("id") + " (" + testCase.get("group") + "): " + ReferenceData.difference(expected, actual));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"qwen2, cases-qwen2.json", "qwen35, cases-qwen35.json"})
    void decodingGivesTheTextBack(String rule, String file) {
        Tokenizer tokenizer = ReferenceData.tokenizer(rule);
        for (Map<String, Object> testCase : ReferenceData.cases(file)) {
            if (!testCase.containsKey("utf16")) {
                String text = ReferenceData.input(testCase);
                for (boolean special : new boolean[] {false, true}) {
                    assertEquals(text, tokenizer.decode(tokenizer.encode(text, special), true), (String) testCase.get("id"));
                }
            }
        }
    }

    @Test
    void theVocabularyIsReadInFull() {
        Tokenizer tokenizer = ReferenceData.tokenizer("qwen2");
        assertEquals(151936, tokenizer.size());
        assertEquals(151645, tokenizer.id("<|im_end|>"));
        assertEquals(151643, tokenizer.id("<|endoftext|>"));
        assertEquals(-1, tokenizer.id("Hello"));
        assertEquals(151645, tokenizer.endOfSequence());
    }

    private static int[] expected(Map<String, Object> testCase) {
        if (testCase.containsKey("ids")) {
            return ReferenceData.ints(testCase.get("ids"));
        }
        int[] ids = new int[((Long) testCase.get("count")).intValue()];
        int count = 0;
        for (Object part : (List<?>) testCase.get("runs")) {
            Map<?, ?> run = (Map<?, ?>) part;
            int[] repeated = ReferenceData.ints(run.get("ids"));
            for (long i = (Long) run.get("times"); i > 0; i--) {
                System.arraycopy(repeated, 0, ids, count, repeated.length);
                count += repeated.length;
            }
        }
        assertEquals(ids.length, count);
        return ids;
    }
}
