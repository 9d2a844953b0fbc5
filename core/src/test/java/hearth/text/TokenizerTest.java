package hearth.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

@Domain(TextDomain.class)
class TokenizerTest {
    private final Tokenizer tokenizer = ReferenceData.tokenizer("qwen35");

    @Property
    void decodingGivesAnyTextBack(@ForAll String text) {
        assertEquals(text, tokenizer.decode(tokenizer.encode(text, false), true));
        assertEquals(text, tokenizer.decode(tokenizer.encode(text, true), true));
    }

    @Property
    void aStreamShowsTheSameText(@ForAll String text) {
        TokenStream stream = tokenizer.stream(true);
        StringBuilder shown = new StringBuilder();
        for (int id : tokenizer.encode(text, true)) {
            shown.append(stream.next(id));
            assertEquals(text.substring(0, shown.length()), shown.toString());
        }
        assertEquals(text, shown + stream.finish());
    }

    @Test
    void loneSurrogatesCountAsReplacementCharacters() {
        for (String broken : new String[] {"a\uD83Db", "a\uDE00b", "\uD83D", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"}) {
            StringBuilder mended = new StringBuilder();
            broken.codePoints().forEach(c -> mended.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
            assertArrayEquals(tokenizer.encode(mended.toString(), false), tokenizer.encode(broken, false));
        }
    }

    @Test
    void aStreamCanBeUsedAgainAfterItsEnd() {
        int[] ids = new SmallVocabulary().tokenizer().encode("\u4F60", false);
        TokenStream stream = new SmallVocabulary().tokenizer().stream(false);
        assertEquals("", stream.next(ids[0]));
        assertEquals("\uFFFD", stream.finish());
        assertEquals("", stream.next(ids[0]) + stream.next(ids[1]));
        assertEquals("\u4F60", stream.next(ids[2]));
        assertEquals("", stream.finish());
    }
}
