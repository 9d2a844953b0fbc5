package hearth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every recorded case: the same ids, pieces, bytes and texts as llama.cpp, without exception. */
class TokenizerCasesTest {
    private static final int SHOWN_IDS = 20;

    @ParameterizedTest
    @CsvSource({"qwen2, 724, 21", "qwen35, 763, 22"})
    void encodesEveryCase(String splitRule, int expectedCases, int expectedLongInputs) {
        Tokenizer tokenizer = Cases.tokenizer(splitRule);
        int longInputs = 0;
        List<Map<String, Object>> cases = Cases.read("cases-" + splitRule + ".json");
        for (Map<String, Object> each : cases) {
            assertSameIds(splitRule, each, Cases.ids(each), encode(tokenizer, each));
            longInputs += each.containsKey("gen") ? 1 : 0;
        }
        assertEquals(expectedCases, cases.size());
        assertEquals(expectedLongInputs, longInputs);
    }

    /** Hugging Face's tokenizer composes letters and marks first. A model file does not ask for that. */
    @Test
    void nothingIsNormalized() {
        Tokenizer tokenizer = Cases.tokenizer("qwen2");
        int count = 0;
        for (Map<String, Object> each : Cases.disputed("cases-qwen2.json")) {
            if (each.get("cause").equals("nfc")) {
                assertSameIds("qwen2", each, Cases.ids(each), encode(tokenizer, each));
                count++;
            }
        }
        assertEquals(39, count);
    }

    /** llama.cpp takes a token for a control token because it is named {@code </s>}. The file says that it is a normal one. */
    @ParameterizedTest
    @CsvSource({"qwen2", "qwen35"})
    void aNormalTokenIsNoControlTokenForItsName(String splitRule) {
        Tokenizer tokenizer = Cases.tokenizer(splitRule);
        int count = 0;
        for (Map<String, Object> each : Cases.disputed("cases-" + splitRule + ".json")) {
            if (each.get("cause").equals("control-looking token")) {
                assertSameIds(splitRule, each, Cases.otherIds(each), encode(tokenizer, each));
                count++;
            }
        }
        assertEquals(2, count);
    }

    private static int[] encode(Tokenizer tokenizer, Map<String, Object> each) {
        return tokenizer.encode(Cases.text(each), Boolean.TRUE.equals(each.get("special")));
    }

    private static void assertSameIds(String splitRule, Map<String, Object> each, int[] expected, int[] actual) {
        int at = Arrays.mismatch(expected, actual);
        if (at >= 0) {
            fail(splitRule + " " + each.get("id") + ": differs from id " + at + " of " + expected.length + " on: expected "
                    + from(at, expected) + ", was " + from(at, actual));
        }
    }

    private static String from(int at, int[] ids) {
        return Arrays.toString(Arrays.copyOfRange(ids, at, Math.min(at + SHOWN_IDS, ids.length)));
    }

    @ParameterizedTest
    @CsvSource({"qwen2, 0", "qwen35, 209"})
    void cutsEveryCaseIntoTheSamePieces(String splitRule, int unlikeQwen2) {
        PreTokenizer rule = PreTokenizer.named(splitRule);
        List<Map<String, Object>> cases = Cases.read("cases-splits.json");
        int unlike = 0;
        for (Map<String, Object> each : cases) {
            Object expected = each.getOrDefault(splitRule, each.get("qwen2"));
            assertEquals(expected, pieces(rule, Cases.text(each)), splitRule + " " + each.get("id"));
            unlike += expected.equals(each.get("qwen2")) ? 0 : 1;
        }
        assertEquals(538, cases.size());
        assertEquals(unlikeQwen2, unlike);
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
        List<String> controlTexts = List.of(tokenizer.controlTexts());
        List<Map<String, Object>> cases = Cases.read("cases-decode.json");
        for (Map<String, Object> each : cases) {
            String name = "decode " + each.get("id");
            boolean showControl = !Boolean.TRUE.equals(each.get("skipSpecial"));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int id : Cases.ids(each)) {
                boolean control = controlTexts.contains(tokenizer.decode(new int[] {id}, true));
                if (showControl || !control) {
                    assertEquals(tokenizer.bytes(id).length, tokenizer.byteCount(id), name);
                    bytes.writeBytes(tokenizer.bytes(id));
                }
            }
            assertEquals(each.get("bytes"), HexFormat.of().formatHex(bytes.toByteArray()), name);
            assertEquals(each.get("text"), tokenizer.decode(Cases.ids(each), showControl), name);
        }
        assertEquals(236, cases.size());
    }

    /** What a stream has shown after each id is no more than the case shows, and in the end the same. */
    @Test
    void streamsEveryCase() {
        Tokenizer tokenizer = Cases.tokenizer("qwen2");
        int heldBack = 0;
        for (Map<String, Object> each : Cases.read("cases-decode.json")) {
            String name = "decode " + each.get("id");
            TokenStream stream = tokenizer.stream(!Boolean.TRUE.equals(each.get("skipSpecial")));
            List<?> pieces = (List<?>) each.get("pieces");
            int[] ids = Cases.ids(each);
            StringBuilder shown = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            boolean held = false;
            for (int i = 0; i < ids.length; i++) {
                String piece = stream.next(ids[i]);
                held |= piece.isEmpty() && tokenizer.byteCount(ids[i]) > 0;
                shown.append(piece);
                expected.append(pieces.get(i));
                assertTrue(expected.toString().startsWith(shown.toString()), name + " shows '" + shown + "' after " + (i + 1) + " ids");
            }
            shown.append(stream.finish());
            for (int i = ids.length; i < pieces.size(); i++) {
                expected.append(pieces.get(i));
            }
            assertEquals(expected.toString(), shown.toString(), name);
            heldBack += held ? 1 : 0;
        }
        assertTrue(heldBack >= 80, "only " + heldBack + " cases end an id inside of a character");
    }

    @Test
    void comesBackFromIds() {
        Tokenizer tokenizer = Cases.tokenizer("qwen2");
        int count = 0;
        for (Map<String, Object> each : Cases.read("cases-qwen2.json")) {
            if (!each.containsKey("utf16")) {
                assertEquals(Cases.text(each), tokenizer.decode(Cases.ids(each), true), "round trip of " + each.get("id"));
                count++;
            }
        }
        assertEquals(717, count);
    }
}
