package hearth.web.store;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ByteWordsTest {
    @Test
    void roundsToTheUnitThatReadsBest() {
        assertEquals("0 bytes", ByteWords.of(-5));
        assertEquals("999 bytes", ByteWords.of(999));
        assertEquals("1 kB", ByteWords.of(1000));
        assertEquals("1 MB", ByteWords.of(999_960));
        assertEquals("563 MB", ByteWords.of(563_036_064));
        assertEquals("1.2 GB", ByteWords.of(1_214_873_856));
    }
}
