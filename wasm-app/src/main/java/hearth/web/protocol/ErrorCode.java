package hearth.web.protocol;

/** The codes of a {@code HearthError}, as users see them. */
public final class ErrorCode {
    /** The browser lacks what is needed. */
    public static final String UNSUPPORTED = "unsupported";
    /** The request itself is wrong; the message names the field. */
    public static final String BAD_REQUEST = "bad-request";
    /** No such file, repository or model. */
    public static final String NOT_FOUND = "not-found";
    /** The repository asks for a token or for terms to be accepted. */
    public static final String GATED = "gated";
    /** The transfer failed. */
    public static final String NETWORK = "network";
    /** There is no network, or it was not to be used, and the file is not stored. */
    public static final String OFFLINE = "offline";
    /** The bytes are not those that were promised. */
    public static final String INTEGRITY = "integrity";
    /** The browser's storage is full. */
    public static final String QUOTA = "quota";
    /** The browser's storage failed. */
    public static final String STORAGE = "storage";
    /** The file is damaged or no model file. */
    public static final String BAD_MODEL = "bad-model";
    /** The file may be in order, but this engine cannot run it. */
    public static final String UNSUPPORTED_MODEL = "unsupported-model";
    /** The browser granted too little memory. */
    public static final String OUT_OF_MEMORY = "out-of-memory";
    /** The tokens do not fit into the model's context. */
    public static final String CONTEXT_FULL = "context-full";
    /** The caller's signal ended the request. */
    public static final String ABORTED = "aborted";
    /** The GPU went away. */
    public static final String DEVICE_LOST = "device-lost";
    /** The model, session or runtime was closed before. */
    public static final String CLOSED = "closed";
    /** A fault of Hearth's own. */
    public static final String INTERNAL = "internal";

    private ErrorCode() {
    }
}
