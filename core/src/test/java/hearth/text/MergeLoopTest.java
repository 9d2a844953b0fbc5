package hearth.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MergeLoopTest {
    @Test
    void theLowestRankGoesFirstAndTheLeftmostOfEqualOnes() {
        SmallVocabulary vocabulary = new SmallVocabulary().merge("b", "c").merge("a", "b").merge("a", "a");
        Tokenizer tokenizer = vocabulary.tokenizer();
        assertArrayEquals(new int[] {'a', vocabulary.id("bc")}, tokenizer.encode("abc", false));
        assertArrayEquals(new int[] {vocabulary.id("aa"), 'a'}, tokenizer.encode("aaa", false));
    }

    @Test
    void aTokenThatNoMergeLeadsToIsNotUsed() {
        assertArrayEquals(new int[] {'a', 'b'}, new SmallVocabulary().token(1, "ab").tokenizer().encode("ab", false));
    }

    /** Merges of merges at random, on a text of three letters, against the rule done as it is written down. */
    @Property
    void doesAsTheRuleSays(@ForAll @Size(max = 20) List<@IntRange(max = 99) Integer> choices,
            @ForAll("texts") String text) {
        SmallVocabulary vocabulary = new SmallVocabulary();
        List<String> tokens = new ArrayList<>(List.of("a", "b", "c"));
        List<String> merges = new ArrayList<>();
        for (int choice : choices) {
            String left = tokens.get(choice / 10 % tokens.size());
            String right = tokens.get(choice % 10 % tokens.size());
            vocabulary.merge(left, right);
            tokens.add(left + right);
            merges.add(left + " " + right);
        }
        List<Integer> ids = new ArrayList<>();
        mergedByTheRule(text, merges).forEach(token -> ids.add(vocabulary.id(token)));
        assertEquals(ids, Arrays.stream(vocabulary.tokenizer().encode(text, false)).boxed().toList());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abc").ofMaxLength(60);
    }

    static List<String> mergedByTheRule(String text, List<String> merges) {
        List<String> symbols = new ArrayList<>();
        for (char c : text.toCharArray()) {
            symbols.add(String.valueOf(c));
        }
        while (true) {
            int best = merges.size();
            int place = -1;
            for (int i = 0; i + 1 < symbols.size(); i++) {
                int rank = merges.indexOf(symbols.get(i) + " " + symbols.get(i + 1));
                if (rank >= 0 && rank < best) {
                    best = rank;
                    place = i;
                }
            }
            if (place < 0) {
                return symbols;
            }
            symbols.set(place, symbols.get(place) + symbols.remove(place + 1));
        }
    }
}
