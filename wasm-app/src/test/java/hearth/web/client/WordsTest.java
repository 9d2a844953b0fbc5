package hearth.web.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void sizesHaveTheDigitsThatMatter() {
        assertEquals("0 bytes", Words.bytes(0));
        assertEquals("999 bytes", Words.bytes(999));
        assertEquals("1 kB", Words.bytes(999.5));
        assertEquals("1.0 MB", Words.bytes(999_500));
        assertEquals("3.4 MB", Words.bytes(3_367_584));
        assertEquals("9.9 MB", Words.bytes(9_949_999));
        assertEquals("10 MB", Words.bytes(9_950_000));
        assertEquals("563 MB", Words.bytes(563_036_064));
        assertEquals("1.00 GB", Words.bytes(999_500_000));
        assertEquals("1.21 GB", Words.bytes(1_214_873_856));
        assertEquals("2.05 GB", Words.bytes(2_050_000_000L));
    }

    @Test
    void timesAreRoundedTheWayPeopleSayThem() {
        assertEquals("a few seconds left", Words.timeLeft(0.2));
        assertEquals("about 10 seconds left", Words.timeLeft(8));
        assertEquals("about 55 seconds left", Words.timeLeft(54));
        assertEquals("about 1 minute left", Words.timeLeft(55));
        assertEquals("about 2 minutes left", Words.timeLeft(100));
        assertEquals("about 1 hour left", Words.timeLeft(3300));
        assertEquals("about 2 hours left", Words.timeLeft(7000));
    }

    @Test
    void anUnknownTimeIsNotSaid() {
        assertEquals("", Words.timeLeft(0));
        assertEquals("", Words.timeLeft(-1));
        assertEquals("", Words.timeLeft(Double.NaN));
        assertEquals("", Words.timeLeft(Double.POSITIVE_INFINITY));
    }

    @Test
    void progressTellsAmountSpeedAndTime() {
        assertEquals("56 MB of 563 MB · 5.2 MB a second · about 2 minutes left", Words.amount(progress(56e6, 563e6, 5.2e6, 97)));
        assertEquals("563 MB of 563 MB", Words.amount(progress(563e6, 563e6, 5.2e6, 0)));
        assertEquals("12 MB", Words.amount(progress(12e6, 0, 5.2e6, 0)));
        assertEquals(9, Words.percent(progress(56e6, 563e6, 0, 0)));
        assertEquals(0, Words.percent(progress(56e6, 0, 0, 0)));
        assertEquals(100, Words.percent(progress(564e6, 563e6, 0, 0)));
    }

    private static Progress progress(double loaded, double total, double perSecond, double left) {
        return new Progress() {
            @Override
            public String getPhase() {
                return "download";
            }

            @Override
            public double getLoadedBytes() {
                return loaded;
            }

            @Override
            public double getTotalBytes() {
                return total;
            }

            @Override
            public double getBytesPerSecond() {
                return perSecond;
            }

            @Override
            public double getSecondsLeft() {
                return left;
            }

            @Override
            public boolean isCached() {
                return false;
            }
        };
    }
}
