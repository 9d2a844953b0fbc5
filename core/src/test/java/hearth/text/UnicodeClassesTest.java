package hearth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table against the JDK's, which is of another origin and may know fewer characters, none of which changed its class. */
class UnicodeClassesTest {
    @Test
    void agreesWithTheJdkWhereThatKnowsTheCharacter() {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            int type = Character.getType(codePoint);
            if (type != Character.UNASSIGNED) {
                compared++;
                if (jdkClass(codePoint, type) != UnicodeClasses.of(codePoint)) {
                    differences.add("U+" + Integer.toHexString(codePoint) + " is " + UnicodeClasses.of(codePoint));
                }
            }
        }
        assertEquals(List.of(), differences);
        assertTrue(compared > 280_000, "compared " + compared);
    }

    @Test
    void knowsCharactersOfUnicode17() {
        assertEquals(UnicodeClasses.LETTER, UnicodeClasses.of(0x323B0), "CJK extension J");
        assertEquals(UnicodeClasses.LETTER, UnicodeClasses.of(0x10940), "Sidetic");
        assertEquals(UnicodeClasses.OTHER, UnicodeClasses.of(0x3347A), "after CJK extension J");
        assertEquals(UnicodeClasses.OTHER, UnicodeClasses.of(Character.MAX_CODE_POINT));
    }

    @Test
    void whiteSpaceIsThePropertyAndNotJavasIdea() {
        StringBuilder spaces = new StringBuilder();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (UnicodeClasses.of(codePoint) == UnicodeClasses.SPACE) {
                spaces.append(Integer.toHexString(codePoint)).append(' ');
            }
        }
        assertEquals("9 a b c d 20 85 a0 1680 2000 2001 2002 2003 2004 2005 2006 2007 2008 2009 200a 2028 2029 202f 205f 3000 ",
                spaces.toString());
    }

    private static byte jdkClass(int codePoint, int type) {
        switch (type) {
            case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER, Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER:
                return UnicodeClasses.LETTER;
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK:
                return UnicodeClasses.MARK;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER:
                return UnicodeClasses.NUMBER;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR:
                return UnicodeClasses.SPACE;
            default:
                boolean space = codePoint >= 9 && codePoint <= 13 || codePoint == 0x85;
                return space ? UnicodeClasses.SPACE : UnicodeClasses.OTHER;
        }
    }
}
