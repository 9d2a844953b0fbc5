package hearth.web.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowPlanTest {
    private static final int SIZE = 1 << 20;

    @Test
    void neverMoreThanTheBoundBeyondWhatIsStored() {
        WindowPlan plan = new WindowPlan(0, -1);
        for (int i = 0; i < 4; i++) {
            assertEquals(new ByteWindow((long) i * SIZE, (i + 1L) * SIZE), plan.next(100L * SIZE, SIZE, false));
        }
        assertNull(plan.next(100L * SIZE, SIZE, false));
        assertNull(plan.next(100L * SIZE, SIZE, true));
        plan.stored(SIZE / 2);
        assertNull(plan.next(100L * SIZE, SIZE, false), "a stretch in two requests");
        assertEquals(new ByteWindow(4L * SIZE, 4L * SIZE + SIZE / 2), plan.next(100L * SIZE, SIZE, true));
        plan.stored(2L * SIZE);
        assertEquals(new ByteWindow(4L * SIZE + SIZE / 2, 5L * SIZE), plan.next(100L * SIZE, SIZE, false));
    }

    @Test
    void endsWithTheFileAndWithWhatIsWanted() {
        WindowPlan plan = new WindowPlan(SIZE + 5, -1);
        assertEquals(new ByteWindow(SIZE + 5, 2L * SIZE), plan.next(2L * SIZE + 1, SIZE, true));
        assertEquals(new ByteWindow(2L * SIZE, 2L * SIZE + 1), plan.next(2L * SIZE + 1, SIZE, false));
        assertNull(plan.next(2L * SIZE + 1, SIZE, true));
        assertTrue(plan.ends(2L * SIZE + 1, 2L * SIZE + 1));
        assertFalse(plan.ends(2L * SIZE, 2L * SIZE + 1));
        assertFalse(plan.ends(2L * SIZE, -1));
        WindowPlan chunk = new WindowPlan(10, 20);
        assertEquals(new ByteWindow(10, 20), chunk.next(-1, SIZE, true));
        assertNull(chunk.next(1000, SIZE, true));
        assertTrue(chunk.ends(20, 1000));
        assertTrue(new WindowPlan(0, 50).ends(30, 30));
    }

    /** Whatever the chunks of a store are, a transfer comes to its end, and each byte is asked for once. */
    @Test
    void neverStopsForGood() {
        Random random = new Random(4);
        for (int run = 0; run < 300; run++) {
            long length = 1 + random.nextInt(40 << 20);
            long from = random.nextInt((int) length);
            int chunk = 1 << 14 + random.nextInt(9);
            WindowPlan plan = new WindowPlan(from, -1);
            long stored = from;
            long position = from;
            while (position < length) {
                int size = random.nextBoolean() ? SIZE : SIZE / 2;
                ByteWindow next = plan.next(length, size, true);
                assertEquals(position, next.from());
                position = next.end();
                assertTrue(position <= stored + WindowPlan.MOST_BEYOND);
                stored = Math.max(stored, position / chunk * chunk);
                plan.stored(stored);
            }
            assertNull(plan.next(length, SIZE, true));
        }
    }
}
