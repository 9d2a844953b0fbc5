package hearth.chat;

/** A value that can be called: a macro, a global function, a method of a value. */
interface Invocable {
    Object invoke(Run run, Arguments arguments);

    /** How it prints. */
    String description();
}
