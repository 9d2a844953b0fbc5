package hearth.chat;

/** What a test ({@code value is test}) finds out. */
interface Condition {
    boolean holds(Run run, Object value, Arguments arguments);
}
