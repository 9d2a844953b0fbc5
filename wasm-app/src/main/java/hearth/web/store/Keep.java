package hearth.web.store;

/** Whether a file is kept on the device. */
public enum Keep {
    /** It is only read. */
    NO,
    /** It is kept where there is room; else the load goes on without, and says so. */
    IF_POSSIBLE,
    /** It is kept, or the load fails. */
    REQUIRED
}
