package hearth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VocabularyIndexTest {
    private static final int MANY = 3 * VocabularyIndex.BLOCK;

    @Test
    void everyTextIsFoundAndNoOther() {
        everyTextIsFoundAndNoOther(new SeededHash());
    }

    /** All texts have the same hash, so that the index has to begin again with another. */
    @Test
    void aHashThatDoesNotTellTextsApartIsReplaced() {
        everyTextIsFoundAndNoOther(new SeededHash(0, 0));
    }

    @Test
    void theLowestOfEqualTokensIsFound() {
        SmallVocabulary vocabulary = new SmallVocabulary().token(3, "ab").token(1, "ab").token(1, "abc").token(1, "ab");
        VocabularyIndex index = index(vocabulary, new SeededHash());
        assertEquals(257, find(index, "ab"));
        assertTrue(index.repeats());
        assertFalse(index(new SmallVocabulary().token(3, "ab").token(1, "ab"), new SeededHash()).repeats());
    }

    private static void everyTextIsFoundAndNoOther(SeededHash hash) {
        Random random = new Random(4);
        SmallVocabulary vocabulary = new SmallVocabulary();
        Map<String, Integer> expected = new HashMap<>();
        for (int id = 256; id < MANY; id++) {
            String text = text(random);
            vocabulary.token(1, text);
            expected.putIfAbsent(text, id);
        }
        VocabularyIndex index = index(vocabulary, hash);
        expected.forEach((text, id) -> assertEquals(id, find(index, text), text));
        for (int i = 0; i < MANY; i++) {
            String text = text(random);
            assertEquals(expected.getOrDefault(text, VocabularyIndex.NONE), find(index, text), text);
        }
        assertEquals(VocabularyIndex.NONE, find(index, ""));
        assertEquals(VocabularyIndex.NONE, find(index, "\0a"), "leading zeros count");
    }

    /** From 2 to 25 characters, two bytes of UTF-8 among them. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(3) == 0 ? 1 + random.nextInt(24) : 2; i > 0; i--) {
            text.append("abc\u0120".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    private static VocabularyIndex index(SmallVocabulary vocabulary, SeededHash hash) {
        VocabularyIndex index = new VocabularyIndex(Vocabulary.from(vocabulary.metadata()), hash);
        while (!index.complete()) {
            index.takeBlock();
        }
        return index;
    }

    private static int find(VocabularyIndex index, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return index.find(bytes, 0, bytes.length);
    }
}
