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
            consumer.expects(bytes);
            long position = 0;
            Uint8Array chunk = next(stream);
            while (chunk != null) {
                consumer.accept(chunk, position);
                position += chunk.getLength();
                meter.moved(chunk.getLength());
                if (position < bytes && consumer.takesParts()) {
                    readParts(position, consumer, meter);
                    break;
                }
                chunk = next(stream);
            }
            meter.report();
        } finally {
            stream.cancel();
        }
    }

    private void readParts(long position, ChunkConsumer consumer, TransferMeter meter) {
        FileParts parts = FileParts.of(reference.blobs().get(0), position, bytes);
        long[] told = {0};
        int taken = consumer.acceptParts(parts, loaded -> {
            meter.moved((int) (loaded - told[0]));
            told[0] = loaded;
        });
        requireWanted();
        if (taken < parts.count()) {
            throw unreadable("at byte " + parts.end(taken), null);
        }
    }

    private Uint8Array next(ByteStream stream) {
        requireWanted();
        try {
            return stream.next();
        } catch (JavaScriptException failure) {
            throw unreadable(failure.getMessage(), failure);
        }
    }

    private void requireWanted() {
        if (signal.isAborted()) {
            throw StoreErrors.aborted();
        }
    }

    private HearthException unreadable(String why, Throwable cause) {
        return new HearthException(ErrorCode.STORAGE, "The file " + reference.name() + " cannot be read (" + why + ")",
                "Choose the file again: it may have been moved or changed.", cause);
    }

    @Override
    public void close() {
        // Nothing is held: the file belongs to the user.
    }
}
