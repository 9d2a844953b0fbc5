package hearth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** The real vocabulary as a whole, and what holds for every list of its ids. */
class TokenizerTest {
    private static final int PADDING = 267;
    private static final int SIZE = 151_936;
    private static final Tokenizer TOKENIZER = Cases.tokenizer("qwen35");

    @Test
    void allTokensAreThereAndOnlyPaddingIsNeverSampled() {
        assertEquals(SIZE, TOKENIZER.size());
        for (int id = 0; id < SIZE; id++) {
            assertEquals(id < SIZE - PADDING, TOKENIZER.samples(id), "token " + id);
            assertEquals(id < SIZE - PADDING, TOKENIZER.byteCount(id) > 0, "token " + id);
        }
    }

    @Test
    void specialTokensAreKnownByTheirText() {
        assertEquals(151_645, TOKENIZER.id("<|im_end|>"));
        assertEquals(151_643, TOKENIZER.id("<|endoftext|>"));
        assertEquals(151_667, TOKENIZER.id("<think>"));
        assertEquals(-1, TOKENIZER.id("the"), "a normal token is no special one");
        assertEquals(-1, TOKENIZER.id("no such token"));
        // 14 that the file calls control tokens, and 6 whose form says so.
        assertEquals(20, TOKENIZER.controlTexts().length);
        assertFalse(List.of(TOKENIZER.controlTexts()).contains("<think>"));
    }

    @Test
    void aReplyEndsWithTheEndOfTurnOrOfText() {
        assertEquals(TOKENIZER.id("<|im_end|>"), TOKENIZER.endOfSequence());
        assertEquals(List.of(TOKENIZER.id("<|endoftext|>"), TOKENIZER.id("<|im_end|>")),
                IntStream.range(0, SIZE).filter(TOKENIZER::stops).boxed().toList());
    }

    /** Tokens of any bytes, in any order: a stream shows the text of all bytes, whatever tokens a character is spread over. */
    @Property
    void aStreamShowsTheTextOfAllBytes(@ForAll("idLists") List<Integer> ids, @ForAll boolean showControl) {
        List<String> controlTexts = List.of(TOKENIZER.controlTexts());
        Utf8Decoder decoder = new Utf8Decoder();
        StringBuilder expected = new StringBuilder();
        TokenStream stream = TOKENIZER.stream(showControl);
        StringBuilder shown = new StringBuilder();
        for (int id : ids) {
            shown.append(stream.next(id));
            byte[] bytes = TOKENIZER.bytes(id);
            if (showControl || !controlTexts.contains(TOKENIZER.decode(new int[] {id}, true))) {
                decoder.accept(bytes, 0, bytes.length, expected);
            }
            assertTrue(expected.toString().startsWith(shown.toString()), "shows more than is known");
        }
        decoder.finish(expected);
        assertEquals(expected.toString(), shown.append(stream.finish()).toString());
        assertEquals(expected.toString(), TOKENIZER.decode(ids.stream().mapToInt(id -> id).toArray(), showControl));
    }

    /** Ids 0 to 255 are the single bytes, the last ones special tokens and padding. */
    @Provide
    Arbitrary<List<Integer>> idLists() {
        return Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.integers().between(0, 255)),
                Tuple.of(2, Arbitraries.integers().between(0, SIZE - 1)), Tuple.of(1, Arbitraries.integers().between(SIZE - 300, SIZE - 1)))
                .list().ofMaxSize(30);
    }
}
