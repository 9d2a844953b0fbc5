package hearth.web.store;

import hearth.web.hub.FilePart;
import hearth.web.hub.FileVersion;
import hearth.web.hub.ModelReference;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Promises;
import hearth.web.platform.Timer;
import hearth.web.protocol.HearthException;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * One file of a model as this device keeps it: its record, where its bytes lie, and the right to write them. What cannot be
 * kept is used without, unless keeping it was required. All calls may suspend.
 */
final class KeptFile {
    private final ModelReference reference;
    private final int index;
    private final FilePart part;
    /** Null where nothing is stored. */
    private final DeviceStorage storage;
    private final WriterLock lock;
    private Keep keep;
    /** Why the file is not kept, in words, or null. */
    private String notice;
    /** The record, or null. */
    private StoredFile file;
    private ChunkHome home;
    private ChunkWriter writer;

    /**
     * @param index   which of the model's files, from 0 on
     * @param storage null where the browser stores nothing
     * @param notice  why, in words, or null
     */
    KeptFile(ModelReference reference, int index, DeviceStorage storage, Keep keep, String notice) {
        this.reference = reference;
        this.index = index;
        this.storage = storage;
        this.keep = storage == null ? Keep.NO : keep;
        this.notice = notice;
        part = reference.parts().get(index);
        lock = new WriterLock(part.key());
    }

    /** Looks for what is stored of the file that is asked for. */
    void find() {
        closeHome();
        file = storage == null ? null : record();
        if (file == null) {
            return;
        }
        home = storage.home(file);
        long claimed = (long) file.getStoredBytes();
        long present = home.present(claimed);
        if (present < claimed) {
            file.setStoredBytes(present - present % file.getChunkBytes());
            file.setComplete(false);
        }
    }

    /** A file is found by its address too: it may have been called something else when it was stored. */
    private StoredFile record() {
        StoredFile found = storage.file(part.key());
        if (found == null && part.url() != null) {
            for (StoredFile other : storage.files()) {
                found = part.url().equals(other.url()) ? other : found;
            }
        }
        boolean right = found != null && storage.reaches(found)
                && (part.sha256() == null || found.getSha256() == null || part.sha256().equals(found.getSha256()));
        return right ? found : null;
    }

    /** Whether all of the file is here, be it not marked complete yet. */
    boolean isWhole() {
        return file != null && file.isWhole();
    }

    /** Whether all of the file is here and has this digest. */
    boolean isVerified(String sha256) {
        return isWhole() && file.isComplete() && sha256.equals(file.getSha256());
    }

    /** Whether the file is to be kept. */
    boolean isWanted() {
        return keep != Keep.NO;
    }

    /** Whether what comes is being written. */
    boolean isWriting() {
        return writer != null;
    }

    /** The file's length, where something of it is here. */
    long bytes() {
        return (long) file.getBytes();
    }

    /** How much can be gone on from. Of a file of unknown length (compressed on the way) no part can be asked for. */
    long resumable() {
        return file == null || file.getBytes() < 0 ? 0 : (long) file.getStoredBytes();
    }

    /** The version of which {@link #resumable} bytes are here. */
    FileVersion version() {
        return file.version();
    }

    /** Takes the right to write the file; see {@link WriterLock#take}. */
    void lock(AbortSignal signal, TransferListener listener) {
        lock.take(signal, listener);
    }

    void unlock() {
        lock.release();
    }

    /** From now on this is about another version of the file than what may be stored; what is, is only in the way where it is kept. */
    void startAnew(FileVersion version) {
        if (!isWanted()) {
            closeHome();
            file = null;
            return;
        }
        if (file != null) {
            closeHome();
            storage.remove(file);
        }
        file = StoredFile.of(reference, index, version, Timer.epoch());
    }

