package hearth.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hearth.web.engine.queue.ChunkBatch;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ChunkBatchTest {
    private final List<String> posted = new ArrayList<>();
    private final ChunkBatch batch = new ChunkBatch(posted::add);

    @Test
    void beginAndFirstTokenGoOutAtOnce() {
        batch.add("0", 0);
        batch.add("1", 1);
        assertEquals(List.of("[0]", "[1]"), posted);
    }

    @Test
    void piecesOfASlowModelGoOutAsTheyCome() {
        for (int i = 0; i < 4; i++) {
            batch.add("" + i, i * ChunkBatch.SPACING);
        }
        assertEquals(List.of("[0]", "[1]", "[2]", "[3]"), posted);
    }

    @Test
    void piecesOfAFastModelGoOutTogetherInTheirOrder() {
        for (int i = 0; i < 12; i++) {
            batch.add("" + i, i * ChunkBatch.SPACING / 4);
        }
        assertEquals(List.of("[0]", "[1]", "[2,3,4,5]", "[6,7,8,9]"), posted);
        batch.flush();
        assertEquals("[10,11]", posted.get(4));
        batch.flush();
        assertEquals(5, posted.size());
    }

    @Test
    void aTokenWithoutTextSendsWhatWasHeldLongEnough() {
        batch.add("0", 0);
        batch.add("1", 1);
        batch.add("2", 2);
        batch.sendDue(ChunkBatch.SPACING);
        assertEquals(2, posted.size());
        batch.sendDue(ChunkBatch.SPACING + 1);
        assertEquals("[2]", posted.get(2));
        batch.sendDue(3 * ChunkBatch.SPACING);
        assertEquals(3, posted.size());
    }
}
