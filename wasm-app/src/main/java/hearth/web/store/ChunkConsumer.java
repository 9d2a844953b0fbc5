package hearth.web.store;

import org.teavm.jso.typedarrays.Uint8Array;

/** Takes a file's bytes in order, as they arrive. The next come when it has returned. */
public interface ChunkConsumer {
    /** Told how much of some parts has been taken; it must not suspend. */
    interface Taken {
        void bytes(long sinceTheirStart);
    }

    /** Told first where a file of {@code bytes} bytes lies on this device and comes as fast as it can be taken. */
    void expects(long bytes);

    /**
     * @param bytes      only valid during the call
     * @param fileOffset of the first of them
     */
    void accept(Uint8Array bytes, long fileOffset);

    /** Whether what comes next may come in parts, all at once. */
    boolean takesParts();

    /**
     * Takes parts that follow on what has been accepted. May suspend.
     *
     * @return how many of the first parts have been taken whole: fewer than there are where one could not be read, or the load
     *         was stopped
     */
    int acceptParts(FileParts parts, Taken taken);
}
