package hearth.web.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which stored models go where room is needed. */
final class Eviction {
    private Eviction() {
    }

    /**
     * The models that were used least recently, as few as make enough room.
     *
     * @param candidates those that may go
     * @return null where all of them together would not make enough
     */
    static List<StoredModel> choose(List<StoredModel> candidates, double missingBytes) {
        List<StoredModel> oldestFirst = new ArrayList<>(candidates);
        oldestFirst.sort(Comparator.comparingDouble(StoredModel::usedAt));
        List<StoredModel> chosen = new ArrayList<>();
        double freed = 0;
        for (StoredModel model : oldestFirst) {
            if (freed >= missingBytes) {
                break;
            }
            if (model.storedBytes() > 0) {
                chosen.add(model);
                freed += model.storedBytes();
            }
        }
        return freed >= missingBytes ? chosen : null;
    }
}
