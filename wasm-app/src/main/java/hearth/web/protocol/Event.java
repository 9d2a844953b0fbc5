package hearth.web.protocol;

/** What the engine worker answers: the {@code event} of a message. The last message of a request is a result or an error. */
public final class Event {
    public static final String RESULT = "result";
    public static final String ERROR = "error";
    public static final String PROGRESS = "progress";
    /** Something that the engine has to know before it goes on; the page sends {@link Method#ANSWER}. */
    public static final String QUESTION = "question";
    /** Its body is an array: one or more pieces of a streamed answer, in their order. */
    public static final String CHUNK = "chunk";

    private Event() {
    }
}
