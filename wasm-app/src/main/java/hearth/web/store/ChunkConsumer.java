package hearth.web.store;

import org.teavm.jso.typedarrays.Uint8Array;

/** Takes a file's bytes in order, as they arrive. The next come when it has returned. */
public interface ChunkConsumer {
    /** Told first where a file of {@code bytes} bytes lies on this device and comes as fast as it can be taken. */
    default void expects(long bytes) {
    }

    /**
     * @param bytes      only valid during the call
     * @param fileOffset of the first of them
     */
    void accept(Uint8Array bytes, long fileOffset);

    /** Whether all that comes next may come in parts, in any order. */
    default boolean takesParts() {
        return false;
    }

    /** Takes all that comes next, which begins after what has been accepted; only where it {@link #takesParts}. May suspend. */
    default void acceptParts(StoredParts parts) {
        throw new UnsupportedOperationException();
    }
}
