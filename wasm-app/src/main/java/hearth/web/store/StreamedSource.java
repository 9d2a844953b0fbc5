package hearth.web.store;

import hearth.format.ModelFileException;
import hearth.web.hub.Download;
import hearth.web.hub.FilePart;
import hearth.web.hub.ModelReference;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.StorageEstimate;
import hearth.web.platform.Timer;
import hearth.web.platform.WebLock;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import org.teavm.jso.JSBody;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * A file with an address: what is stored of it is read from the device, the rest from the network, and kept on the way.
 * One tab at a time downloads a file; another waits and then finds it stored.
 */
final class StreamedSource implements ModelSource {
    private final ModelReference reference;
    /** Which of the model's files this is, from 0 on. */
    private final int index;
    private final FilePart part;
    private final AbortSignal signal;
    /** Null where nothing is stored. */
    private final ChunkDatabase database;
    private final boolean offline;
    private Keep keep;
    private String notice;
    /** The file's record, or null where it is not to be kept. */
    private StoredFile file;
    private WebLock lock;
    private Download download;
    /** Whether all of the file is here, be it not marked complete yet. */
    private boolean cached;
    /** The next byte to be handed on. */
    private long position;
    /** The next byte to come from the network: before {@link #position} where a chunk's start must be stored again. */
    private long arriving;
    private WholeFileDigest digest;
    private ChunkWriter writer;

    /**
     * @param index    which of the model's files, from 0 on
     * @param database null where the browser stores nothing
     * @param notice   why, in words, or null
     */
    StreamedSource(ModelReference reference, int index, ChunkDatabase database, Keep keep, boolean offline, String notice, AbortSignal signal) {
        this.reference = reference;
        this.index = index;
        part = reference.parts().get(index);
        this.database = database;
        this.keep = database == null ? Keep.NO : keep;
        this.offline = offline;
        this.notice = notice;
        this.signal = signal;
    }

    /** Finds out what is stored and, unless that is all, asks the server. Suspends. */
    void open() {
        try {
            file = database == null ? null : storedFile();
            cached = isWhole();
            if (!cached) {
                requireNetwork();
                lockAndConnect();
            }
        } catch (RuntimeException failure) {
            close();
            throw inWords("the record of '" + part.key() + "' could not be read", failure);
        }
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
        return cached ? (long) file.getBytes() : download.version().bytes();
    }

    @Override
    public void read(ChunkConsumer consumer, TransferListener listener) {
        boolean whole = false;
        try {
            if (notice != null) {
                listener.notice(notice);
            }
            boolean verify = part.sha256() != null && !(cached && file.isComplete() && part.sha256().equals(file.getSha256()));
            digest = verify ? new WholeFileDigest() : null;
            writer = file != null && keep != Keep.NO && !cached ? writerFrom(0) : null;
            TransferMeter meter = new TransferMeter(listener, bytes(), cached);
            readStored(consumer, meter);
            if (!cached || position < bytes()) {
                readNetwork(consumer, meter, listener);
            }
            finish(listener);
            meter.report();
            whole = true;
        } catch (RuntimeException failure) {
            if (spoils(failure)) {
                forget();
            }
            throw inWords("'" + part.key() + "' could not be read or written", failure);
        } finally {
            if (!whole) {
                saveRest();
            }
            close();
        }
    }

    @Override
    public void close() {
        if (download != null) {
            download.close();
        }
        if (lock != null) {
            lock.release();
            lock = null;
        }
    }

    /** The record, if it is of the file that is asked for. */
    private StoredFile storedFile() {
        StoredFile found = database.file(part.key());
        boolean other = found != null && part.sha256() != null && found.getSha256() != null
                && !part.sha256().equals(found.getSha256());
        return other ? null : found;
    }

    private boolean isWhole() {
        return file != null && (file.isComplete() || file.getBytes() > 0 && file.getStoredBytes() == file.getBytes());
    }

    private void requireNetwork() {
        if (offline) {
            throw StoreErrors.notStored(part.key());
        }
    }

    private void lockAndConnect() {
        if (keep != Keep.NO) {
            lock = WebLock.take(lockName(part.key()), signal);
            file = storedFile();
            cached = isWhole();
            if (cached) {
                lock.release();
                lock = null;
                return;
            }
        }
        download = new Download(part, signal);
        // Of a file of unknown length (compressed on the way) no part can be asked for.
        long stored = file == null || file.getBytes() < 0 ? 0 : (long) file.getStoredBytes();
        boolean same = download.start(stored, stored == 0 ? null : file.version());
        if (keep == Keep.NO) {
            file = same && stored > 0 ? file : null;
            return;
        }
        if (file == null || stored == 0 || !same) {
            database.remove(part.key());
            file = StoredFile.of(reference, index, download.version(), Timer.epoch());
        }
        requireRoom();
    }

    private void requireRoom() {
        StorageEstimate estimate = StorageEstimate.get();
        double free = estimate.getQuota() - estimate.getUsage();
        double needed = file.getBytes() - file.getStoredBytes();
        if (estimate.getQuota() > 0 && needed > free) {
            unkept(StoreErrors.noRoom(part.key(), needed, free));
        }
    }

    /** Goes on without keeping the file, unless that was required. */
    private void unkept(HearthException reason) {
        if (keep == Keep.REQUIRED) {
            throw reason;
        }
        keep = Keep.NO;
        writer = null;
        notice = "The model is not kept on this device. " + reason.getMessage() + ".";
    }

