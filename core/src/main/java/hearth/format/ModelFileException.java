package hearth.format;

/**
 * A model file that cannot be used: damaged, cut, hostile, or not for this engine. The message says what is wrong and
 * where (file offset, metadata key or tensor name).
 */
public final class ModelFileException extends RuntimeException {
    private final boolean unsupported;

    private ModelFileException(String message, boolean unsupported) {
        super(message);
        this.unsupported = unsupported;
    }

    /** A file that breaks the rules of its format. */
    public static ModelFileException damaged(String message) {
        return new ModelFileException(message, false);
    }

    /** A file that may be in order but needs what this engine does not have (another architecture, a tensor type). */
    public static ModelFileException unsupported(String message) {
        return new ModelFileException(message, true);
    }

    /** True where the file itself may be in order but this engine cannot run it. */
    public boolean isUnsupported() {
        return unsupported;
    }
}
