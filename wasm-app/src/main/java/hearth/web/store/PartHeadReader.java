package hearth.web.store;

import hearth.format.GgufPart;
import hearth.format.GgufReader;
import hearth.web.hub.Download;
import hearth.web.hub.FilePart;
import hearth.web.hub.FileVersion;
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
     * The head of a file that is stored whole, or of which the head is. Suspends.
     *
     * @return null where what is stored ends within the head
     */
    static PartHead stored(ChunkDatabase database, StoredFile file) {
        ChunkReader chunks = new ChunkReader(database, file.getId(), (long) file.getStoredBytes(), file.chunkBytes());
        try {
            return new PartHeadReader((long) file.getBytes()).read(chunks::next);
        } finally {
            chunks.close();
        }
    }

    /** The head of a user's own file. Suspends. */
    static PartHead own(Blob file) {
        ByteStream stream = new ByteStream(Blobs.stream(file), false);
        try {
            return new PartHeadReader((long) Blobs.size(file)).required(stream::next);
        } finally {
            stream.cancel();
        }
    }

    /** The head of a file on the network. Suspends. */
    static PartHead fetched(FilePart file, AbortSignal signal) {
        PartHeadReader heads = null;
        FileVersion version = null;
        for (long from = 0, end = FIRST; ; from = end, end *= 4) {
            Download download = new Download(file, signal);
            download.until(end);
            try {
                if (!download.start(from, version) || download.version().bytes() < 0) {
                    throw version == null ? StoreErrors.unknownLength(file.url()) : StoreErrors.changed(file.url());
                }
                version = download.version();
                heads = heads == null ? new PartHeadReader(version.bytes()) : heads;
                PartHead head = end < version.bytes() ? heads.read(download::next) : heads.required(download::next);
                if (head != null) {
                    return head;
                }
            } finally {
                download.close();
            }
        }
    }

    /** Null where the pieces end within the head. */
    private PartHead read(Pieces pieces) {
        for (Uint8Array piece = pieces.next(); piece != null; piece = pieces.next()) {
            byte[] bytes = signed(piece).copyToJavaArray();
            head.write(bytes, 0, reader.append(bytes, 0, bytes.length));
            if (reader.complete()) {
                return new PartHead(new GgufPart(reader.gguf(), fileBytes), head.toByteArray());
            }
        }
        return null;
    }

    /** The same where the pieces are the whole file. */
    private PartHead required(Pieces pieces) {
        PartHead whole = read(pieces);
        if (whole == null) {
            throw StoreErrors.cutHead(head.size());
        }
        return whole;
    }

    @JSBody(params = "bytes", script = "return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    private static native Int8Array signed(Uint8Array bytes);
}
