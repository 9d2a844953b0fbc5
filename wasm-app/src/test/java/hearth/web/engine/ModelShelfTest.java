package hearth.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.program.StateType;
import hearth.web.engine.model.ModelHandle;
import hearth.web.engine.model.ModelShelf;
import hearth.web.engine.request.ContextOptions;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import org.junit.jupiter.api.Test;

import java.util.Map;

class ModelShelfTest {
    private final ModelShelf shelf = new ModelShelf();
    private final ScriptedRunner runner = new ScriptedRunner(TinyModel.VOCABULARY, TinyModel.CONTEXT);
    private final RecordedReply first = new RecordedReply();
    private final RecordedReply second = new RecordedReply();

    private ModelHandle handle(RecordedReply reply) {
        return shelf.handle((Long) reply.result.get("handle"));
    }

    private static long contextLength(RecordedReply reply) {
        return (Long) ((Map<?, ?>) reply.result.get("info")).get("contextLength");
    }

    @Test
    void twoLoadsShareOneArrivalAndOneCopy() {
        ModelShelf.Arrival arrival = shelf.ask("tiny", 1, ContextOptions.AUTOMATIC, first);
        assertNull(shelf.ask("tiny", 2, ContextOptions.AUTOMATIC, second));
        arrival.progress(Map.of("phase", "download"));
        shelf.arrived(arrival, TinyModel.over(runner));
        assertEquals(1, first.progress.size());
        assertEquals(1, second.progress.size());
        assertTrue(handle(first).number() != handle(second).number());
        assertEquals(handle(first).model(), handle(second).model());
        assertEquals(1000, shelf.weightsBytes());
        assertEquals(100, shelf.stateBytes());
    }

    @Test
    void aModelThatIsKnownByAnotherNameIsNotFetchedTwice() {
        ModelShelf.Arrival tiny = shelf.ask("tiny", 1, ContextOptions.AUTOMATIC, first);
        ModelShelf.Arrival same = shelf.ask("repository", 2, ContextOptions.AUTOMATIC, second);
        assertTrue(shelf.identified(tiny, "tiny"));
        assertFalse(shelf.identified(same, "tiny"));
        shelf.arrived(tiny, TinyModel.over(runner));
        assertEquals(handle(first).model(), handle(second).model());
        RecordedReply third = new RecordedReply();
        assertFalse(shelf.identified(shelf.ask("repository", 3, ContextOptions.AUTOMATIC, third), "tiny"));
        assertEquals(handle(first).model(), handle(third).model());
    }

    @Test
    void anIdentifiedModelIsFoundByItsOwnName() {
        ModelShelf.Arrival arrival = shelf.ask("repository", 1, ContextOptions.AUTOMATIC, first);
        assertTrue(shelf.identified(arrival, "tiny"));
        assertNull(shelf.ask("tiny", 2, ContextOptions.AUTOMATIC, second));
        assertTrue(shelf.cancel(1));
        assertTrue(shelf.identified(arrival, "tiny"));
        assertTrue(shelf.cancel(2));
        assertFalse(shelf.identified(arrival, "other"));
    }

    @Test
    void aThirdLoadGetsTheModelAtOnce() {
        shelf.arrived(shelf.ask("tiny", 1, ContextOptions.AUTOMATIC, first), TinyModel.over(runner));
        assertNull(shelf.ask("tiny", 2, ContextOptions.AUTOMATIC, second));
        assertNotNull(second.result);
    }

    @Test
    void theWeightsGoWithTheLastHandle() {
        shelf.arrived(shelf.ask("tiny", 1, ContextOptions.AUTOMATIC, first), TinyModel.over(runner));
        shelf.ask("tiny", 2, ContextOptions.AUTOMATIC, second);
        ModelHandle one = handle(first);
        shelf.release(one);
        shelf.release(one);
        assertFalse(runner.closed);
        assertEquals(ErrorCode.CLOSED, assertThrows(HearthException.class, () -> shelf.handle(one.number())).code());
        shelf.release(handle(second));
        assertTrue(runner.closed);
        assertEquals(0, shelf.weightsBytes());
        assertNotNull(shelf.ask("tiny", 3, ContextOptions.AUTOMATIC, new RecordedReply()));
    }

