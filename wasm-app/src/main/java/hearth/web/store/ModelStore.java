package hearth.web.store;

import hearth.web.hub.ModelReference;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.StorageEstimate;
import hearth.web.platform.WebLock;

import java.util.ArrayList;
import java.util.List;

/** The model files on this device. All calls may suspend the coroutine. */
public final class ModelStore {
    private ChunkDatabase database;

    /** Bytes used by model files, by our own count, and what the browser grants this site in all (0: it does not say). */
    public record Usage(double usedBytes, double quotaBytes, boolean persisted) {
    }

    /**
     * Prepares to read a model file: looks for it on the device and otherwise asks the server for it, so that its length
     * is known.
     *
     * @param keep    whether it is kept on the device; a user's own file never is
     * @param offline never to touch the network
     * @param signal  ends this and the reading
     */
    public ModelSource open(ModelReference reference, Keep keep, boolean offline, AbortSignal signal) {
        if (reference.isOwn()) {
            return new BlobSource(reference, signal);
        }
        String notice = null;
        ChunkDatabase available = null;
        try {
            available = database();
        } catch (JavaScriptException blocked) {
            if (keep == Keep.REQUIRED) {
                throw StoreErrors.failed("this page may not store data", blocked);
            }
            notice = "The model is not kept on this device: the browser lets this page store nothing (" + blocked.getMessage() + ").";
        }
        StreamedSource source = new StreamedSource(reference, 0, available, keep, offline, notice, signal);
        source.open();
        return source;
    }

    /** The records of all files of which anything is stored. */
    public List<StoredFile> list() {
        try {
            return List.of(database().files());
        } catch (JavaScriptException blocked) {
            return new ArrayList<>();
        }
    }

    /** Removes a file; one that is not there is no error. */
    public void remove(String id) {
        WebLock lock = WebLock.takeIfFree(StreamedSource.lockName(id));
        if (lock == null) {
            throw StoreErrors.inUse(id);
        }
        try {
            database().remove(id);
        } catch (JavaScriptException failure) {
            throw StoreErrors.failed("'" + id + "' could not be removed", failure);
        } finally {
            lock.release();
        }
    }

    /** Removes all files. */
    public void clear() {
        for (StoredFile file : list()) {
            remove(file.getId());
        }
    }

    public Usage usage() {
        double used = 0;
        for (StoredFile file : list()) {
            used += file.getStoredBytes();
        }
        StorageEstimate estimate = StorageEstimate.get();
        return new Usage(used, estimate.getQuota(), estimate.isPersisted());
    }

    private ChunkDatabase database() {
        if (database == null) {
            database = ChunkDatabase.open();
        }
        return database;
    }
}
