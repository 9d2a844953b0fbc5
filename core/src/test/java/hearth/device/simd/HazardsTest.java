package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.simd.Hazards.Access;
import hearth.device.simd.Hazards.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class HazardsTest {
    private static final Range A = new Range(0, 64);
    private static final Range B = new Range(64, 128);
    private static final Range WITHIN_A = new Range(60, 70);

    private final Hazards hazards = new Hazards();

    private boolean parts(List<Range> reads, List<Range> writes) {
        return hazards.separate(new Access(reads, writes, false));
    }

    private boolean each(List<Range> reads, List<Range> writes) {
        return hazards.separate(new Access(reads, writes, true));
    }

    @Test
    void whatOthersWroteMayBeReadOnlyAfterABarrier() {
        assertFalse(parts(List.of(), List.of(A)));
        assertTrue(parts(List.of(WITHIN_A), List.of()));
    }

    @Test
    void whatOthersWroteMayBeWrittenOnlyAfterABarrier() {
        assertFalse(parts(List.of(), List.of(A)));
        assertTrue(parts(List.of(), List.of(A)));
        assertTrue(each(List.of(), List.of(A)));
    }

    @Test
    void whatOthersReadMayBeWrittenOnlyAfterABarrier() {
        assertFalse(parts(List.of(A), List.of()));
        assertFalse(parts(List.of(A), List.of(B)));
        assertTrue(each(List.of(), List.of(A)));
    }

    @Test
    void whatEachWroteEachMayRead() {
        assertFalse(each(List.of(), List.of(A)));
        assertFalse(parts(List.of(A), List.of()));
        assertFalse(each(List.of(A), List.of(B)));
        assertTrue(parts(List.of(), List.of(A)));
    }

    @Test
    void productsOfOneInputGoOn() {
        assertFalse(each(List.of(), List.of(A)));
        assertFalse(parts(List.of(A), List.of(B)));
        assertFalse(parts(List.of(A), List.of(new Range(128, 192))));
        assertTrue(parts(List.of(B), List.of()));
    }

    @Test
    void aBarrierEndsAllTies() {
        assertFalse(parts(List.of(A), List.of(B)));
        assertTrue(parts(List.of(B), List.of()));
        assertFalse(parts(List.of(), List.of(A)));
    }
}
