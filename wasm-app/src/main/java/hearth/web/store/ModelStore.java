package hearth.web.store;

import hearth.web.hub.Download;
import hearth.web.hub.FilePart;
import hearth.web.hub.ModelReference;
import hearth.web.hub.StoredModels;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.StorageEstimate;
import hearth.web.protocol.HearthException;
import org.teavm.jso.file.Blob;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The models on this device. All calls may suspend the coroutine. */
public final class ModelStore implements StoredModels {
    private DeviceStorage storage;

    /** Bytes used by model files, by our own count, and what the browser grants this site in all (0: it does not say). */
    public record Usage(double usedBytes, double quotaBytes, boolean persisted) {
    }

    /**
     * Prepares to read a model file: looks for it on the device and otherwise asks the server for it, so that its length
     * is known.
     *
     * @param listener is told how far another tab is that downloads it
     */
    public ModelSource open(ModelReference reference, Terms terms, TransferListener listener) {
        String notice = null;
        DeviceStorage available = null;
        if (!reference.isOwn() || terms.keep() != Keep.NO) {
            try {
                available = storage();
            } catch (JavaScriptException blocked) {
                if (terms.keep() == Keep.REQUIRED) {
                    throw StoreErrors.failed("this page may not store data", blocked);
                }
                notice = terms.keep() == Keep.NO ? null
                        : "The model is not kept on this device: the browser lets this page store nothing (" + blocked.getMessage() + ").";
            }
        }
        ModelReference called = reference.isOwn() && terms.keep() != Keep.NO ? reference.kept() : reference;
        if (SplitSource.count(called) == 1) {
            return FileSource.open(called, 0, available, notice, terms, 0, listener);
        }
        boolean cached = called.isOwn() || wholeModels().contains(called.id());
        return new SplitSource(called, available, notice, terms, cached, listener);
    }

    @Override
    public List<String> wholeModels() {
        Map<String, Integer> files = new HashMap<>();
        List<String> whole = new ArrayList<>();
        for (StoredFile file : files()) {
            if (file.isWhole()) {
                int count = files.getOrDefault(file.model(), 0) + 1;
                files.put(file.model(), count);
                if (count == file.parts()) {
                    whole.add(file.model());
                }
            }
        }
        return whole;
    }

    /** Says to all tabs that a model is in use here. */
    public ModelUse use(String id) {
        return ModelUse.of(id);
    }

    /** What loading a model would take. Asks the network only for the length of files that nothing is known of. */
    public ModelPlan plan(ModelReference reference, AbortSignal signal) {
        DeviceStorage available = available();
        double bytes = 0;
        double storedBytes = 0;
        boolean cached = true;
        List<StoredModel.File> files = new ArrayList<>();
        for (int i = 0; i < reference.parts().size(); i++) {
            FilePart part = reference.parts().get(i);
            KeptFile kept = new KeptFile(reference, i, available, Keep.NO, null);
            try {
                kept.find();
                double length = kept.isWhole() || kept.resumable() > 0 ? kept.bytes() : part.bytes() >= 0 ? part.bytes() : length(part, signal);
                bytes = length < 0 || bytes < 0 ? -1 : bytes + length;
                storedBytes += kept.resumable();
                cached &= kept.isWhole();
                files.add(new StoredModel.File(part.url(), length, kept.resumable(), kept.isWhole()));
            } catch (JavaScriptException failure) {
                throw StoreErrors.failed("the record of '" + part.key() + "' could not be read", failure);
            } finally {
                kept.close();
            }
        }
        boolean interrupted = false;
        for (StoredModel model : list()) {
            interrupted |= model.id().equals(reference.id()) && model.interrupted();
        }
        return new ModelPlan(reference.id(), reference.name(), bytes, storedBytes, available == null ? 0 : Room.free(), cached, interrupted, files);
    }

    private static double length(FilePart part, AbortSignal signal) {
        if (part.url() == null) {
            throw StoreErrors.notKept(part.key());
        }
        Download download = new Download(part, signal);
        try {
            download.start(0, 1, null);
            return download.version().bytes();
        } finally {
            download.close();
        }
    }

    /** All models of which anything is stored. */
    public List<StoredModel> list() {
        List<StoredModel> models = new ArrayList<>();
        for (StoredModel model : StoredModel.of(files())) {
            models.add(model.interrupted() && ModelUse.isUsed(model.id()) ? model.uninterrupted() : model);
        }
        return models;
    }

    /** Removes a model, or one file of it; what is not there is no error. */
    public void remove(String id) {
        for (StoredFile file : files()) {
            if ((file.model().equals(id) || file.getId().equals(id)) && !remove(file)) {
                throw StoreErrors.inUse(id);
            }
        }
    }

    /** Removes all that no tab is downloading now; what one is makes this fail in the end. */
    public void clear() {
        HearthException inUse = null;
        for (StoredFile file : files()) {
            if (!remove(file)) {
                inUse = StoreErrors.inUse(file.model());
            }
        }
        if (inUse != null) {
            throw inUse;
        }
    }

    /**
     * A stored file as a blob, which is made of what is stored without copying it.
     *
     * @param id of a model of one file, or of one file of a model
     */
    public Blob export(String id) {
        StoredFile found = null;
        for (StoredFile file : files()) {
            found = file.model().equals(id) && found == null || file.getId().equals(id) ? file : found;
        }
        if (found == null) {
            throw StoreErrors.notThere(id);
        }
        if (found.parts() > 1 && !found.getId().equals(id)) {
            throw StoreErrors.severalFiles(id, found.parts());
        }
        if (!found.isComplete()) {
            throw StoreErrors.incomplete(id, found.getStoredBytes(), found.getBytes());
        }
        try {
            return storage().home(found).whole(found);
        } catch (JavaScriptException failure) {
            throw StoreErrors.failed("'" + id + "' could not be read", failure);
        }
    }

    public Usage usage() {
        double used = 0;
        for (StoredFile file : files()) {
            used += file.getStoredBytes();
        }
        StorageEstimate estimate = StorageEstimate.get();
        return new Usage(used, estimate.getQuota(), estimate.isPersisted());
    }

    /** False where somebody is writing the file now. */
    private boolean remove(StoredFile file) {
        WriterLock lock = new WriterLock(file.getId());
        if (!lock.takeIfFree()) {
            return false;
        }
        try {
            storage().remove(file);
            return true;
        } catch (JavaScriptException failure) {
            throw StoreErrors.failed("'" + file.getId() + "' could not be removed", failure);
        } finally {
            lock.release();
        }
    }

    private StoredFile[] files() {
        try {
            return storage().files();
        } catch (JavaScriptException blocked) {
            return new StoredFile[0];
        }
    }

    /** Null where the browser stores nothing. */
    private DeviceStorage available() {
        try {
            return storage();
        } catch (JavaScriptException blocked) {
            return null;
        }
    }

    private DeviceStorage storage() {
        if (storage == null || !storage.isOpen()) {
            storage = DeviceStorage.open();
        }
        return storage;
    }
}
