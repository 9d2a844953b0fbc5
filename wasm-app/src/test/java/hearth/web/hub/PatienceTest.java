package hearth.web.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Patience patience = new Patience();

    @Test
    void waitsDoubleUntilItGivesUp() {
        double now = 1000;
        patience.begin(now);
        for (double least = 250; least <= 4000; least *= 2) {
            assertTrue(patience.afterFailure(-1, now, 0));
            assertEquals(least, patience.pause(now));
            now += least;
        }
        assertFalse(patience.afterFailure(-1, now, 0));
    }

    @Test
    void jitterIsHalfOfTheWait() {
        patience.begin(0);
        assertTrue(patience.afterFailure(-1, 0, 0.999));
        assertEquals(500, patience.pause(0), 1);
    }

    @Test
    void connectionsThatBreakTogetherCountOnce() {
        patience.begin(0);
        for (int i = 0; i < 20; i++) {
            assertTrue(patience.afterFailure(-1, 0, 0.5));
        }
        assertEquals(375, patience.pause(0));
    }

    @Test
    void waitsAsLongAsTheServerAsksButNotLongerThanSomebodyWould() {
        patience.begin(0);
        assertTrue(patience.afterFailure(7000, 0, 0.5));
        assertEquals(7250, patience.pause(0));
        assertFalse(patience.afterFailure(60_000, 0, 0));
    }

    @Test
    void bytesGiveNewPatience() {
        patience.begin(0);
        double now = 0;
        for (int i = 0; i < 50; i++) {
            assertTrue(patience.afterFailure(-1, now, 0.5));
            now += patience.pause(now);
            patience.rewarded(now);
        }
        assertEquals(30_000, patience.left(now));
        assertEquals(0, patience.left(now + 30_000));
    }

    @Test
    void aNetworkThatIsBackIsTriedAtOnce() {
        patience.begin(0);
        patience.afterFailure(20_000, 0, 0);
        patience.refreshed(100);
        assertEquals(0, patience.pause(100));
    }

    @Test
    void silenceIsBorneLongerWhereNothingFlowsAndEachTime() {
        assertEquals(5000, patience.silence(true));
        assertEquals(10_000, patience.silence(false));
        assertTrue(patience.silenced());
        assertEquals(10_000, patience.silence(true));
        patience.finished();
        assertEquals(5000, patience.silence(true));
        assertTrue(patience.silenced());
        assertTrue(patience.silenced());
        assertFalse(patience.silenced(), "one that stops again and again is given up");
    }
}
