package hearth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnicodeClassesTest {
    /** By class, as {@link UnicodeClasses} numbers them. */
    private static final List<String> NAMES = List.of("other", "letter", "mark", "number", "space");

    /** The JDK's Unicode is older, so what it does not assign is not compared. What it assigns has kept its class since. */
    @Test
    void agreesWithTheJdkOnWhatThatKnows() {
        int compared = 0;
        List<String> different = new ArrayList<>();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            int type = Character.getType(codePoint);
            if (type != Character.UNASSIGNED) {
                compared++;
                int expected = isWhiteSpace(codePoint) ? UnicodeClasses.SPACE : classOf(type);
                int actual = UnicodeClasses.of(codePoint);
                if (actual != expected) {
                    different.add("U+" + Integer.toHexString(codePoint) + " is " + NAMES.get(actual) + ", not " + NAMES.get(expected));
                }
            }
        }
        assertTrue(compared > 280_000, "only " + compared + " code points compared");
        assertEquals(List.of(), different);
    }

    private static byte classOf(int type) {
        return switch (type) {
            case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER, Character.MODIFIER_LETTER,
                Character.OTHER_LETTER -> UnicodeClasses.LETTER;
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> UnicodeClasses.MARK;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> UnicodeClasses.NUMBER;
            default -> UnicodeClasses.OTHER;
        };
    }

    private static boolean isWhiteSpace(int codePoint) {
        return codePoint >= 9 && codePoint <= 13 || codePoint == 32 || codePoint == 133 || codePoint == 160 || codePoint == 0x1680
                || codePoint >= 0x2000 && codePoint <= 0x200A || codePoint == 0x2028 || codePoint == 0x2029 || codePoint == 0x202F
                || codePoint == 0x205F || codePoint == 0x3000;
    }

    @Test
    void whiteSpaceIsUnicodesAndNothingElse() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            assertEquals(isWhiteSpace(codePoint), UnicodeClasses.of(codePoint) == UnicodeClasses.SPACE, Integer.toHexString(codePoint));
        }
    }

    /** One code point or more of each later version: 14.0, 15.0, 15.1, 16.0 and 17.0. */
    @Test
    void knowsWhatUnicodeHasAssignedSinceTheJdks() {
        assertEquals(UnicodeClasses.LETTER, UnicodeClasses.of(0x0870), "Arabic letter alef with attached fatha");
        assertEquals(UnicodeClasses.MARK, UnicodeClasses.of(0x0CF3), "Kannada sign combining anusvara above right");
        assertEquals(UnicodeClasses.NUMBER, UnicodeClasses.of(0x1E4F0), "Nag Mundari digit zero");
        assertEquals(UnicodeClasses.LETTER, UnicodeClasses.of(0x2EBF0), "CJK ideograph of extension I");
        assertEquals(UnicodeClasses.NUMBER, UnicodeClasses.of(0x10D40), "Garay digit zero");
        assertEquals(UnicodeClasses.LETTER, UnicodeClasses.of(0x323B0), "CJK ideograph of extension J");
    }
}
