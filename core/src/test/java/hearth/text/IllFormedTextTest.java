package hearth.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IllFormedTextTest {
    private static final Tokenizer TOKENIZER = Cases.tokenizer("qwen35");

    @ParameterizedTest
    @CsvSource({"a\uD83Db, a\uFFFDb", "a\uDE00b, a\uFFFDb", "\uD83D, \uFFFD", "\uDE00\uD83D, \uFFFD\uFFFD",
        "\uD83D\uD83D\uDE00, \uFFFD\uD83D\uDE00"})
    void loneSurrogatesCountAsReplacementCharacters(String broken, String mended) {
        assertArrayEquals(TOKENIZER.encode(mended, false), TOKENIZER.encode(broken, false));
    }
}
