package hearth.web.store;

import hearth.format.GgufPart;

import java.util.List;

/** A model file that is about to be read, once, from its first byte to its last. All calls may suspend the coroutine. */
public interface ModelSource {
    /** Under which id it is kept; also what users see. */
    String id();

    /** What people call it. */
    String name();

    /** The file's length, or -1 where the server does not say. */
    long bytes();

    /** The model's files after the first, where it is split: all are read as one, the first's bytes followed by theirs. */
    default List<GgufPart> following() {
        return List.of();
    }

    /**
     * Hands the whole file to {@code consumer}, in order, and keeps it on the device on the way where that was asked
     * for. What the consumer throws ends the reading and comes out here.
     *
     * @throws hearth.web.protocol.HearthException aborted, offline, network, gated, not-found, integrity, quota ...
     */
    void read(ChunkConsumer consumer, TransferListener listener);

    /** Gives up what a source holds that is not read after all. Also done at the end of {@link #read}. */
    void close();
}
