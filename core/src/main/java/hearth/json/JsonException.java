package hearth.json;

/** Text that is not JSON, or a value that JSON cannot say. The message says what is wrong and where. */
public final class JsonException extends RuntimeException {
    private final int offset;

    private JsonException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    static JsonException at(int offset, String problem) {
        return new JsonException(problem + " at offset " + offset, offset);
    }

    static JsonException unwritable(String problem) {
        return new JsonException(problem, -1);
    }

    /** Where reading failed, in UTF-16 units from the start of the text; -1 for a value that could not be written. */
    public int offset() {
        return offset;
    }
}
