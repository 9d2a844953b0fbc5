package hearth.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.format.ModelFileException;
import hearth.format.StringArray;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tokenizer asks of a model file, and how it refuses one that does not have it. */
class TokenizerMetadataTest {
    @ParameterizedTest
    @ValueSource(strings = {"tokenizer.ggml.model", "tokenizer.ggml.pre", "tokenizer.ggml.tokens", "tokenizer.ggml.token_type",
        "tokenizer.ggml.merges"})
    void everyKeyMustBeThere(String key) {
        assertDamaged("Metadata key " + key + " is missing", new SmallVocabulary().set(key, null));
        assertDamaged("Metadata key " + key + " is not", new SmallVocabulary().set(key, 1.5));
    }

    @Test
    void anotherModelOrSplitRuleIsNotSupported() {
        ModelFileException model = assertThrows(ModelFileException.class,
                () -> new SmallVocabulary().set("tokenizer.ggml.model", "llama").tokenizer());
        assertTrue(model.isUnsupported());
        assertTrue(model.getMessage().contains("tokenizer.ggml.model is 'llama'"), model.getMessage());
        assertTrue(assertThrows(ModelFileException.class,
                () -> new SmallVocabulary().set("tokenizer.ggml.pre", "default").tokenizer()).isUnsupported());
    }

    @Test
    void typesMustFitTheTokens() {
        assertDamaged("token_type has 3 entries, but tokenizer.ggml.tokens has 256",
                new SmallVocabulary().set("tokenizer.ggml.token_type", new long[] {1, 1, 1}));
        assertDamaged("says 7 for token 256", new SmallVocabulary().token(7, "x"));
        assertDamaged("says -1 for token 256", new SmallVocabulary().token(-1, "x"));
    }

    @Test
    void everyByteMustHaveAToken() {
        assertDamaged("tokenizer.ggml.tokens has no token for the single byte 0", new SmallVocabulary()
                .set("tokenizer.ggml.tokens", new StringArray(new byte[0], new int[] {0})).set("tokenizer.ggml.token_type", new long[0]));
        assertDamaged("tokenizer.ggml.tokens has no token for the single byte 10", new SmallVocabulary().replace(10, "ab"));
    }

