package hearth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class Utf8DecoderTest {
    @Test
    void aSequenceIsHeldBackUntilItIsWholeOrBroken() {
        Utf8Decoder decoder = new Utf8Decoder();
        assertEquals("", step(decoder, 0xF0));
        assertEquals("", step(decoder, 0x9F));
        assertEquals("", step(decoder, 0x98));
        assertEquals("\uD83D\uDE00", step(decoder, 0x80));
        assertEquals("", step(decoder, 0xE4, 0xBD));
        assertEquals("\uFFFDa", step(decoder, 'a'));
        assertEquals("", step(decoder, 0xE4));
        StringBuilder rest = new StringBuilder();
        decoder.finish(rest);
        decoder.finish(rest);
        assertEquals("\uFFFD", rest.toString());
    }

    @Test
    void surrogatesOverlongFormsAndTooLargeOnesAreBroken() {
        assertEquals("\uFFFD\uFFFD\uFFFD", step(new Utf8Decoder(), 0xED, 0xA0, 0x80));
        assertEquals("\uFFFD\uFFFD", step(new Utf8Decoder(), 0xC0, 0x80));
        assertEquals("\uFFFD\uFFFD\uFFFD", step(new Utf8Decoder(), 0xE0, 0x80, 0x80));
        assertEquals("\uFFFD\uFFFD\uFFFD\uFFFD", step(new Utf8Decoder(), 0xF4, 0x90, 0x80, 0x80));
    }

    /** However the bytes come, the text is what the JDK makes of all of them, and what it shows is never taken back. */
    @Property
    void agreesWithTheJdk(@ForAll("byteLists") List<Integer> values) {
        byte[] bytes = new byte[values.size()];
        Utf8Decoder decoder = new Utf8Decoder();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) values.get(i);
            decoder.accept(bytes, i, i + 1, text);
            String soFar = new String(bytes, 0, i + 1, StandardCharsets.UTF_8);
            assertTrue(soFar.startsWith(text.toString()), "shows more than is known");
        }
        decoder.finish(text);
        assertEquals(new String(bytes, StandardCharsets.UTF_8), text.toString());
    }

    /** Without 0xED: the JDK takes an encoded surrogate for one broken sequence, the Unicode standard for three. */
    @Provide
    Arbitrary<List<Integer>> byteLists() {
        return Arbitraries.of(0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEF, 0xF0,
                0xF1, 0xF4, 0xF5, 0xFF).list().ofMaxSize(12);
    }

    private static String step(Utf8Decoder decoder, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        StringBuilder text = new StringBuilder();
        decoder.accept(bytes, 0, bytes.length, text);
        return text.toString();
    }
}
