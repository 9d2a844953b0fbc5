package hearth.web.store;

import hearth.format.GgufPart;
import hearth.format.GgufReader;
import hearth.web.hub.Download;
import hearth.web.hub.FilePart;
import hearth.web.hub.FileVersion;
import hearth.web.hub.ModelReference;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.Blobs;
import hearth.web.platform.ByteStream;
import org.teavm.jso.JSBody;
import org.teavm.jso.file.Blob;
import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.Uint8Array;

import java.io.ByteArrayOutputStream;

/**
 * Reads the heads of a model's files after the first: a program is made of all tensors, so they are needed before the first
 * weight comes. Of a file on the network only as much is fetched as its head has.
 */
final class PartHeadReader {
    /** Bytes that are asked for first: room for hundreds of tensors. */
    private static final int FIRST = 64 << 10;

    /** Bytes in order; null at their end. */
    private interface Pieces {
        Uint8Array next();
    }

    private final GgufReader reader;
    private final long fileBytes;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();

    private PartHeadReader(long fileBytes) {
        reader = new GgufReader(fileBytes);
        this.fileBytes = fileBytes;
    }

    /**
     * The head of a file, from the device where it is there. Suspends.
     *
     * @param index   which of the model's files, from 0 on
     * @param storage null where the browser stores nothing
     */
    static PartHead read(ModelReference reference, int index, DeviceStorage storage, Terms terms) {
        if (reference.isOwn()) {
            return own(reference.blobs().get(index));
        }
        FilePart file = reference.parts().get(index);
        KeptFile kept = new KeptFile(reference, index, storage, Keep.NO, null);
        try {
            kept.find();
            double here = kept.resumable();
            StoredReader stored = here == 0 ? null : kept.reader(terms.offline(), terms.signal());
            PartHead head = stored == null ? null : new PartHeadReader(kept.bytes()).head(stored::next, kept.bytes() - here);
            if (head != null) {
                return head;
            }
            if (file.url() == null) {
                throw StoreErrors.notKept(reference.name());
            }
            if (terms.offline()) {
                throw StoreErrors.notStored(file.key());
            }
            return fetched(file, here, terms.signal());
        } finally {
            kept.close();
        }
    }

    private static PartHead own(Blob file) {
        ByteStream stream = new ByteStream(Blobs.stream(file), false);
        try {
            long bytes = (long) Blobs.size(file);
            return new PartHeadReader(bytes).required(stream::next, bytes);
        } finally {
            stream.cancel();
        }
    }

    private static PartHead fetched(FilePart file, double here, AbortSignal signal) {
        PartHeadReader heads = null;
        FileVersion version = null;
        for (long from = 0, end = FIRST; ; from = end, end *= 4) {
            Download download = new Download(file, signal);
            try {
                if (!download.start(from, end, version)) {
                    throw StoreErrors.changed(file.url());
                }
                version = download.version();
                long bytes = version.bytes();
                if (bytes < 0) {
                    throw StoreErrors.unknownLength(file.url());
                }
                heads = heads == null ? new PartHeadReader(bytes) : heads;
                PartHead head = end < bytes ? heads.head(download::next, bytes - here) : heads.required(download::next, bytes - here);
                if (head != null) {
                    return head;
                }
            } finally {
                download.close();
            }
        }
    }

    /** Null where the pieces end within the head. */
    private PartHead head(Pieces pieces, double missing) {
        for (Uint8Array piece = pieces.next(); piece != null; piece = pieces.next()) {
            byte[] bytes = signed(piece).copyToJavaArray();
            head.write(bytes, 0, reader.append(bytes, 0, bytes.length));
            if (reader.complete()) {
                return new PartHead(new GgufPart(reader.gguf(), fileBytes), head.toByteArray(), missing);
            }
        }
        return null;
    }

    /** The same where the pieces are the whole file. */
    private PartHead required(Pieces pieces, double missing) {
        PartHead whole = head(pieces, missing);
        if (whole == null) {
            throw StoreErrors.cutHead(head.size());
        }
        return whole;
    }

    @JSBody(params = "bytes", script = "return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    private static native Int8Array signed(Uint8Array bytes);
}
