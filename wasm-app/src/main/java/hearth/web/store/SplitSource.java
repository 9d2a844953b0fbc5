package hearth.web.store;

import hearth.format.GgufPart;
import hearth.web.hub.ModelReference;
import hearth.web.protocol.HearthException;
import org.teavm.jso.JSBody;
import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.Uint8Array;

import java.util.ArrayList;
import java.util.List;

/**
 * A model that is split into several files: one after the other, each stored, fetched and checked on its own. Together they
 * are read as one file.
 */
final class SplitSource implements ModelSource {
    private final ModelReference reference;
    private final DeviceStorage storage;
    private final String notice;
    private final List<PartHead> heads = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final boolean cached;
    private final long bytes;
    private Terms terms;
    private FileSource present;

    /**
     * Reads the heads of all files but the first, and opens that. Suspends.
     *
     * @param storage  null where the browser stores nothing
     * @param notice   why, in words, or null
     * @param listener is told how far another tab is that downloads the first file
     */
    SplitSource(ModelReference reference, DeviceStorage storage, String notice, Terms terms, boolean cached, TransferListener listener) {
        this.reference = reference;
        this.storage = storage;
        this.notice = notice;
        this.terms = terms;
        this.cached = cached;
        long sum = 0;
        for (int i = 1; i < count(reference); i++) {
            PartHead head = PartHeadReader.read(reference, i, storage, terms);
            heads.add(head);
            sum += head.part().bytes();
        }
        open(0, listener);
        if (present.bytes() < 0) {
            close();
            throw StoreErrors.unknownLength(reference.id());
        }
        bytes = sum + present.bytes();
    }

    /** How many files a model has. */
    static int count(ModelReference reference) {
        return Math.max(reference.parts().size(), reference.blobs().size());
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
    public List<GgufPart> following() {
        List<GgufPart> parts = new ArrayList<>();
        for (PartHead head : heads) {
            parts.add(head.part());
        }
        return parts;
    }

    @Override
    public void read(ChunkConsumer consumer, TransferListener listener) {
        long start = 0;
        for (int i = 0; i <= heads.size(); i++) {
            PartHead head = i == 0 ? null : heads.get(i - 1);
            TransferListener whole = whole(start, listener);
            if (head != null) {
                open(i, whole);
                requireLength(head);
            }
            long base = start;
            start += present.bytes();
            present.read((piece, offset) -> {
                if (head != null && offset < head.bytes().length) {
                    requireSame(head, piece, (int) offset);
                }
                consumer.accept(piece, base + offset);
            }, whole);
        }
    }

    /** Where there is no room for one file there is none for the model: then no other is kept either. */
    private void open(int index, TransferListener listener) {
        double others = 0;
        for (PartHead head : heads.subList(index, heads.size())) {
            others += head.missing();
        }
        present = FileSource.open(reference, index, storage, notice, terms, others, listener);
        if (terms.keep() != Keep.NO && !present.isKept()) {
            terms = new Terms(Keep.NO, terms.offline(), terms.consent(), terms.signal());
        }
    }

    /** What a listener is told of the whole model while one file is read. */
    private TransferListener whole(long base, TransferListener listener) {
        return new TransferListener() {
            @Override
            public void progress(long loaded, long total, double perSecond, double left, boolean fileCached) {
                long all = base + loaded;
                listener.progress(all, bytes, perSecond, perSecond == 0 ? -1 : (bytes - all) / perSecond, cached);
            }

            @Override
            public void notice(String text) {
                if (!notices.contains(text)) {
                    notices.add(text);
                    listener.notice(text);
                }
            }
        };
    }

    private void requireLength(PartHead head) {
        if (present.bytes() != head.part().bytes()) {
            close();
            throw changed(head);
        }
    }

    /** The program was made by the head that was read before: the file must still have it. */
    private void requireSame(PartHead head, Uint8Array piece, int offset) {
        byte[] given = start(piece, Math.min(piece.getLength(), head.bytes().length - offset)).copyToJavaArray();
        for (int i = 0; i < given.length; i++) {
            if (given[i] != head.bytes()[offset + i]) {
                throw changed(head);
            }
        }
    }

    private HearthException changed(PartHead head) {
        return StoreErrors.changed("File " + (heads.indexOf(head) + 2) + " of '" + reference.id() + "'");
    }

    @Override
    public void close() {
        present.close();
    }

    @JSBody(params = {"bytes", "count"}, script = "return new Int8Array(bytes.buffer, bytes.byteOffset, count);")
    private static native Int8Array start(Uint8Array bytes, int count);
}
