package hearth.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts with lone surrogates, which are no Unicode: each counts as U+FFFD. */
class IllFormedTextTest {
    private static final Tokenizer TOKENIZER = Cases.tokenizer("qwen35");

    @ParameterizedTest
    @CsvSource({"a\uD83Db, a\uFFFDb", "a\uDE00b, a\uFFFDb", "\uD83D, \uFFFD", "\uDE00\uD83D, \uFFFD\uFFFD",
        "\uD83D\uD83D\uDE00, \uFFFD\uD83D\uDE00"})
    void loneSurrogatesCountAsReplacementCharacters(String broken, String mended) {
        assertArrayEquals(TOKENIZER.encode(mended, false), TOKENIZER.encode(broken, false));
    }

    @Property
    void comesBackMended(@ForAll("units") String text) {
        // The expression works on code points: a surrogate that it sees has no partner.
        String mended = text.replaceAll("\\p{Cs}", "\uFFFD");
        assertEquals(mended, TOKENIZER.decode(TOKENIZER.encode(text, true), true));
        assertArrayEquals(TOKENIZER.encode(mended, true), TOKENIZER.encode(text, true));
    }

    @Provide
    Arbitrary<String> units() {
        return Arbitraries.oneOf(Arbitraries.chars().range('\uD800', '\uDFFF'), Arbitraries.chars().all(),
                Arbitraries.of('\uD83D', '\uDE00', 'a', ' ', '\n')).list().ofMaxSize(20).map(units -> {
                    StringBuilder text = new StringBuilder();
                    units.forEach(text::append);
                    return text.toString();
                });
    }
}
