package hearth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.format.ModelFileException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Domain(TextDomain.class)
class PreTokenizerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '&', quoteCharacter = '"', value = {
        "Hello world's 2024! & Hello| world|'s| |2|0|2|4|!",
        "(foo) & (foo|)",
        "I'LL we'Re'sure & I|'LL| we|'Re|'s|ure",
        "a'\u017Fo & a|'\u017Fo",
        "'tis 'tis & 't|is| '|tis",
        "a ' b & a| '| b",
        "x?!\uD83D\uDE00 y & x|?!\uD83D\uDE00| y"})
    void examples(String text, String pieces) {
        assertEquals(List.of(pieces.split("\\|")), pieces("qwen35", text));
    }

    @Test
    void whiteSpaceGoesToTheLastLineBreakOrLeavesOneForTheWord() {
        assertEquals(List.of("a", " ", " b"), pieces("qwen35", "a  b"));
        assertEquals(List.of("x", "\n\n", " y"), pieces("qwen35", "x\n\n y"));
        assertEquals(List.of("  \n"), pieces("qwen35", "  \n"));
        assertEquals(List.of("a", " \t "), pieces("qwen35", "a \t "));
        assertEquals(List.of("!\r\n", "\u00A0", "1"), pieces("qwen35", "!\r\n\u00A01"));
    }

    @Test
    void marksStayWithTheirWordOnlyUnderQwen35() {
        assertEquals(List.of("e\u0301a"), pieces("qwen35", "e\u0301a"));
        assertEquals(List.of("e", "\u0301a"), pieces("qwen2", "e\u0301a"));
        assertEquals(List.of("1", "\u0301"), pieces("qwen35", "1\u0301"));
    }

    @Test
    void anotherRuleIsRefusedByName() {
        ModelFileException refusal = assertThrows(ModelFileException.class, () -> PreTokenizer.named("llama-bpe"));
        assertTrue(refusal.isUnsupported());
        assertTrue(refusal.getMessage().contains("tokenizer.ggml.pre is 'llama-bpe'"), refusal.getMessage());
    }

    @Property
    void piecesMakeUpTheText(@ForAll String text) {
        for (String rule : List.of("qwen2", "qwen35")) {
            assertEquals(text, String.join("", pieces(rule, text)));
        }
    }

    private static List<String> pieces(String rule, String text) {
        return TokenizerCasesTest.pieces(PreTokenizer.named(rule), text);
    }
}
