package hearth.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recorded case: the same ids, pieces, bytes and texts as llama.cpp, without exception. */
class TokenizerCasesTest {
    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen35"})
    void encodesEveryCase(String splitRule) {
        Tokenizer tokenizer = Cases.tokenizer(splitRule);
        List<Map<String, Object>> cases = Cases.read("cases-" + splitRule + ".json");
        assertTrue(cases.size() >= 724, "only " + cases.size() + " cases");
        for (Map<String, Object> each : cases) {
            boolean special = Boolean.TRUE.equals(each.get("special"));
            assertArrayEquals(Cases.ids(each), tokenizer.encode(Cases.text(each), special), splitRule + " " + each.get("id"));
        }
    }

    @Test
    void cutsEveryCaseIntoTheSamePieces() {
        for (String splitRule : List.of("qwen2", "qwen35")) {
            PreTokenizer rule = PreTokenizer.named(splitRule);
            for (Map<String, Object> each : Cases.read("cases-splits.json")) {
                Object expected = each.getOrDefault(splitRule, each.get("qwen2"));
                assertEquals(expected, pieces(rule, Cases.text(each)), splitRule + " " + each.get("id"));
            }
        }
    }

    static List<String> pieces(PreTokenizer rule, String text) {
        List<String> pieces = new ArrayList<>();
        char[] chars = text.toCharArray();
        for (int from = 0; from < chars.length;) {
            int end = rule.pieceEnd(chars, from, chars.length);
            pieces.add(text.substring(from, end));
            from = end;
        }
        return pieces;
    }

    @Test
    void decodesEveryCase() {
        Tokenizer tokenizer = Cases.tokenizer("qwen2");
        for (Map<String, Object> each : Cases.read("cases-decode.json")) {
            String name = "decode " + each.get("id");
            int[] ids = Cases.ids(each);
            boolean showControl = !Boolean.TRUE.equals(each.get("skipSpecial"));
            assertEquals(each.get("text"), tokenizer.decode(ids, showControl), name);
            if (showControl) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                for (int id : ids) {
                    bytes.writeBytes(tokenizer.bytes(id));
                }
                assertEquals(each.get("bytes"), HexFormat.of().formatHex(bytes.toByteArray()), name);
            }
            streams(tokenizer, ids, showControl, (List<?>) each.get("pieces"), name);
        }
    }

    /** What has been shown after each id is no more than the case shows, and in the end the same. */
    private static void streams(Tokenizer tokenizer, int[] ids, boolean showControl, List<?> pieces, String name) {
        TokenStream stream = tokenizer.stream(showControl);
        StringBuilder shown = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < ids.length; i++) {
            shown.append(stream.next(ids[i]));
            expected.append(pieces.get(i));
            assertTrue(expected.toString().startsWith(shown.toString()), name + " shows '" + shown + "' after " + (i + 1) + " ids");
        }
        shown.append(stream.finish());
        for (int i = ids.length; i < pieces.size(); i++) {
            expected.append(pieces.get(i));
        }
        assertEquals(expected.toString(), shown.toString(), name);
    }

    @Test
    void comesBackFromIds() {
        Tokenizer tokenizer = Cases.tokenizer("qwen2");
        int count = 0;
        for (Map<String, Object> each : Cases.read("cases-qwen2.json")) {
            if (each.containsKey("text")) {
                assertEquals(each.get("text"), tokenizer.decode(Cases.ids(each), true), "round trip of " + each.get("id"));
                count++;
            }
        }
        assertTrue(count > 690);
    }
}
