package hearth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

@Domain(TextDomain.class)
class TokenStreamTest {
    private static final Tokenizer TOKENIZER = Cases.tokenizer("qwen35");

    @Property
    void whatIsShownIsAlwaysTheStartOfTheText(@ForAll String text, @ForAll("asked") boolean special) {
        TokenStream stream = TOKENIZER.stream(true);
        StringBuilder shown = new StringBuilder();
        for (int id : TOKENIZER.encode(text, special)) {
            shown.append(stream.next(id));
            assertEquals(text.substring(0, shown.length()), shown.toString());
        }
        assertEquals(text, shown + stream.finish());
    }

    @Provide
    Arbitrary<Boolean> asked() {
        return Arbitraries.of(true, false);
    }

    @Test
    void aStreamCanBeUsedAgainAfterItsEnd() {
        Tokenizer bytes = new SmallVocabulary().tokenizer();
        int[] ids = bytes.encode("\u4F60", false);
        TokenStream stream = bytes.stream(false);
        assertEquals("", stream.next(ids[0]));
        assertEquals("\uFFFD", stream.finish());
        assertEquals("", stream.next(ids[0]) + stream.next(ids[1]));
        assertEquals("\u4F60", stream.next(ids[2]));
        assertEquals("", stream.finish());
    }
}
