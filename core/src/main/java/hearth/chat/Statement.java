package hearth.chat;

/** A part of a template that does something: prints, assigns, branches. Run through {@link Body#execute}. */
interface Statement {
    int line();

    Flow execute(Scope scope, Output out);

    /** How execution goes on after a statement. */
    enum Flow { NEXT, BREAK, CONTINUE }
}
