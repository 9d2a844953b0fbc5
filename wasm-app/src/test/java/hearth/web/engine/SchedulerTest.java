package hearth.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.format.ModelFileException;
import hearth.web.engine.queue.Job;
import hearth.web.engine.queue.Scheduler;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import org.junit.jupiter.api.Test;

import java.util.Map;

class SchedulerTest {
    private final StringBuilder log = new StringBuilder();
    private int wakes;
    private final Scheduler scheduler = new Scheduler(() -> wakes++);
    private final Scheduler.Lane lane = new Scheduler.Lane();

    private Job letters(char letter, int steps, RecordedReply reply) {
        int[] left = {steps};
        return () -> {
            log.append(letter);
            left[0]--;
            if (left[0] == 0) {
                reply.result(Map.of());
            }
            return left[0] > 0;
        };
    }

    private RecordedReply submit(Scheduler.Lane where, long request, char letter, int steps) {
        RecordedReply reply = new RecordedReply();
        scheduler.submit(where, request, 1, letters(letter, steps, reply), reply);
        return reply;
    }

    private void runAll() {
        while (scheduler.step()) {
            // until nothing is left
        }
    }

    @Test
    void jobsOfOneLaneRunInTheirOrder() {
        submit(lane, 1, 'a', 3);
        submit(lane, 2, 'b', 2);
        submit(lane, 3, 'c', 1);
        runAll();
        assertEquals("aaabbc", log.toString());
    }

    @Test
    void lanesTakeTurns() {
        submit(lane, 1, 'a', 3);
        submit(new Scheduler.Lane(), 2, 'b', 3);
        runAll();
        assertEquals("ababab", log.toString());
    }

    @Test
    void wakesOnceWhenWorkComesAndNothingIsLeftAfterIt() {
        submit(lane, 1, 'a', 1);
        submit(lane, 2, 'b', 1);
        assertEquals(1, wakes);
        runAll();
        assertFalse(scheduler.step());
        submit(lane, 3, 'c', 1);
        assertEquals(2, wakes);
    }

    @Test
    void aRunningJobIsTakenBackAndTheNextOneGoesOn() {
        RecordedReply first = submit(lane, 1, 'a', 100);
        RecordedReply second = submit(lane, 2, 'b', 2);
        scheduler.step();
        assertTrue(scheduler.cancel(1));
        assertEquals(ErrorCode.ABORTED, first.failure.code());
        runAll();
        assertEquals("abb", log.toString());
        assertTrue(second.ended());
        assertNull(second.failure);
    }

    @Test
    void aWaitingJobIsTakenBackBeforeItBegins() {
        submit(lane, 1, 'a', 2);
        RecordedReply second = submit(lane, 2, 'b', 2);
        assertTrue(scheduler.cancel(2));
        assertEquals(ErrorCode.ABORTED, second.failure.code());
        runAll();
        assertEquals("aa", log.toString());
        assertFalse(scheduler.cancel(2));
    }

    @Test
    void aFailingJobTellsWhyAndFreesTheLane() {
        RecordedReply first = new RecordedReply();
        scheduler.submit(lane, 1, 1, () -> {
            throw ModelFileException.damaged("tensor x is broken");
        }, first);
        RecordedReply second = submit(lane, 2, 'b', 1);
        runAll();
        assertEquals(ErrorCode.BAD_MODEL, first.failure.code());
        assertTrue(second.ended());
    }

    @Test
    void allJobsOfAnOwnerEnd() {
        RecordedReply mine = submit(lane, 1, 'a', 5);
        RecordedReply others = new RecordedReply();
        scheduler.submit(lane, 2, 2, letters('b', 1, others), others);
        scheduler.cancelAll(lane, 1, new HearthException(ErrorCode.CLOSED, "gone", ""));
        assertEquals(ErrorCode.CLOSED, mine.failure.code());
        runAll();
        assertEquals("b", log.toString());
        assertNull(others.failure);
    }

    @Test
    void whatIsHeldBackGoesOutBeforeAnotherJobWorks() {
        RecordedReply alone = submit(lane, 1, 'a', 3);
        runAll();
        assertEquals(0, alone.flushes);
        RecordedReply shared = submit(lane, 2, 'b', 3);
        submit(new Scheduler.Lane(), 3, 'c', 2);
        runAll();
        assertEquals("aaabcbcb", log.toString());
        assertEquals(2, shared.flushes);
    }
}
