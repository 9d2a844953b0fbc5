package hearth.web.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ParallelismTest {
    private final Parallelism parallelism = new Parallelism();
    private double now;

    /** Seconds of a network with so many bytes a millisecond. */
    private void run(double seconds, double total, double perConnection, double waiting) {
        double end = now + seconds * 1000;
        while (now < end) {
            now += 100;
            parallelism.waited(100 * waiting);
            parallelism.arrived((int) (100 * Math.min(total, perConnection * parallelism.windows())), now);
        }
    }

    @Test
    void moreWhereAConnectionGetsLittle() {
        assertEquals(2, parallelism.windows());
        run(10, 1e9, 2000, 0.9);
        assertEquals(5, parallelism.windows());
        assertTrue(parallelism.windows() * parallelism.windowBytes() < WindowPlan.MOST_BEYOND);
    }

    @Test
    void noMoreThanWhatBringsSomething() {
        run(20, 4500, 2000, 0.9);
        assertEquals(2, parallelism.windows(), "an eighth more");
        run(20, 8000, 2000, 0.9);
        run(20, 8000, 2000, 0.9);
        assertEquals(4, parallelism.windows());
    }

    @Test
    void noMoreWhereTheNetworkIsNotWaitedFor() {
        run(20, 1e9, 2000, 0.2);
        assertEquals(2, parallelism.windows());
    }

    @Test
    void lessWhenTheServerAsksForIt() {
        run(10, 1e9, 2000, 0.9);
        parallelism.refused(now);
        assertEquals(2, parallelism.windows());
        parallelism.refused(now);
        parallelism.refused(now);
        assertEquals(1, parallelism.windows());
        run(50, 1e9, 2000, 0.9);
        assertEquals(1, parallelism.windows());
        run(20, 1e9, 2000, 0.9);
        assertEquals(5, parallelism.windows());
    }
}
