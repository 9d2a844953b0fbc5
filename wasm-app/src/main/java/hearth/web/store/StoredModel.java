package hearth.web.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of which something is stored. Times are milliseconds since 1970.
 *
 * @param id          what it is loaded by
 * @param name        what people call it
 * @param url         where its first file comes from, or null where that was the user
 * @param bytes       of all its files that are known, by the servers' word
 * @param storedBytes how many of them are here
 * @param complete    whether all of it is here
 * @param createdAt   when the first byte came
 * @param usedAt      when it was loaded last
 * @param interrupted whether it was all here when a load began that never ended
 * @param files       its files
 */
public record StoredModel(String id, String name, String url, double bytes, double storedBytes, boolean complete, double createdAt,
        double usedAt, boolean interrupted, List<File> files) {
    /** One of its files. */
    public record File(String url, double bytes, double storedBytes, boolean complete) {
    }

    /** The same where the last load has not ended but goes on. */
    StoredModel uninterrupted() {
        return new StoredModel(id, name, url, bytes, storedBytes, complete, createdAt, usedAt, false, files);
    }

    /** All models that the records are of, in the order of their first records. */
    static List<StoredModel> of(StoredFile[] records) {
        Map<String, List<StoredFile>> models = new LinkedHashMap<>();
        for (StoredFile record : records) {
            models.computeIfAbsent(record.model(), id -> new ArrayList<>()).add(record);
        }
        List<StoredModel> all = new ArrayList<>();
        for (List<StoredFile> files : models.values()) {
            all.add(of(files));
        }
        return all;
    }

    private static StoredModel of(List<StoredFile> records) {
        StoredFile first = records.get(0);
        double bytes = 0;
        double storedBytes = 0;
        double createdAt = first.getCreatedAt();
        double usedAt = 0;
        boolean complete = records.size() == first.parts();
        boolean interrupted = false;
        List<File> files = new ArrayList<>();
        for (StoredFile record : records) {
            // Where the server does not say how long a file is, it is known to be this long.
            double length = Math.max(record.getBytes(), record.getStoredBytes());
            bytes += length;
            storedBytes += record.getStoredBytes();
            createdAt = Math.min(createdAt, record.getCreatedAt());
            usedAt = Math.max(usedAt, record.getUsedAt());
            complete &= record.isComplete();
            interrupted |= record.isLoading() && record.getStoredBytes() == record.getBytes();
            files.add(new File(record.url(), length, record.getStoredBytes(), record.isComplete()));
        }
        return new StoredModel(first.model(), first.getName(), first.url(), bytes, storedBytes, complete, createdAt, usedAt, interrupted, files);
    }
}
