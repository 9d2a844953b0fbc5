package hearth.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestDecimalTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0.0", "-0.0, 0, -0.0", "1, 1, 1.0", "-12.5, -12.5, -12.5", "0.1, 0.1, 0.1", "1e15, 1000000000000000, 1000000000000000.0",
        "1e16, 10000000000000000, 1e+16", "123456789012345680000, 123456789012345680000, 1.2345678901234568e+20", "1e21, 1e+21, 1e+21",
        "1e23, 1e+23, 1e+23", "2e23, 2e+23, 2e+23", "8.41E21, 8.41e+21, 8.41e+21", "0.0001, 0.0001, 0.0001", "0.00001, 0.00001, 1e-05",
        "0.000001, 0.000001, 1e-06", "0.0000001, 1e-7, 1e-07", "1.5e-7, 1.5e-7, 1.5e-07", "5e-324, 5e-324, 5e-324",
        "2.2250738585072014E-308, 2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308, 1.7976931348623157e+308", "9007199254740992, 9007199254740992, 9007199254740992.0",
        "0.30000000000000004, 0.30000000000000004, 0.30000000000000004", "100.25, 100.25, 100.25", "2.0E-3, 0.002, 0.002",
    })
    void printsAsTheTwoLanguagesDo(double value, String javaScript, String python) {
        assertEquals(javaScript, ShortestDecimal.of(value).toJavaScript());
        assertEquals(python, ShortestDecimal.of(value).toPython());
    }

    @Property(tries = 2000)
    void readsBackAsTheSameNumber(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return;
        }
        assertEquals(value + 0.0, Double.parseDouble(ShortestDecimal.of(value).toJavaScript()));
        assertEquals(value, Double.parseDouble(ShortestDecimal.of(value).toPython()));
        assertTrue(ShortestDecimal.of(value).toPython().length() <= 24);
    }
}
