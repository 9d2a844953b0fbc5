package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class CrewTest {
    /** Lets a crew run so often; returns how many runs had another number of workers than {@code expected}. */
    private static int run(Crew crew, int runs, int expected, IntToDoubleFunction milliseconds) {
        int others = 0;
        for (int i = 0; i < runs; i++) {
            int workers = crew.workers();
            others += workers == expected ? 0 : 1;
            crew.ran(workers, milliseconds.applyAsDouble(workers));
        }
        return others;
    }

    @Test
    void keepsWorkersThatHelp() {
        Crew crew = new Crew(4, 4, true);
        assertTrue(run(crew, 1000, 4, workers -> 40.0 / workers) < 40, "trials are rare");
    }

    @Test
    void leavesOutWorkersThatHoldUp() {
        // The third and fourth are slow cores.
        Crew crew = new Crew(4, 4, true);
        run(crew, 60, 2, workers -> workers <= 2 ? 40.0 / workers : 30 + workers);
        assertTrue(run(crew, 300, 2, workers -> workers <= 2 ? 40.0 / workers : 30 + workers) < 40);
    }

    @Test
    void takesMoreWorkersWhereTheFirstNumberIsLow() {
        Crew crew = new Crew(7, 4, true);
        run(crew, 200, 7, workers -> 40.0 / workers);
        assertTrue(run(crew, 300, 7, workers -> 40.0 / workers) < 40);
    }

    @Test
    void goesDownWhenACoreIsTakenAndUpWhenItIsBack() {
        Crew crew = new Crew(2, 2, true);
        run(crew, 200, 2, workers -> 40.0 / workers);
        run(crew, 40, 1, workers -> workers == 2 ? 100 : 40);
        assertTrue(run(crew, 100, 1, workers -> workers == 2 ? 100 : 40) < 30);
        run(crew, 1100, 2, workers -> 40.0 / workers);
        assertTrue(run(crew, 200, 2, workers -> 40.0 / workers) < 30);
    }

    @Test
    void aGivenNumberStays() {
        Crew crew = new Crew(8, 4, false);
        assertEquals(0, run(crew, 500, 8, workers -> 10.0 * workers));
    }

    @Test
    void adaptsOnWhereAWorkerNeverComes() {
        Crew crew = new Crew(3, 2, true);
        for (int i = 0; i < 400; i++) {
            int took = Math.min(2, crew.workers());
            crew.ran(took, 40.0 / took);
        }
        for (int i = 0; i < 400; i++) {
            int took = Math.min(2, crew.workers());
            crew.ran(took, took == 2 ? 100 : 40);
        }
        assertEquals(1, crew.workers());
    }

    @Test
    void runsWithFewerThanAskedForTellNothing() {
        Crew crew = new Crew(2, 2, true);
        for (int i = 0; i < 100; i++) {
            crew.ran(1, 5);
            assertEquals(2, crew.workers());
        }
    }
}
