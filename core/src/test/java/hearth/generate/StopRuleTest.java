package hearth.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StopRuleTest {
    @Test
    void withoutStopsTextGoesThrough() {
        StopRule rule = new StopRule(List.of());
        assertEquals("abc", rule.accept("abc"));
        assertEquals("", rule.finish());
        assertFalse(rule.stopped());
    }

    @Test
    void holdsBackWhatMayBeginAStop() {
        StopRule rule = new StopRule(List.of("\n\nUser:"));
        assertEquals("Hello", rule.accept("Hello\n"));
        assertEquals("", rule.accept("\nUs"));
        assertEquals("\n\nUsual", rule.accept("ual"));
        assertEquals("", rule.accept("\n\nUser"));
        assertFalse(rule.stopped());
        assertEquals("", rule.accept(": x"));
        assertTrue(rule.stopped());
        assertEquals("", rule.accept("more"));
        assertEquals("", rule.finish());
    }

    @Test
    void showsWhatStandsBeforeTheStop() {
        StopRule rule = new StopRule(List.of("END", "stop"));
        assertEquals("one ", rule.accept("one stop two END"));
        assertTrue(rule.stopped());
    }

    @Test
    void theEndShowsWhatWasHeldBack() {
        StopRule rule = new StopRule(List.of("abc"));
        assertEquals("x", rule.accept("xab"));
        assertEquals("ab", rule.finish());
    }

    @Test
    void aBeginningThatRepeatsIsHeldAsFarAsNeeded() {
        StopRule rule = new StopRule(List.of("aab"));
        assertEquals("a", rule.accept("aaa"));
        assertEquals("", rule.accept("b"));
        assertTrue(rule.stopped());
    }

    @Test
    void ofStopsThatOverlapTheOneThatIsCompleteFirstCounts() {
        for (List<String> pieces : List.of(List.of("xabcd"), List.of("xab", "cd"), List.of("x", "a", "b", "c", "d"))) {
            requireShown("xa", true, List.of("abcd", "bc"), pieces);
            requireShown("x", true, List.of("c", "abc", "bc"), pieces);
        }
    }

    @Provide
    Arbitrary<String> letters() {
        return Arbitraries.strings().withChars('a', 'b', 'c').ofMinLength(1).ofMaxLength(4);
    }

    /** However the text is cut into pieces, what is shown is what stands before the first stop that is complete. */
    @Property(tries = 1000)
    void piecesDoNotMatter(@ForAll @Size(max = 12) List<@From("letters") String> pieces,
                           @ForAll @Size(max = 3) List<@From("letters") String> stops) {
        String text = String.join("", pieces);
        int end = -1;
        for (int length = 1; length <= text.length() && end < 0; length++) {
            for (String stop : stops) {
                int at = text.substring(0, length).indexOf(stop);
                end = at >= 0 && (end < 0 || at < end) ? at : end;
            }
        }
        String expected = end >= 0 ? text.substring(0, end) : text;
        requireShown(expected, end >= 0, stops, pieces);
        requireShown(expected, end >= 0, stops, List.of(text));
        requireShown(expected, end >= 0, stops, List.of(text.split("")));
    }

    private static void requireShown(String expected, boolean stopped, List<String> stops, List<String> pieces) {
        StopRule rule = new StopRule(stops);
        StringBuilder shown = new StringBuilder();
        for (String piece : pieces) {
            shown.append(rule.accept(piece));
            assertTrue(expected.startsWith(shown.toString()), "nothing of a stop is ever shown");
        }
        assertEquals(stopped, rule.stopped());
        assertEquals(expected, shown + rule.finish());
    }
}
