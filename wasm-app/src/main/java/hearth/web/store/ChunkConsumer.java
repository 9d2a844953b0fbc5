package hearth.web.store;

import org.teavm.jso.typedarrays.Uint8Array;

/** Takes a file's bytes in order, as they arrive. The next come when it has returned. */
public interface ChunkConsumer {
    /**
     * @param bytes      only valid during the call
     * @param fileOffset of the first of them
     */
    void accept(Uint8Array bytes, long fileOffset);
}
