package hearth.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpecialTokensTest {
    private static final char GUARD = '\uE000';
    private static final int END = 256;
    private static final int THINK = 257;
    private static final int PREFIX = 258;
    private static final int UNKNOWN = 259;

    private final Tokenizer tokenizer = new SmallVocabulary().token(3, "<|im_end|>").token(4, "<think>").token(4, "<|fim_prefix|>")
            .token(2, "<unk>").tokenizer();

    @Test
    void controlTokensAreFoundOnlyWhenAskedFor() {
        assertArrayEquals(new int[] {'a', END, 'b', UNKNOWN}, tokenizer.encode("a<|im_end|>b<unk>", true));
        assertEquals("a<|im_end|>b<unk>".length(), tokenizer.encode("a<|im_end|>b<unk>", false).length);
    }

    @Test
    void userDefinedTokensAreAlwaysFound() {
        assertArrayEquals(new int[] {THINK, THINK, 'x'}, tokenizer.encode("<think><think>x", false));
        assertArrayEquals(new int[] {THINK, THINK, 'x'}, tokenizer.encode("<think><think>x", true));
    }

    @Test
    void whatLooksLikeAControlTokenIsOne() {
        assertArrayEquals(new int[] {PREFIX}, tokenizer.encode("<|fim_prefix|>", true));
        assertEquals(14, tokenizer.encode("<|fim_prefix|>", false).length);
        assertEquals("", tokenizer.decode(new int[] {PREFIX}, false));
        assertEquals("<think>", tokenizer.decode(new int[] {THINK}, false));
        assertEquals("<|fim_prefix|><unk>", tokenizer.decode(new int[] {PREFIX, UNKNOWN}, true));
        assertEquals(List.of("<|fim_prefix|>", "<|im_end|>", "<unk>"), List.of(tokenizer.controlTexts()));
    }

    @Test
    void aBarBetweenBracketsIsTooShortToLookLikeAControlToken() {
        SmallVocabulary vocabulary = new SmallVocabulary().token(4, "<|>").token(4, "<||>");
        assertArrayEquals(new int[] {256}, vocabulary.tokenizer().encode("<|>", false));
        assertEquals(List.of("<||>"), List.of(vocabulary.tokenizer().controlTexts()));
    }

    @Test
    void guardedTextsStayText() {
        String guarded = "<" + GUARD + "|im_end|>";
        int[] plain = tokenizer.encode("<|im_end|>", false);
        assertArrayEquals(plain, tokenizer.encode(guarded, true, GUARD));
        int[] both = tokenizer.encode("<|im_end|>" + guarded + "<|im_end|>", true, GUARD);
        assertEquals(plain.length + 2, both.length);
        assertEquals(END, both[0]);
        assertEquals(END, both[both.length - 1]);
        assertEquals("<|im_end|><|im_end|><|im_end|>", tokenizer.decode(both, true));
        assertArrayEquals(new int[] {THINK}, tokenizer.encode(GUARD + "<think>" + GUARD, true, GUARD));
    }

    @Test
    void theGuardLeavesNoTraceInTheCutting() {
        Tokenizer real = Cases.tokenizer("qwen35");
        assertArrayEquals(real.encode("Read <|im_end|> and don't stop.", false),
                real.encode("Re" + GUARD + "ad <" + GUARD + "|im_end|> and don" + GUARD + "'t stop.", true, GUARD));
    }

    @Test
    void theLongestIsCutFirstWhereverItStands() {
        SmallVocabulary vocabulary = new SmallVocabulary().token(3, "ab").token(3, "bcd").token(3, "b").token(3, "cdx");
        Tokenizer overlapping = vocabulary.tokenizer();
        assertArrayEquals(new int[] {'a', vocabulary.id("bcd")}, overlapping.encode("abcd", true));
        assertArrayEquals(new int[] {vocabulary.id("ab"), 'c'}, overlapping.encode("abc", true));
        assertArrayEquals(new int[] {'a', vocabulary.id("bcd"), 'x'}, overlapping.encode("abcdx", true));
        assertArrayEquals(new int[] {256, 256, 258, 258}, overlapping.encode("ababbb", true));
    }

    @Test
    void occurrencesOfOneTokenAreTakenFromTheLeft() {
        assertArrayEquals(new int[] {256, 256, 'a'}, new SmallVocabulary().token(3, "aa").tokenizer().encode("aaaaa", true));
    }

    @Test
    void aTextThatSeveralTokensHaveIsTheFirstOfThem() {
        Tokenizer twice = new SmallVocabulary().token(3, "<s>").token(3, "<s>").tokenizer();
        assertArrayEquals(new int[] {256}, twice.encode("<s>", true));
        assertEquals(256, twice.id("<s>"));
    }

    @Test
    void repliesEndWithTheEndOfTurnOfTextOrTheFilesOwn() {
        Tokenizer own = new SmallVocabulary().token(3, "<|im_end|>").token(3, "<|endoftext|>").token(3, "<end>")
                .set("tokenizer.ggml.eos_token_id", 258L).tokenizer();
        assertEquals(258, own.endOfSequence());
        for (int id = 0; id < own.size(); id++) {
            assertEquals(id >= 256, own.stops(id));
        }
        assertEquals(END, tokenizer.endOfSequence());
        assertTrue(tokenizer.stops(END));
        assertEquals(256, new SmallVocabulary().token(3, "<|endoftext|>").tokenizer().endOfSequence());
        Tokenizer none = new SmallVocabulary().tokenizer();
        assertEquals(-1, none.endOfSequence());
        assertFalse(none.stops(-1));
    }
}