    @Test
    void theEndMustBeAToken() {
        assertDamaged("tokenizer.ggml.eos_token_id is 256", new SmallVocabulary().set("tokenizer.ggml.eos_token_id", 256L));
        assertDamaged("tokenizer.ggml.eos_token_id is 4294967296,", new SmallVocabulary().set("tokenizer.ggml.eos_token_id", 1L << 32));
        assertDamaged("tokenizer.ggml.eos_token_id is not an integer", new SmallVocabulary().set("tokenizer.ggml.eos_token_id", "</s>"));
        assertDamaged("tokenizer.ggml.eos_token_id is -1", new SmallVocabulary().set("tokenizer.ggml.eos_token_id", -1L));
        assertEquals(255, new SmallVocabulary().set("tokenizer.ggml.eos_token_id", 255L).tokenizer().endOfSequence());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "a ", " a", "ab", "a b c", "a \u4F60", "\u4F60 a", "a\u00AD b"})
    void mergesMustBeTwoTexts(String text) {
        assertDamaged("tokenizer.ggml.merges: entry 1, '" + text + "',", new SmallVocabulary().merge("a", "b").rawMerge(text));
    }

    @Test
    void aVocabularyWithoutMergesIsOfSingleBytes() {
        assertArrayEquals(new int[] {'a', 'b'}, new SmallVocabulary().tokenizer().encode("ab", false));
    }

    @Test
    void mergesMustBeOfTokens() {
        assertDamaged("entry 0, 'a b', needs a token", new SmallVocabulary().rawMerge("a b"));
        assertDamaged("entry 0, 'ab c', needs a token", new SmallVocabulary().token(1, "abc").rawMerge("ab c"));
        assertDamaged("entry 0, 'a bc', needs a token", new SmallVocabulary().token(1, "abc").rawMerge("a bc"));
    }

    @Test
    void controlTokensAreNotMadeByMerges() {
        assertDamaged("entry 1, '< s>', needs a token", new SmallVocabulary().merge("s", ">").token(3, "<s>").rawMerge("< s>"));
    }

    @Test
    void aRepeatedTokenOrMergeCountsWhereItIsFirst() {
        SmallVocabulary vocabulary = new SmallVocabulary().merge("a", "b").token(1, "ab").merge("b", "c").rawMerge("a b");
        assertArrayEquals(new int[] {256, 'c'}, vocabulary.tokenizer().encode("abc", false));
        assertEquals("ab", vocabulary.tokenizer().decode(new int[] {257}, false));
    }

    /** After the merge of token n, that of n + 1 is what comes next in most files, but not in all. */
    @Test
    void aMergeNeedNotMakeTheNextToken() {
        SmallVocabulary other = new SmallVocabulary().merge("b", "c").token(1, "abd").merge("a", "bc");
        assertArrayEquals(new int[] {other.id("abc")}, other.tokenizer().encode("abc", false));
        SmallVocabulary repeated = new SmallVocabulary().token(1, "bc").merge("a", "b").token(1, "bc").rawMerge("b c");
        assertArrayEquals(new int[] {256}, repeated.tokenizer().encode("bc", false));
        SmallVocabulary last = new SmallVocabulary().token(1, "bc").merge("a", "b").rawMerge("b c");
        assertArrayEquals(new int[] {256}, last.tokenizer().encode("bc", false));
        assertDamaged("entry 1, 'axbc', is not two texts", new SmallVocabulary().merge("b", "c").token(1, "abc").rawMerge("axbc"));
    }

    @Test
    void emptyTokensStandForNothing() {
        Tokenizer tokenizer = new SmallVocabulary().token(1, "").token(3, "").token(4, "").tokenizer();
        assertArrayEquals(new int[] {'a'}, tokenizer.encode("a", true));
        assertEquals("", tokenizer.decode(new int[] {256, 257, 258}, true));
    }

    @Test
    void aNormalTokenOutsideTheAlphabetStandsForItsText() {
        Tokenizer tokenizer = new SmallVocabulary().token(1, "\u4F60 \u597D").tokenizer();
        assertEquals("\u4F60 \u597D", tokenizer.decode(new int[] {256}, false));
        assertEquals(7, tokenizer.encode("\u4F60 \u597D", true).length);
        assertEquals("a b", new SmallVocabulary().token(1, "a b").tokenizer().decode(new int[] {256}, false));
    }

    /** U+00AD is no character of the alphabet; its bytes are U+00C2 and U+0143 there. */
    @Test
    void mergesDoNotMakeATokenOutsideTheAlphabet() {
        assertDamaged("entry 0, '\u00C2 \u0143', needs a token", new SmallVocabulary().token(1, "\u00AD").rawMerge("\u00C2 \u0143"));
    }

    @Test
    void unusedTokensAreNeitherMatchedNorShownNorSampled() {
        for (int type : new int[] {0, 5, 6}) {
            Tokenizer tokenizer = new SmallVocabulary().token(type, "[PAD256]").tokenizer();
            assertEquals(8, tokenizer.encode("[PAD256]", true).length);
            assertEquals("", tokenizer.decode(new int[] {256}, true));
            assertEquals(0, tokenizer.byteCount(256));
            assertFalse(tokenizer.samples(256));
            assertTrue(tokenizer.samples(255));
            assertEquals(-1, tokenizer.id("[PAD256]"));
        }
    }

    @Test
    void idsOutsideOfTheVocabularyAreRefused() {
        Tokenizer tokenizer = new SmallVocabulary().tokenizer();
        for (int id : new int[] {-1, 256, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> tokenizer.decode(new int[] {id}, true));
            assertThrows(IllegalArgumentException.class, () -> tokenizer.bytes(id));
            assertThrows(IllegalArgumentException.class, () -> tokenizer.byteCount(id));
            assertThrows(IllegalArgumentException.class, () -> tokenizer.samples(id));
            assertFalse(tokenizer.stops(id));
        }
    }

    @Property(tries = 200)
    void anyMergesAndTypesAreTakenOrRefused(@ForAll @Size(max = 5) List<String> merges, @ForAll @Size(max = 5) List<String> tokens,
            @ForAll @IntRange(min = -1, max = 8) int type) {
        SmallVocabulary vocabulary = new SmallVocabulary();
        tokens.forEach(text -> vocabulary.token(type, text));
        merges.forEach(vocabulary::rawMerge);
        try {
            Tokenizer tokenizer = vocabulary.tokenizer();
            assertEquals("a b", tokenizer.decode(tokenizer.encode("a b", false), true));
        } catch (ModelFileException refusal) {
            assertFalse(refusal.isUnsupported());
            assertTrue(refusal.getMessage().contains("Metadata key tokenizer.ggml."), refusal.getMessage());
        }
    }

    private static void assertDamaged(String message, SmallVocabulary vocabulary) {
        ModelFileException refusal = assertThrows(ModelFileException.class, vocabulary::tokenizer);
        assertFalse(refusal.isUnsupported());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("tokenizer.ggml."), refusal.getMessage());
    }
}
