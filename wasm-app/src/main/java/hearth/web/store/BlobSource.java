package hearth.web.store;

import hearth.web.hub.ModelReference;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.Blobs;
import hearth.web.platform.ByteStream;
import hearth.web.platform.JavaScriptException;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import org.teavm.jso.typedarrays.Uint8Array;

/** A file that the user picked or dropped: read where it lies. */
final class BlobSource implements ModelSource {
    private final ModelReference reference;
    private final AbortSignal signal;
    private final long bytes;

    BlobSource(ModelReference reference, AbortSignal signal) {
        this.reference = reference;
        this.signal = signal;
        this.bytes = (long) Blobs.size(reference.blobs().get(0));
    }

    @Override
    public String id() {
        return reference.id();
    }

    @Override
    public String name() {
        return reference.name();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void read(ChunkConsumer consumer, TransferListener listener) {
        TransferMeter meter = new TransferMeter(listener, bytes, true);
        ByteStream stream = new ByteStream(Blobs.stream(reference.blobs().get(0)), true);
        try {
            long position = 0;
            Uint8Array chunk = next(stream);
            while (chunk != null) {
                consumer.accept(chunk, position);
                position += chunk.getLength();
                meter.moved(chunk.getLength());
                chunk = next(stream);
            }
            meter.report();
        } finally {
            stream.cancel();
        }
    }

    private Uint8Array next(ByteStream stream) {
        if (signal.isAborted()) {
            throw StoreErrors.aborted();
        }
        try {
            return stream.next();
        } catch (JavaScriptException failure) {
            throw new HearthException(ErrorCode.STORAGE, "The file " + reference.name() + " cannot be read (" + failure.getMessage() + ")",
                    "Choose the file again: it may have been moved or changed.", failure);
        }
    }

    @Override
    public void close() {
        // Nothing is held: the file belongs to the user.
    }
}
