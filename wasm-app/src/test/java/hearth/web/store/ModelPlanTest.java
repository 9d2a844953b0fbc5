package hearth.web.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelPlanTest {
    private static ModelPlan plan(double bytes, double storedBytes, double freeBytes, boolean cached) {
        return new ModelPlan("id", "name", bytes, storedBytes, freeBytes, cached, false, List.of());
    }

    @Test
    void onlyWhatIsMissingMustFit() {
        assertEquals(60, plan(100, 40, 60, false).missingBytes());
        assertTrue(plan(100, 40, 60, false).fits());
        assertFalse(plan(100, 40, 59, false).fits());
    }

    @Test
    void whatIsHereNeedsNothing() {
        assertEquals(0, plan(100, 100, 0, true).missingBytes());
        assertTrue(plan(100, 100, 0, true).fits());
    }

    @Test
    void whatIsNotKnownIsNotInTheWay() {
        assertEquals(-1, plan(-1, 0, 10, false).missingBytes());
        assertTrue(plan(-1, 0, 10, false).fits());
        assertTrue(plan(100, 0, -1, false).fits());
    }
}
