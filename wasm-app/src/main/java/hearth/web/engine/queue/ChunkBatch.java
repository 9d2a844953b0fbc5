package hearth.web.engine.queue;

/**
 * Gathers the pieces of a streamed answer, so that a fast model sends the page no more messages than a screen shows. The first
 * pieces, and those of a slow model, go out as they come. Nothing runs by itself: what is held goes out with the next piece,
 * when a token brings none, or when somebody flushes.
 */
public final class ChunkBatch {
    /** Takes a JSON array of pieces, in their order. */
    public interface Sink {
        void post(String chunks);
    }

    /** Nanoseconds between two messages, at least: half of a frame. */
    public static final long SPACING = 8_000_000;
    /** Begins and first token: they are waited for. */
    private static final int AT_ONCE = 2;

    private final Sink sink;
    private final StringBuilder held = new StringBuilder();
    private int posts;
    private long posted;

    public ChunkBatch(Sink sink) {
        this.sink = sink;
    }

    /**
     * Adds a piece.
     *
     * @param chunk JSON text
     * @param now   nanoseconds, by any clock
     */
    public void add(String chunk, long now) {
        held.append(held.length() == 0 ? '[' : ',').append(chunk);
        sendDue(now);
    }

    /** Sends what is held if that is long enough ago. */
    public void sendDue(long now) {
        if (posts < AT_ONCE || now - posted >= SPACING) {
            posted = now;
            flush();
        }
    }

    /** Sends what is held. */
    public void flush() {
        if (held.length() > 0) {
            posts++;
            sink.post(held.append(']').toString());
            held.setLength(0);
        }
    }
}
