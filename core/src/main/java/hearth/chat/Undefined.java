package hearth.chat;

/** The value of what does not exist: prints as nothing, is false and empty, and fails with its message when more is asked of it. */
record Undefined(String message) {
}
