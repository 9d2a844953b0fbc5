package hearth.web.store;

import hearth.web.hub.Download;
import hearth.web.hub.FilePart;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Promises;
import org.teavm.jso.typedarrays.Uint8Array;

/** Fetches single chunks of a stored file again: those that the device has lost or changed. */
final class ChunkRepair {
    private final FilePart part;
    private final StoredFile file;
    private final ChunkHome home;
    private final WriterLock lock;
    private final boolean offline;
    private final AbortSignal signal;

    ChunkRepair(FilePart part, StoredFile file, ChunkHome home, WriterLock lock, boolean offline, AbortSignal signal) {
        this.part = part;
        this.file = file;
        this.home = home;
        this.lock = lock;
        this.offline = offline;
        this.signal = signal;
    }

    /**
     * Fetches the first {@code size} bytes of a chunk, and puts them where they are kept if that is possible now.
     *
     * @throws hearth.web.protocol.HearthException {@code offline} where the network must not be used, {@code integrity} where
     *                                             the server has other bytes now
     */
    void fetch(int chunk, int size, ChunkBuffer into) {
        if (part.url() == null) {
            throw StoreErrors.lost(file.model(), null);
        }
        if (offline) {
            throw StoreErrors.notStored(part.key());
        }
        long start = (long) chunk * file.getChunkBytes();
        Download download = new Download(part, signal);
        int filled = 0;
        try {
            if (!download.start(start, start + size, file.version())) {
                throw StoreErrors.lostAndChanged(part.key());
            }
            for (Uint8Array bytes = download.next(); bytes != null; bytes = download.next()) {
                into.put(bytes, 0, bytes.getLength(), filled);
                filled += bytes.getLength();
                download.stored(start + filled);
            }
        } finally {
            download.close();
        }
        double known = file.sum(chunk);
        double found = into.sum(size);
        if (filled < size || known >= 0 && known != found) {
            throw StoreErrors.lostAndChanged(part.key());
        }
        file.setSum(chunk, found);
        keep(chunk, size, into);
    }

    /** What cannot be kept now is fetched again another time. */
    private void keep(int chunk, int size, ChunkBuffer from) {
        boolean held = lock.isHeld();
        if (!held && !lock.takeIfFree()) {
            return;
        }
        try {
            home.write(chunk, size, from);
            Promises.await(home.commit(file));
        } catch (JavaScriptException unkept) {
            // It has been read all the same.
        } finally {
            home.close();
            if (!held) {
                lock.release();
            }
        }
    }
}
