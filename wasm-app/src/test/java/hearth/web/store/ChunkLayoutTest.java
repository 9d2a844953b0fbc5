package hearth.web.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ChunkLayoutTest {
    private static final int CHUNK = 1 << 20;

    @Test
    void theLastChunkIsWhatIsLeft() {
        ChunkLayout layout = new ChunkLayout(2L * CHUNK + 5, CHUNK);
        assertEquals(3, layout.count());
        assertEquals(CHUNK, layout.size(1));
        assertEquals(5, layout.size(2));
        assertEquals(2L * CHUNK, layout.start(2));
    }

    @Test
    void wholeChunksHaveNoEmptyOneBehindThem() {
        assertEquals(2, new ChunkLayout(2L * CHUNK, CHUNK).count());
        assertEquals(0, new ChunkLayout(0, CHUNK).count());
    }

    @Test
    void offsetsBeyondFourGigabytesHold() {
        ChunkLayout layout = new ChunkLayout(9_000_000_000L, CHUNK);
        int last = layout.count() - 1;
        assertEquals(9_000_000_000L, layout.start(last) + layout.size(last));
        assertEquals(last, layout.chunkAt(8_999_999_999L));
    }
}