    @Test
    void aHandleKeepsToTheContextThatItAskedFor() {
        ModelShelf.Arrival arrival = shelf.ask("tiny", 1, new ContextOptions(20, null), first);
        shelf.ask("tiny", 2, new ContextOptions(30, null), second);
        assertEquals(new ContextOptions(30, null), arrival.context());
        shelf.arrived(arrival, TinyModel.over(new ScriptedRunner(TinyModel.VOCABULARY, 30)));
        assertEquals(20, contextLength(first));
        assertEquals(30, contextLength(second));
        RecordedReply third = new RecordedReply();
        shelf.ask("tiny", 3, new ContextOptions(31, null), third);
        assertEquals(ErrorCode.BAD_REQUEST, third.failure.code());
        assertTrue(third.failure.getMessage().contains("contextLength"));
    }

    @Test
    void whoAsksForAnotherKvCacheThanThereIsIsRefused() {
        ModelShelf.Arrival arrival = shelf.ask("tiny", 1, ContextOptions.AUTOMATIC, first);
        shelf.ask("tiny", 2, new ContextOptions(0, StateType.Q8), second);
        RecordedReply third = new RecordedReply();
        shelf.ask("tiny", 3, new ContextOptions(0, StateType.F16), third);
        assertEquals(new ContextOptions(0, StateType.Q8), arrival.context());
        shelf.arrived(arrival, TinyModel.over(runner, StateType.Q8));
        assertEquals("q8", ((Map<?, ?>) first.result.get("info")).get("kvCache"));
        assertNotNull(second.result);
        assertEquals(ErrorCode.BAD_REQUEST, third.failure.code());
        assertTrue(third.failure.getMessage().contains("kvCache is 'f16'"), third.failure.getMessage());
        assertEquals(handle(first).model(), handle(second).model());
    }

    @Test
    void onlyTheLastWhoGivesUpStopsTheFetching() {
        boolean[] stopped = {false};
        ModelShelf.Arrival arrival = shelf.ask("tiny", 1, ContextOptions.AUTOMATIC, first);
        arrival.whenAbandoned(() -> stopped[0] = true);
        shelf.ask("tiny", 2, ContextOptions.AUTOMATIC, second);
        assertTrue(shelf.cancel(1));
        assertEquals(ErrorCode.ABORTED, first.failure.code());
        assertFalse(stopped[0]);
        assertTrue(shelf.cancel(2));
        assertTrue(stopped[0]);
        assertFalse(shelf.cancel(2));
    }

    @Test
    void afterAllGaveUpTheNextLoadBeginsAnewAndALateArrivalIsDropped() {
        ModelShelf.Arrival abandoned = shelf.ask("tiny", 1, ContextOptions.AUTOMATIC, first);
        shelf.cancel(1);
        ModelShelf.Arrival again = shelf.ask("tiny", 2, ContextOptions.AUTOMATIC, second);
        assertNotNull(again);
        shelf.arrived(abandoned, TinyModel.over(runner));
        assertTrue(runner.closed);
        shelf.arrived(again, TinyModel.over(new ScriptedRunner(TinyModel.VOCABULARY, TinyModel.CONTEXT)));
        assertNotNull(second.result);
    }

    @Test
    void aFailureReachesEverybodyAndTheNextLoadBeginsAnew() {
        ModelShelf.Arrival arrival = shelf.ask("tiny", 1, ContextOptions.AUTOMATIC, first);
        shelf.ask("tiny", 2, ContextOptions.AUTOMATIC, second);
        shelf.failed(arrival, new HearthException(ErrorCode.NETWORK, "cut", "again"));
        assertEquals(ErrorCode.NETWORK, first.failure.code());
        assertEquals(ErrorCode.NETWORK, second.failure.code());
        assertNotNull(shelf.ask("tiny", 3, ContextOptions.AUTOMATIC, new RecordedReply()));
    }

    @Test
    void whatUsersAreToldOfTheModel() {
        shelf.arrived(shelf.ask("tiny", 1, ContextOptions.AUTOMATIC, first), TinyModel.over(runner));
        Map<?, ?> info = (Map<?, ?>) first.result.get("info");
        assertEquals("hearth-tiny", info.get("id"));
        assertEquals("hearth-tiny", info.get("name"));
        assertEquals("qwen35", info.get("architecture"));
        assertEquals(5005088L, info.get("parameters"));
        assertEquals(3367584L, info.get("bytes"));
        assertEquals("Q4_0", info.get("quantization"));
        assertEquals((long) TinyModel.CONTEXT, info.get("contextLength"));
        assertEquals("f16", info.get("kvCache"));
        assertEquals(3072L, info.get("vocabulary"));
        assertEquals(false, info.get("vision"));
        assertEquals("Apache-2.0", info.get("license"));
        assertFalse(info.containsKey("notices"));
    }
}
