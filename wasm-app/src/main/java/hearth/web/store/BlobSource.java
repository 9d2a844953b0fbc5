package hearth.web.store;

import hearth.format.GgufPart;
import hearth.web.hub.ModelReference;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.Blobs;
import hearth.web.platform.ByteStream;
import hearth.web.platform.JavaScriptException;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.file.Blob;
import org.teavm.jso.typedarrays.Uint8Array;

import java.util.ArrayList;
import java.util.List;

/** A file that the user picked or dropped, or several that are one model: read where they lie. */
final class BlobSource implements ModelSource {
    private final ModelReference reference;
    private final AbortSignal signal;
    private final Blob file;
    private final long bytes;
    private final List<GgufPart> following = new ArrayList<>();

    BlobSource(ModelReference reference, AbortSignal signal) {
        this.reference = reference;
        this.signal = signal;
        JSArray<Blob> files = new JSArray<>();
        for (Blob each : reference.blobs()) {
            files.push(each);
        }
        file = files.getLength() == 1 ? files.get(0) : Blobs.join(files);
        bytes = (long) Blobs.size(file);
    }

    /** Reads the heads of the files after the first. Suspends. */
    void open() {
        try {
            for (int i = 1; i < reference.blobs().size(); i++) {
                following.add(PartHeadReader.own(reference.blobs().get(i)).part());
            }
        } catch (JavaScriptException failure) {
            throw unreadable(failure);
        }
    }

    @Override
    public List<GgufPart> following() {
        return following;
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
        ByteStream stream = new ByteStream(Blobs.stream(file), true);
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
            throw unreadable(failure);
        }
    }

    private HearthException unreadable(JavaScriptException failure) {
        return new HearthException(ErrorCode.STORAGE, "The file " + reference.name() + " cannot be read (" + failure.getMessage() + ")",
                "Choose the file again: it may have been moved or changed.", failure);
    }

    @Override
    public void close() {
        // Nothing is held: the file belongs to the user.
    }
}
