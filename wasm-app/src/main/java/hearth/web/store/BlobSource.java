package hearth.web.store;

import hearth.web.hub.FileVersion;
import hearth.web.hub.ModelReference;
import hearth.web.platform.Blobs;
import hearth.web.platform.ByteStream;
import hearth.web.platform.JavaScriptException;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import org.teavm.jso.file.Blob;
import org.teavm.jso.typedarrays.Uint8Array;

/** A file that the user picked or dropped: read where it lies, and copied on the way where it is to be kept. */
final class BlobSource implements FileSource {
    private final ModelReference reference;
    private final Blob blob;
    private final double others;
    private final long bytes;
    private final Terms terms;
    /** Null where the file is only read. */
    private final KeptFile kept;

    /**
     * @param reference as it is called where it is kept, if that is wanted
     * @param index     which of the model's files, from 0 on
     * @param storage   null where the browser stores nothing
     * @param notice    why, in words, or null
     * @param others    bytes that the model's further files need on the device
     */
    BlobSource(ModelReference reference, int index, DeviceStorage storage, String notice, Terms terms, double others) {
        this.reference = reference;
        this.terms = terms;
        this.others = others;
        blob = reference.blobs().get(index);
        bytes = (long) Blobs.size(blob);
        kept = terms.keep() == Keep.NO ? null : new KeptFile(reference, index, storage, terms.keep(), notice);
    }

    /** Makes ready to keep the file, if that is wanted and has not been done. Suspends. */
    void open(TransferListener listener) {
        if (kept == null) {
            return;
        }
        FileVersion version = new FileVersion(null, Blobs.lastModified(blob), bytes);
        try {
            kept.find();
            if (!isKept(version)) {
                kept.lock(terms.signal(), listener);
                kept.find();
                if (!isKept(version)) {
                    kept.startAnew(version);
                    kept.prepare(terms.consent(), others);
                    kept.write(position -> { });
                }
            }
        } catch (RuntimeException failure) {
            close();
            throw StoreErrors.inWords("the record of '" + reference.id() + "' could not be read", failure, terms.signal());
        }
    }

    @Override
    public boolean isKept() {
        return kept != null && kept.isWanted();
    }

    private boolean isKept(FileVersion version) {
        return kept.isWhole() && kept.version().sameAs(version);
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
        TransferMeter meter = new TransferMeter(listener, null, bytes, true);
        ByteStream stream = new ByteStream(Blobs.stream(blob), true);
        boolean whole = false;
        try {
            if (kept != null && kept.notice() != null) {
                listener.notice(kept.notice());
            }
            consumer.expects(bytes);
            long position = 0;
            for (Uint8Array chunk = next(stream); chunk != null; chunk = next(stream)) {
                consumer.accept(chunk, position);
                if (kept != null && kept.isWriting()) {
                    kept.arrived(chunk, listener);
                }
                position += chunk.getLength();
                meter.moved(chunk.getLength());
            }
            if (kept != null) {
                kept.complete(position, null, listener);
            }
            meter.report();
            whole = true;
        } finally {
            stream.cancel();
            if (!whole && kept != null && kept.isWriting()) {
                kept.forget();
            }
            close();
        }
    }

    private Uint8Array next(ByteStream stream) {
        if (terms.signal().isAborted()) {
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
        if (kept != null) {
            kept.close();
        }
    }
}
