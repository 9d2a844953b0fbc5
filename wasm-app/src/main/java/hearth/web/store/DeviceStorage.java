package hearth.web.store;

import hearth.web.platform.JavaScriptException;
import hearth.web.platform.PrivateFiles;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;

/**
 * What this device gives for keeping files: a database for their records, and for their bytes files of their own or, where
 * the browser has none, the database again. All calls suspend.
 */
final class DeviceStorage {
    private static final String FOLDER = "hearth";

    private final ChunkDatabase database;
    /** Null where the browser has none. */
    private final PrivateFiles files;

    private DeviceStorage(ChunkDatabase database, PrivateFiles files) {
        this.database = database;
        this.files = files;
    }

    /** @throws JavaScriptException where the browser gives this page no storage */
    static DeviceStorage open() {
        ChunkDatabase database = ChunkDatabase.open();
        PrivateFiles files;
        try {
            files = PrivateFiles.open(FOLDER);
            removeOrphans(database, files);
        } catch (JavaScriptException without) {
            files = null;
        }
        return new DeviceStorage(database, files);
    }

    boolean isOpen() {
        return database.isOpen();
    }

    /** The record, or null. */
    StoredFile file(String id) {
        return database.file(id);
    }

    StoredFile[] files() {
        return database.files();
    }

    /** Begins to write a record that counts no new bytes, unless the file has been removed meanwhile. */
    JSPromise<JSUndefined> touch(StoredFile file) {
        return database.touch(file);
    }

    /** Gives a new record its place and writes it: from then on it has a home. */
    void settle(StoredFile file) {
        if (files != null) {
            file.setPlace(newName());
        }
        database.put(file);
    }

    /** Where the chunks of a file lie. */
    ChunkHome home(StoredFile file) {
        return file.place() == null ? new DatabaseChunks(database, file) : new FileChunks(database, files, file);
    }

    /** Whether the bytes of a file lie where they can be read now. */
    boolean reaches(StoredFile file) {
        return file.place() == null || files != null;
    }

    /** Removes a file. What of it somebody still reads goes when the storage is opened again. */
    void remove(StoredFile file) {
        database.remove(file.getId());
        if (file.place() != null && files != null) {
            removeIfFree(files, file.place());
        }
    }

    /**
     * Removes files that no record knows: their record went while somebody read them, or just before a tab died. A record is
     * there before its file, so names are asked for first.
     */
    private static void removeOrphans(ChunkDatabase database, PrivateFiles files) {
        String[] names = files.names();
        StoredFile[] records = names.length == 0 ? new StoredFile[0] : database.files();
        for (String name : names) {
            boolean known = false;
            for (StoredFile record : records) {
                known |= name.equals(record.place());
            }
            if (!known) {
                removeIfFree(files, name);
            }
        }
    }

    private static void removeIfFree(PrivateFiles files, String name) {
        try {
            files.remove(name);
        } catch (JavaScriptException open) {
            // Whoever has it open can go on; nobody finds it any more.
        }
    }

    private static String newName() {
        return Long.toHexString((long) (Math.random() * (1L << 52)));
    }
}
