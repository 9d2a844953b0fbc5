package hearth.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.format.ModelFileException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Tokens and merges that no honest file has - repeated, empty, outside the alphabet, of any type, in any order - against the
 * rules done with strings as they are written down.
 */
class OddVocabularyTest {
    private static final int FIRST_ADDED = 256;
    private static final String NOT_TWO_TEXTS = "is not two texts";
    private static final String NEEDS_A_TOKEN = "needs a token";

    /** A token that a test adds. */
    record Token(int type, String text) {
    }

    @Property(tries = 2000)
    void mergesAreTakenOrRefusedByTheRule(@ForAll("tokens") List<Token> tokens, @ForAll("merges") List<String> merges) {
        String expected = null;
        for (int i = 0; i < merges.size() && expected == null; i++) {
            String problem = problem(merges.get(i), idsOfTexts(tokens));
            expected = problem == null ? null : "entry " + i + ", '" + merges.get(i) + "', " + problem;
        }
        SmallVocabulary vocabulary = vocabulary(tokens, merges);
        if (expected == null) {
            vocabulary.tokenizer();
        } else {
            String message = assertThrows(ModelFileException.class, vocabulary::tokenizer).getMessage();
            assertTrue(message.contains(expected), message + " | expected: " + expected);
        }
    }

    @Property(tries = 2000)
    void aTextBecomesTheTokensOfTheRule(@ForAll("tokens") List<Token> tokens, @ForAll("merges") List<String> merges,
            @ForAll("texts") String text) {
        Map<String, Integer> ids = idsOfTexts(tokens);
        List<String> sound = merges.stream().filter(merge -> problem(merge, ids) == null).toList();
        List<Integer> expected = new ArrayList<>();
        MergeLoopTest.mergedByTheRule(text, sound).forEach(symbol -> expected.add(ids.get(symbol)));
        int[] encoded = vocabulary(tokens, sound).tokenizer().encode(text, false);
        assertArrayEquals(expected.stream().mapToInt(Integer::intValue).toArray(), encoded);
    }

    @Property(tries = 500)
    void aTokenStandsForItsBytes(@ForAll("tokens") List<Token> tokens) {
        Tokenizer tokenizer = vocabulary(tokens, List.of()).tokenizer();
        for (int i = 0; i < tokens.size(); i++) {
            byte[] expected = bytes(tokens.get(i));
            assertArrayEquals(expected, tokenizer.bytes(FIRST_ADDED + i), tokens.get(i).toString());
            assertEquals(expected.length, tokenizer.byteCount(FIRST_ADDED + i), tokens.get(i).toString());
        }
    }

    /** User-defined tokens are left out: they are cut out of texts before merges. */
    @Provide
    Arbitrary<List<Token>> tokens() {
        Arbitrary<Integer> types = Arbitraries.of(1, 1, 1, 1, 1, 0, 2, 3, 5, 6);
        return types.flatMap(type -> parts(0, 3).map(text -> new Token(type, text))).list().ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<String>> merges() {
        Arbitrary<String> honest = parts(1, 1).flatMap(left -> parts(1, 2).map(right -> left + " " + right));
        Arbitrary<String> any = Arbitraries.of("a", "b", "c", " ", "\u0120", "\u00AD", "\u4F60", "\u0000").list().ofMaxSize(6)
                .map(parts -> String.join("", parts));
        return Arbitraries.frequencyOf(Tuple.of(12, honest), Tuple.of(1, any)).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abc").ofMaxLength(40);
    }

    private static Arbitrary<String> parts(int min, int max) {
        return Arbitraries.of("a", "b", "c", "a", "b", "c", "aa", "ab", "bc", "\u0120", "\u00AD").list().ofMinSize(min).ofMaxSize(max)
                .map(parts -> String.join("", parts));
    }

    private static SmallVocabulary vocabulary(List<Token> tokens, List<String> merges) {
        SmallVocabulary vocabulary = new SmallVocabulary();
        tokens.forEach(token -> vocabulary.token(token.type, token.text));
        merges.forEach(vocabulary::rawMerge);
        return vocabulary;
    }

    /** What merges can name: normal tokens of the alphabet, the first of each text. */
    private static Map<String, Integer> idsOfTexts(List<Token> tokens) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (int value = 0; value < FIRST_ADDED; value++) {
            ids.put(SmallVocabulary.character(value), value);
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).type == 1 && isOfAlphabet(tokens.get(i).text)) {
                ids.putIfAbsent(tokens.get(i).text, FIRST_ADDED + i);
            }
        }
        return ids;
    }

    private static String problem(String merge, Map<String, Integer> ids) {
        int space = merge.indexOf(' ', 1);
        String left = space < 0 ? "" : merge.substring(0, space);
        String right = space < 0 ? "" : merge.substring(space + 1);
        if (!isOfAlphabet(left) || !isOfAlphabet(right)) {
            return NOT_TWO_TEXTS;
        }
        return ids.containsKey(left) && ids.containsKey(right) && ids.containsKey(left + right) ? null : NEEDS_A_TOKEN;
    }

    private static byte[] bytes(Token token) {
        if (token.type == 0 || token.type == 5 || token.type == 6) {
            return new byte[0];
        }
        if (token.type != 1 || !isOfAlphabet(token.text)) {
            return token.text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[token.text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) SmallVocabulary.value(token.text.substring(i, i + 1));
        }
        return bytes;
    }

    /** Whether a text is not empty and has characters of the alphabet only. */
    private static boolean isOfAlphabet(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> SmallVocabulary.value(Character.toString(c)) >= 0);
    }
}
