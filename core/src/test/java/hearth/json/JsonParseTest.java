package hearth.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonParseTest {
    @Test
    void readsEveryKindOfValue() {
        assertEquals(Arrays.asList(true, false, null, "a", 1L, 1.5, List.of(), Map.of()),
                Json.parse(" [ true , false,null,\"a\",1,1.5,[ ],{ }]\r\n\t"));
    }

    @Test
    void membersKeepTheirOrderAndTheLastOfANameWins() {
        Map<?, ?> object = (Map<?, ?>) Json.parse("{\"b\":1,\"a\":{\"c\":[2]},\"b\":3}");
        assertEquals("[b, a]", object.keySet().toString());
        assertEquals(3L, object.get("b"));
        assertEquals(Map.of("c", List.of(2L)), object.get("a"));
    }

    @Test
    void resultsMayBeChanged() {
        @SuppressWarnings("unchecked")
        List<Object> list = (List<Object>) Json.parse("[1]");
        list.add("x");
        assertEquals(List.of(1L, "x"), list);
    }

    @Test
    void wholeNumbersThatFitAreLongAndOthersDouble() {
        assertEquals(Long.MAX_VALUE, Json.parse("9223372036854775807"));
        assertEquals(Long.MIN_VALUE, Json.parse("-9223372036854775808"));
        assertEquals(9223372036854775808.0, Json.parse("9223372036854775808"));
        assertEquals(-9223372036854775809.0, Json.parse("-9223372036854775809"));
        assertEquals(123456789012345678901234567890.0, Json.parse("123456789012345678901234567890"));
        assertEquals(0L, Json.parse("-0"));
        assertEquals(1.0, Json.parse("1.0"));
        assertEquals(100.0, Json.parse("1e2"));
        assertEquals(-0.025, Json.parse("-2.5E-2"));
        assertEquals(0.0, Json.parse("1e-999"));
    }

    @Test
    void stringsWithEscapes() {
        assertEquals("\"\\/\b\f\n\r\t\u00e9\ud83d\ude00x", Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00x\""));
        assertEquals("\ud800", Json.parse("\"\\ud800\""));
        assertEquals("\u007f\u2028", Json.parse("\"\u007f\u2028\""));
        assertNull(Json.parse("null"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "``|0", "` `|1", "[|1", "[1,]|3", "[1 2]|3", "{\"a\"}|4", "{\"a\":}|5", "{a:1}|1", "{\"a\":1,}|7", "nul|0", "nulll|4", "tru|0", "'a'|0",
        "01|0", "-|1", "-a|1", "1.|2", ".5|0", "1e|2", "1e+|3", "+1|0", "1e999|0", "NaN|0", "Infinity|0", "\"a|2", "\"\\x\"|1", "\"\\u12g4\"|5",
        "\"\\|2", "[1]]|3", "{} x|3", "//c|0", "\u00a01|0",
    })
    void refusesWhatIsNotJson(String text, int offset) {
        JsonException failure = assertThrows(JsonException.class, () -> Json.parse(text));
        assertEquals(offset, failure.offset());
        assertTrue(failure.getMessage().endsWith(" at offset " + offset), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\nb\"", "\"\t\"", "\"\u0000\""})
    void refusesBareControlCharacters(String text) {
        assertThrows(JsonException.class, () -> Json.parse(text));
    }

    @Test
    void nestingIsBounded() {
        Object value = Json.parse("[".repeat(200) + "]".repeat(200));
        int depth = 0;
        while (value instanceof List<?> list) {
            depth++;
            value = list.isEmpty() ? null : list.get(0);
        }
        assertEquals(200, depth);
        assertEquals(200, assertThrows(JsonException.class, () -> Json.parse("[".repeat(201))).offset());
        assertThrows(JsonException.class, () -> Json.parse("{\"a\":".repeat(1_000_000)));
        assertEquals(new ArrayList<>(List.of(1L)), Json.parse("[1]"));
    }
}
