package hearth.web.store;

import hearth.format.GgufPart;
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
    /** Opens one of the files. */
    interface Opener {
        /** @param index from 0 on; suspends */
        ModelSource open(int index);
    }

    private final String id;
    private final String name;
    private final List<PartHead> heads;
    private final boolean cached;
    private final Opener opener;
    private final List<String> notices = new ArrayList<>();
    private final long bytes;
    private ModelSource present;

    /**
     * Opens the first file. Suspends.
     *
     * @param heads  of the files after the first
     * @param cached whether all files are on this device
     */
    SplitSource(String id, String name, List<PartHead> heads, boolean cached, Opener opener) {
        this.id = id;
        this.name = name;
        this.heads = heads;
        this.cached = cached;
        this.opener = opener;
        present = opener.open(0);
        if (present.bytes() < 0) {
            close();
            throw StoreErrors.unknownLength(id);
        }
        long sum = present.bytes();
        for (PartHead head : heads) {
            sum += head.part().bytes();
        }
        bytes = sum;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return name;
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
            if (head != null) {
                present = opener.open(i);
                if (present.bytes() != head.part().bytes()) {
                    close();
                    throw changed(head);
                }
            }
            long base = start;
            start += present.bytes();
            present.read((piece, offset) -> {
                if (head != null && offset < head.bytes().length) {
                    requireSame(head, piece, (int) offset);
                }
                consumer.accept(piece, base + offset);
            }, whole(base, listener));
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
        return StoreErrors.changed("File " + (heads.indexOf(head) + 2) + " of '" + id + "'");
    }

    @Override
    public void close() {
        present.close();
    }

    @JSBody(params = {"bytes", "count"}, script = "return new Int8Array(bytes.buffer, bytes.byteOffset, count);")
    private static native Int8Array start(Uint8Array bytes, int count);
}
