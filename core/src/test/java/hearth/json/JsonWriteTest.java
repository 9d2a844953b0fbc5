package hearth.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JsonWriteTest {
    @Test
    void compactAndInOrder() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("b", 1);
        object.put("a", Arrays.asList(null, true, "x", 2L, 0.5f, new ArrayList<>()));
        object.put("c", new HashMap<>());
        assertEquals("{\"b\":1,\"a\":[null,true,\"x\",2,0.5,[]],\"c\":{}}", Json.write(object));
    }

    @Test
    void numbersAsJavaScriptPrintsThem() {
        assertEquals("[1,-2.5,0.1,1e+21,100000000000000000000,0.000001,1e-7,0,1.5e-10,9007199254740993]",
                Json.write(List.of(1.0, -2.5, 0.1, 1e21, 1e20, 1e-6, 1e-7, -0.0, 1.5e-10, 9007199254740993L)));
    }

    @Test
    void escapesOnlyWhatMustBe() {
        assertEquals("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\u007f\u00e9\u2028\ud83d\ude00</script>\"",
                Json.write("\"\\/\b\f\n\r\t\u0001\u007f\u00e9\u2028\ud83d\ude00</script>"));
        assertEquals("\"a\\ud83d\ud83d\ude00\\ude00\"", Json.write("a\ud83d\ud83d\ude00\ude00"));
    }

    @Test
    void refusesWhatJsonCannotSay() {
        assertThrows(JsonException.class, () -> Json.write(Double.NaN));
        assertThrows(JsonException.class, () -> Json.write(List.of(Float.POSITIVE_INFINITY)));
        assertThrows(JsonException.class, () -> Json.write(Map.of(1L, 2L)));
        assertThrows(JsonException.class, () -> Json.write(new Object()));
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThrows(JsonException.class, () -> Json.write(endless));
    }

    @Property(tries = 300)
    void whatIsWrittenReadsBackEqual(@ForAll("values") Object value) {
        assertEquals(value, Json.parse(Json.write(value)));
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.strings().map(text -> (Object) text),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.doubles().filter(number -> number != Math.rint(number)).map(number -> (Object) number),
                Arbitraries.of(true, false).map(flag -> (Object) flag));
        return Arbitraries.recursive(() -> leaf, inner -> Arbitraries.oneOf(
                inner.list().ofMaxSize(4).map(list -> (Object) list),
                Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner).ofMaxSize(4).map(map -> (Object) map)), 3);
    }
}
