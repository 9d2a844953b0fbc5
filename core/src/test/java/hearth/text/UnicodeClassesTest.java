package hearth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class UnicodeClassesTest {
    /** The JDK's Unicode is older: what it does not assign is not compared, and a few code points have changed since. */
    @Test
    void agreesWithTheJdkOnWhatThatKnows() {
        int compared = 0;
        int different = 0;
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            int type = Character.getType(codePoint);
            if (type == Character.UNASSIGNED || type == Character.SURROGATE || type == Character.PRIVATE_USE) {
                continue;
            }
            compared++;
            byte expected = switch (type) {
                case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER, Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER -> UnicodeClasses.LETTER;
                case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> UnicodeClasses.MARK;
                case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> UnicodeClasses.NUMBER;
                default -> isWhiteSpace(codePoint) ? UnicodeClasses.SPACE : UnicodeClasses.OTHER;
            };
            different += UnicodeClasses.of(codePoint) == expected ? 0 : 1;
        }
        assertTrue(compared > 130_000);
        assertTrue(different <= 5, different + " code points differ");
    }

    private static boolean isWhiteSpace(int codePoint) {
        return codePoint >= 9 && codePoint <= 13 || codePoint == 32 || codePoint == 133 || codePoint == 160 || codePoint == 0x1680
                || codePoint >= 0x2000 && codePoint <= 0x200A || codePoint == 0x2028 || codePoint == 0x2029 || codePoint == 0x202F
                || codePoint == 0x205F || codePoint == 0x3000;
    }

    @Test
    void hasTheRightKindsOfSpace() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            assertEquals(isWhiteSpace(codePoint), UnicodeClasses.of(codePoint) == UnicodeClasses.SPACE, Integer.toHexString(codePoint));
        }
    }
}
