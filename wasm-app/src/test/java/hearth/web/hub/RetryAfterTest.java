package hearth.web.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
    private static final double NOW = 784_111_777_000.0; // Sun, 06 Nov 1994 08:49:37 GMT

    @Test
    void seconds() {
        assertEquals(0, RetryAfter.milliseconds("0", NOW));
        assertEquals(120_000, RetryAfter.milliseconds(" 120 ", NOW));
    }

    @Test
    void datesInAllThreeForms() {
        assertEquals(0, RetryAfter.milliseconds("Sun, 06 Nov 1994 08:49:37 GMT", NOW));
        assertEquals(23_000, RetryAfter.milliseconds("Sun, 06 Nov 1994 08:50:00 GMT", NOW));
        assertEquals(23_000, RetryAfter.milliseconds("Sunday, 06-Nov-94 08:50:00 GMT", NOW));
        assertEquals(23_000, RetryAfter.milliseconds("Sun Nov  6 08:50:00 1994", NOW));
        assertEquals(0, RetryAfter.milliseconds("Sat, 05 Nov 1994 08:50:00 GMT", NOW), "a date that has passed");
    }

    @Test
    void anyDate() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            long second = random.nextLong(0, 7_000_000_000L);
            String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
            assertEquals(second * 1000.0, HttpDate.milliseconds(text), text);
        }
    }

    @Test
    void whatCannotBeRead() {
        for (String header : new String[] {null, "", "soon", "-3", "1.5", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994", "Sun, 99 Nov 1994 08:49:37 GMT",
            "Sun, 06 ovD 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT", ",", "a b c d e f g h i j k"}) {
            assertEquals(-1, RetryAfter.milliseconds(header, NOW), header);
        }
    }
}
