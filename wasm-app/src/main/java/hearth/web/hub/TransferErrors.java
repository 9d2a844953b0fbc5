package hearth.web.hub;

import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Network;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

/** A transfer's failures in the words and codes that users see. */
final class TransferErrors {
    private TransferErrors() {
    }

    static HearthException aborted() {
        return new HearthException(ErrorCode.ABORTED, "The download was stopped", "Load the model again to go on where it stopped.");
    }

    /** What the status of an answer means where it is no success; null where another try may help. */
    static HearthException ofStatus(int status, String url) {
        if (status == 401 || status == 403) {
            return new HearthException(ErrorCode.GATED, "The server refuses " + url + " (" + status + ")",
                    "Accept the model's terms on its page and give a token, or choose another model.");
        }
        if (status == 404 || status == 410) {
            return new HearthException(ErrorCode.NOT_FOUND, "There is no file at " + url + " (" + status + ")", "Check the address.");
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return null;
        }
        return new HearthException(ErrorCode.NETWORK, "The server answers " + status + " for " + url, "Check the address, or try again later.");
    }

    /** @param wait milliseconds that the server asks to wait, or -1 */
    static HearthException busy(int status, String url, double wait) {
        return new HearthException(ErrorCode.NETWORK, "The server is busy: it answers " + status + " for " + url,
                wait < 0 ? "Try again later." : "Try again in " + (long) Math.ceil(wait / 1000) + " seconds: so long the server asks to wait.");
    }

    /** Nothing came back, the stream broke, or the answer may not be read from this page. */
    static HearthException unreachable(String url, long position, JavaScriptException cause) {
        String where = url + (position > 0 ? " at byte " + position : "");
        if (!Network.isOnline()) {
            return offline(where, cause);
        }
        return new HearthException(ErrorCode.NETWORK, "The transfer failed: " + where + " (" + cause.getMessage() + ")",
                "Check the network and that the server allows other sites to read the file (CORS), then load the model again.", cause);
    }

    /** The network went and did not come back. */
    static HearthException offline(String url, long position) {
        return offline(url + " at byte " + position, null);
    }

    private static HearthException offline(String where, JavaScriptException cause) {
        return new HearthException(ErrorCode.OFFLINE, "There is no network to fetch " + where,
                "Load the model again when the network is back: what has arrived is kept.", cause);
    }

    static HearthException stalled(String url, long position, int seconds) {
        boolean online = Network.isOnline();
        return new HearthException(online ? ErrorCode.NETWORK : ErrorCode.OFFLINE,
                "Nothing arrived for " + seconds + " seconds from " + url + " at byte " + position,
                "Load the model again: what has arrived is kept.");
    }

    static HearthException stalls(String url, long position) {
        return new HearthException(ErrorCode.NETWORK, "The transfer of " + url + " stops again and again, now at byte " + position,
                "Load the model again: what has arrived is kept.");
    }

    static HearthException ended(String url, long position, long bytes) {
        return new HearthException(ErrorCode.NETWORK, "The transfer of " + url + " ended at byte " + position + " of " + bytes,
                "Load the model again: what has arrived is kept.");
    }

    static HearthException otherPart(String url) {
        return new HearthException(ErrorCode.NETWORK, "The server sends other parts of " + url + " than it is asked for",
                "Fetch the file from another server.");
    }

    static HearthException webPage(String url) {
        return new HearthException(ErrorCode.BAD_MODEL, "There is a web page at " + url + ", not a model file",
                "Give the address of the file itself.");
    }

    static HearthException empty(String url) {
        return new HearthException(ErrorCode.BAD_MODEL, "The file at " + url + " is empty", "Give the address of a model file.");
    }

    static HearthException changed(String url) {
        return new HearthException(ErrorCode.INTEGRITY, "The file at " + url + " changed while it was read",
                "Load the model again: it starts anew.");
    }
}
