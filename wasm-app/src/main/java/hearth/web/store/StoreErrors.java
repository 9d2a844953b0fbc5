package hearth.web.store;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

/** The store's failures in the words and codes that users see. */
final class StoreErrors {
    private StoreErrors() {
    }

    static HearthException aborted() {
        return new HearthException(ErrorCode.ABORTED, "The load was stopped", "Load the model again to go on where it stopped.");
    }

    static HearthException notStored(String id) {
        return new HearthException(ErrorCode.OFFLINE, "'" + id + "' is not stored on this device, or not all of it, and the network was not to be used",
                "Load it once without 'offline'.");
    }

    static HearthException noRoom(String id, double bytes, double free) {
        return new HearthException(ErrorCode.QUOTA, "'" + id + "' needs " + ByteWords.of(bytes) + " more on this device, but the browser has only "
                + ByteWords.of(free) + " left for this site", "Remove other models, free space on the device, or load without keeping the file.");
    }

    static HearthException full(String id, double storedBytes) {
        return new HearthException(ErrorCode.QUOTA, "The browser's storage is full after " + ByteWords.of(storedBytes) + " of '" + id + "'",
                "Remove other models, free space on the device, or load without keeping the file.");
    }

    static HearthException wrongDigest(String id, String expected, String found) {
        return new HearthException(ErrorCode.INTEGRITY, "'" + id + "' is not the file that was promised: its SHA-256 is " + found
                + " instead of " + expected, "Load it again; what was stored of it has been removed.");
    }

    static HearthException unknownLength(String url) {
        return new HearthException(ErrorCode.NETWORK, "The server does not say how long " + url + " is, which a model in several files needs",
                "Choose a model that is one file, or another server.");
    }

    static HearthException changed(String file) {
        return new HearthException(ErrorCode.INTEGRITY, file + " changed while the model was loaded", "Load the model again: it starts anew.");
    }

    static HearthException cutHead(long bytes) {
        return new HearthException(ErrorCode.BAD_MODEL, "One of the model's files ends at byte " + bytes + ", within its head",
                "Take the file from its source again.");
    }

    static HearthException inUse(String id) {
        return new HearthException(ErrorCode.STORAGE, "'" + id + "' is being downloaded now", "Stop the download first.");
    }

    static HearthException failed(String what, Throwable cause) {
        return new HearthException(ErrorCode.STORAGE, "The browser's storage failed: " + what + " (" + cause.getMessage() + ")",
                "Allow this site to store data, or leave the private window.", cause);
    }
}
