package hearth.web.store;

import hearth.web.platform.StorageEstimate;

import java.util.ArrayList;
import java.util.List;

/** Sees to it that there is room before a download begins, by removing other models where the user lets it. */
final class Room {
    private final DeviceStorage storage;

    Room(DeviceStorage storage) {
        this.storage = storage;
    }

    /** Bytes that this site may still store, or -1 where the browser does not say. */
    static double free() {
        StorageEstimate estimate = StorageEstimate.get();
        return estimate.getQuota() > 0 ? Math.max(0, estimate.getQuota() - estimate.getUsage()) : -1;
    }

    /**
     * Suspends until there is room for so many bytes more of a model.
     *
     * @throws hearth.web.protocol.HearthException {@code quota} where there is none
     */
    void require(String model, double bytes, RoomConsent consent) {
        double free = free();
        if (free < 0 || bytes <= free) {
            return;
        }
        double missing = bytes - free;
        List<StoredModel> candidates = unused(model);
        List<StoredModel> chosen = Eviction.choose(candidates, missing);
        if (chosen == null || !consent.mayRemove(chosen, missing)) {
            throw StoreErrors.noRoom(model, bytes, free, chosen == null ? List.of() : chosen);
        }
        for (StoredModel each : chosen) {
            remove(each.id());
        }
    }

    /** All other models that no tab has in memory, reads or writes now. */
    private List<StoredModel> unused(String model) {
        List<StoredModel> unused = new ArrayList<>();
        for (StoredModel each : StoredModel.of(storage.files())) {
            if (!each.id().equals(model) && !ModelUse.isUsed(each.id()) && !isWritten(each.id())) {
                unused.add(each);
            }
        }
        return unused;
    }

    private boolean isWritten(String model) {
        boolean written = false;
        for (StoredFile file : storage.files()) {
            if (file.model().equals(model)) {
                WriterLock lock = new WriterLock(file.getId());
                written |= !lock.takeIfFree();
                lock.release();
            }
        }
        return written;
    }

    private void remove(String model) {
        for (StoredFile file : storage.files()) {
            if (file.model().equals(model)) {
                storage.remove(file);
            }
        }
    }
}