    private void readStored(ChunkConsumer consumer, TransferMeter meter) {
        if (file == null) {
            return;
        }
        ChunkReader stored = new ChunkReader(database, file.getId(), (long) file.getStoredBytes(), file.chunkBytes());
        try {
            for (Uint8Array bytes = stored.next(); bytes != null; bytes = stored.next()) {
                if (signal.isAborted()) {
                    throw StoreErrors.aborted();
                }
                if (writer != null) {
                    writer.pass(bytes);
                }
                hand(bytes, consumer);
                if (cached) {
                    meter.moved(bytes.getLength());
                } else {
                    meter.passed(bytes.getLength());
                }
            }
        } finally {
            stored.close();
        }
        arriving = position;
        if (position < (long) file.getStoredBytes()) {
            repair();
        }
    }

    /**
     * A chunk is missing or broken: from its start on the file comes from the network, if that still has the same. What of
     * it has been handed on is only stored.
     */
    private void repair() {
        requireNetwork();
        if (keep != Keep.NO && lock == null) {
            lock = WebLock.take(lockName(part.key()), signal);
        }
        int chunk = (int) (position / file.chunkBytes());
        long start = (long) chunk * file.chunkBytes();
        arriving = start;
        writer = keep != Keep.NO ? writerFrom(chunk) : null;
        file.setComplete(false);
        file.setStoredBytes(start);
        cached = false;
        if (download != null) {
            download.close();
        }
        download = new Download(part, signal);
        if (!download.start(start, file.version())) {
            forget();
            throw new HearthException(ErrorCode.INTEGRITY, "A part of '" + part.key()
                    + "' was lost on this device, and the server has another file now", "Load the model again: it starts anew.");
        }
    }

    private void readNetwork(ChunkConsumer consumer, TransferMeter meter, TransferListener listener) {
        for (Uint8Array bytes = download.next(); bytes != null; bytes = download.next()) {
            int count = bytes.getLength();
            long known = position - arriving;
            arriving += count;
            if (known < count) {
                hand(known == 0 ? bytes : from(bytes, (int) known), consumer);
            }
            store(bytes, listener);
            meter.moved((int) Math.max(0, Math.min(count, count - known)));
        }
    }

    private void hand(Uint8Array bytes, ChunkConsumer consumer) {
        if (digest != null) {
            digest.update(bytes);
        }
        consumer.accept(bytes, position);
        position += bytes.getLength();
    }

    private ChunkWriter writerFrom(int chunk) {
        return new ChunkWriter(database, file, chunk, written -> {
            if (download != null) {
                download.stored(written);
            }
        });
    }

    private void store(Uint8Array bytes, TransferListener listener) {
        if (writer == null) {
            download.stored(arriving);
            return;
        }
        try {
            writer.write(bytes);
        } catch (JavaScriptException failure) {
            unwritten(failure, listener);
        }
    }

    /** What cannot be kept can be used all the same. */
    private void unwritten(JavaScriptException failure, TransferListener listener) {
        unkept(JavaScriptException.isNamed(failure, "QuotaExceededError") ? StoreErrors.full(part.key(), position)
                : StoreErrors.failed("'" + part.key() + "' could not be written", failure));
        listener.notice(notice);
    }

    /** Everything has arrived: checks it and marks it complete. */
    private void finish(TransferListener listener) {
        if (digest != null) {
            String found = digest.hex();
            if (!found.equals(part.sha256())) {
                throw StoreErrors.wrongDigest(part.key(), part.sha256(), found);
            }
            if (file != null) {
                file.setSha256(found);
            }
        }
        if (file != null && keep != Keep.NO) {
            try {
                complete();
            } catch (JavaScriptException failure) {
                // Without a writer all was stored before: only the date of its last use is lost.
                if (writer != null) {
                    unwritten(failure, listener);
                }
            }
        }
    }

    private void complete() {
        file.setUsedAt(Timer.epoch());
        if (writer == null) {
            file.setComplete(true);
            database.put(file);
        } else {
            writer.complete(position);
        }
    }

    /** After a failure: what has arrived is worth keeping. */
    private void saveRest() {
        if (writer != null && file != null && !cached) {
            try {
                writer.flush();
            } catch (JavaScriptException unwritten) {
                writer = null;
            }
        }
    }

    /** Whether a failure means that the bytes themselves are bad. */
    private static boolean spoils(RuntimeException failure) {
        if (failure instanceof ModelFileException bad) {
            return !bad.isUnsupported();
        }
        return failure instanceof HearthException error
                && (error.code().equals(ErrorCode.INTEGRITY) || error.code().equals(ErrorCode.BAD_MODEL));
    }

    private void forget() {
        if (file != null && database != null) {
            writer = null;
            file = null;
            database.remove(part.key());
        }
    }

    private RuntimeException inWords(String what, RuntimeException failure) {
        if (!(failure instanceof JavaScriptException)) {
            return failure;
        }
        return signal.isAborted() ? StoreErrors.aborted() : StoreErrors.failed(what, failure);
    }

    @JSBody(params = {"bytes", "from"}, script = "return bytes.subarray(from);")
    private static native Uint8Array from(Uint8Array bytes, int from);

    static String lockName(String id) {
        return "hearth:file:" + id;
    }
}
