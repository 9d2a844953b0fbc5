package hearth.web.store;

import hearth.web.platform.AbortSignal;
import hearth.web.platform.JavaScriptException;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.List;

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

    /** @param couldGo models whose removal would make room, least recently used first */
    static HearthException noRoom(String id, double bytes, double free, List<StoredModel> couldGo) {
        StringBuilder hint = new StringBuilder("Remove other models, free space on the device, or load without keeping the file.");
        if (!couldGo.isEmpty()) {
            hint = new StringBuilder("There would be room without ");
            for (int i = 0; i < couldGo.size(); i++) {
                StoredModel model = couldGo.get(i);
                hint.append(i == 0 ? "" : i == couldGo.size() - 1 ? " and " : ", ").append('\'').append(model.name()).append("' (")
                        .append(ByteWords.of(model.storedBytes())).append(')');
            }
            hint.append(couldGo.size() == 1 ? ", used least recently" : ", those used least recently")
                    .append(": remove that, load with makeRoom, or load without keeping the file.");
        }
        return new HearthException(ErrorCode.QUOTA, "'" + id + "' needs " + ByteWords.of(bytes) + " more on this device, but the browser has only "
                + ByteWords.of(free) + " left for this site", hint.toString());
    }

    static HearthException full(String id, double storedBytes) {
        return new HearthException(ErrorCode.QUOTA, "The browser's storage is full after " + ByteWords.of(storedBytes) + " of '" + id + "'",
                "Remove other models, free space on the device, or load without keeping the file.");
    }

    static HearthException wrongDigest(String id, String expected, String found) {
        return new HearthException(ErrorCode.INTEGRITY, "'" + id + "' is not the file that was promised: its SHA-256 is " + found
                + " instead of " + expected, "Load it again; what was stored of it has been removed.");
    }

    /** Nothing of the user's own file is here, or not all. */
    static HearthException notKept(String name) {
        return new HearthException(ErrorCode.NOT_FOUND, "The file '" + name + "' is not kept on this device, or not all of it",
                "Choose the file again, and load it with 'keep'.");
    }

    static HearthException notThere(String id) {
        return new HearthException(ErrorCode.NOT_FOUND, "Nothing of '" + id + "' is stored on this device", "Look at what store.list() gives.");
    }

    static HearthException incomplete(String id, double storedBytes, double bytes) {
        return new HearthException(ErrorCode.BAD_REQUEST, "Only " + ByteWords.of(storedBytes) + " of " + ByteWords.of(bytes) + " of '" + id
                + "' are stored on this device", "Load it first.");
    }

    static HearthException severalFiles(String id, int files) {
        return new HearthException(ErrorCode.BAD_REQUEST, "'" + id + "' consists of " + files + " files", "Export them one by one: '"
                + id + "#1' to '" + id + "#" + files + "'.");
    }

    /** A part of a stored file is gone, and there is nowhere to get it from. */
    static HearthException lost(String id, Throwable cause) {
        return new HearthException(ErrorCode.INTEGRITY, "A part of '" + id + "' was lost on this device", "Load it anew from where it came.", cause);
    }

    static HearthException lostAndChanged(String id) {
        return new HearthException(ErrorCode.INTEGRITY, "A part of '" + id + "' was lost on this device, and the server has another file now",
                "Load the model again: it starts anew.");
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

    /**
     * A failure as users see it: that of a call to the browser in words, any other as it is.
     *
     * @param what   what the call was to do, as {@link #failed} takes it
     * @param signal whose end is the reason for whatever fails after it
     */
    static RuntimeException inWords(String what, RuntimeException failure, AbortSignal signal) {
        if (!(failure instanceof JavaScriptException)) {
            return failure;
        }
        return signal.isAborted() ? aborted() : failed(what, failure);
    }

    static HearthException failed(String what, Throwable cause) {
        return new HearthException(ErrorCode.STORAGE, "The browser's storage failed: " + what + " (" + cause.getMessage() + ")",
                "Allow this site to store data, or leave the private window.", cause);
    }
}