    /**
     * Makes ready to write what is missing, if that is wanted and fits.
     *
     * @param others bytes that the model's further files need besides
     * @throws HearthException {@code quota} or {@code storage} where keeping the file is required
     */
    void prepare(RoomConsent consent, double others) {
        if (!isWanted()) {
            return;
        }
        try {
            new Room(storage).require(reference.id(), file.getBytes() - file.getStoredBytes() + others, consent);
            if (home == null) {
                storage.settle(file);
                home = storage.home(file);
            }
            file.setModel(reference.id());
            file.setLoading(true);
        } catch (JavaScriptException failure) {
            unkept(failed(failure));
        } catch (HearthException noRoom) {
            unkept(noRoom);
        }
    }

    /** Reads what is stored, or null where nothing is. */
    StoredReader reader(boolean offline, AbortSignal signal) {
        return home == null ? null : new StoredReader(file, home, new ChunkRepair(part, file, home, lock, offline, signal));
    }

    /** A load of a file that is whole begins: that is written down first, since what follows may end the tab. */
    void loading() {
        file.setLoading(true);
        try {
            Promises.await(storage.touch(file));
        } catch (JavaScriptException unwritten) {
            // It can be read all the same.
        }
    }

    /** Bytes are about to come; see {@link ChunkWriter}. */
    void write(ChunkWriter.Progress progress) {
        if (isWanted()) {
            writer = new ChunkWriter(home, file, progress);
        }
    }

    /** These bytes, the last that were stored, have been read. */
    void passed(Uint8Array bytes) {
        if (writer != null && bytes.getLength() < file.getChunkBytes()) {
            writer.pass(bytes);
        }
    }

    /** Takes the next bytes that are not stored yet. */
    void arrived(Uint8Array bytes, TransferListener listener) {
        try {
            writer.write(bytes);
        } catch (JavaScriptException failure) {
            writeFailed(failure, listener);
        }
    }

    /** All of the file has been read and, where its digest is known, that is {@code sha256}. */
    void complete(long bytes, String sha256, TransferListener listener) {
        if (file == null) {
            return;
        }
        file.setUsedAt(Timer.epoch());
        file.setLoading(false);
        if (sha256 != null) {
            file.setSha256(sha256);
        }
        try {
            if (writer != null) {
                writer.complete(bytes);
            } else if (isWhole()) {
                file.setComplete(true);
                storage.touch(file);
            } else if (lock.isHeld() && resumable() == 0) {
                storage.remove(file);
            }
        } catch (JavaScriptException failure) {
            // Where all was stored before, only the date of its last use is lost.
            if (writer != null) {
                writeFailed(failure, listener);
            }
        }
    }

    /** The load has failed: what has arrived is worth keeping. */
    void save() {
        if (file == null || home == null) {
            return;
        }
        file.setLoading(false);
        try {
            if (writer != null) {
                writer.flush();
            }
            if (writer != null || isWhole()) {
                storage.touch(file);
            }
        } catch (JavaScriptException unwritten) {
            writer = null;
        }
    }

    /** The bytes are bad: nothing of them stays. */
    void forget() {
        if (file != null && storage != null) {
            closeHome();
            if (writer != null) {
                writer.abandon();
                writer = null;
            }
            StoredFile bad = file;
            file = null;
            storage.remove(bad);
        }
    }

    /** Why the file is not kept, in words, or null. */
    String notice() {
        return notice;
    }

    void close() {
        closeHome();
        lock.release();
    }

    private void writeFailed(JavaScriptException failure, TransferListener listener) {
        long stored = writer.committed();
        file.setStoredBytes(stored);
        file.setComplete(false);
        unkept(JavaScriptException.isNamed(failure, "QuotaExceededError") ? StoreErrors.full(reference.id(), stored) : failed(failure));
        listener.notice(notice);
    }

    private HearthException failed(JavaScriptException failure) {
        return StoreErrors.failed("'" + reference.id() + "' could not be written", failure);
    }

    /** Goes on without keeping the rest of the file, unless that was required. What is here of it can be gone on from later. */
    private void unkept(HearthException reason) {
        writer = null;
        if (keep == Keep.REQUIRED) {
            throw reason;
        }
        keep = Keep.NO;
        notice = "The model is not kept on this device. " + reason.getMessage() + ".";
    }

    private void closeHome() {
        if (home != null) {
            home.close();
            home = null;
        }
    }
}
