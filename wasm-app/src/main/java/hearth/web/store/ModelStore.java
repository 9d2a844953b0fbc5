package hearth.web.store;

import hearth.web.hub.FilePart;
import hearth.web.hub.ModelReference;
import hearth.web.hub.StoredModels;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.StorageEstimate;
import hearth.web.platform.WebLock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The model files on this device. All calls may suspend the coroutine. */
public final class ModelStore implements StoredModels {
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
            BlobSource own = new BlobSource(reference, signal);
            own.open();
            return own;
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
        ChunkDatabase shelf = available;
        String warning = notice;
        SplitSource.Opener opener = index -> {
            StreamedSource source = new StreamedSource(reference, index, shelf, keep, offline, warning, signal);
            source.open();
            return source;
        };
        int count = reference.parts().size();
        return count == 1 ? opener.open(0)
                : new SplitSource(reference.id(), reference.name(), heads(reference, available, offline, signal),
                        wholeModels().contains(reference.id()), opener);
    }

    private static List<PartHead> heads(ModelReference reference, ChunkDatabase database, boolean offline, AbortSignal signal) {
        List<PartHead> heads = new ArrayList<>();
        for (FilePart part : reference.parts().subList(1, reference.parts().size())) {
            StoredFile file = database == null ? null : database.file(part.key());
            boolean same = file != null && (part.sha256() == null || file.getSha256() == null || part.sha256().equals(file.getSha256()));
            PartHead head = !same ? null : PartHeadReader.stored(database, file);
            if (head == null && offline) {
                throw StoreErrors.notStored(part.key());
            }
            heads.add(head == null ? PartHeadReader.fetched(part, signal) : head);
        }
        return heads;
    }

    /** The records of all files of which anything is stored. */
    public List<StoredFile> list() {
        try {
            return List.of(database().files());
        } catch (JavaScriptException blocked) {
            return new ArrayList<>();
        }
    }

    @Override
    public List<String> wholeModels() {
        Map<String, Integer> whole = new LinkedHashMap<>();
        List<String> models = new ArrayList<>();
        for (StoredFile file : list()) {
            int count = file.isWhole() ? whole.getOrDefault(file.model(), 0) + 1 : 0;
            whole.put(file.model(), count);
            if (count == file.parts()) {
                models.add(file.model());
            }
        }
        return models;
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
