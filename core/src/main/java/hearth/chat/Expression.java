package hearth.chat;

/** A part of a template that has a value. Parts are evaluated through {@link Scope#value}, which keeps the limits. */
interface Expression {
    /** The template's line, for error messages. */
    int line();

    Object evaluate(Scope scope);
}
