package hearth.web.protocol;

/** A failure that reaches the user as a {@code HearthError}: a code of {@link ErrorCode}, what went wrong where, and what to do next. */
public final class HearthException extends RuntimeException {
    private final String code;
    private final String hint;

    /**
     * @param code    one of {@link ErrorCode}
     * @param message what went wrong, and where
     * @param hint    what the user can do next; never null
     */
    public HearthException(String code, String message, String hint) {
        super(message);
        this.code = code;
        this.hint = hint;
    }

    /** As the other constructor, keeping the failure that led to this one. */
    public HearthException(String code, String message, String hint, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.hint = hint;
    }

    /** One of {@link ErrorCode}. */
    public String code() {
        return code;
    }

    /** What the user can do next. */
    public String hint() {
        return hint;
    }
}
