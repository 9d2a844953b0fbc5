package hearth.chat;

import hearth.chat.Statement.Flow;
import java.util.List;

/** Statements in a row. */
record Body(List<Statement> statements) {
    static final Body EMPTY = new Body(List.of());

    Flow execute(Scope scope, Output out) {
        Run run = scope.run();
        for (Statement statement : statements) {
            run.enter(statement.line());
            Flow flow = statement.execute(scope, out);
            run.leave();
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    /** What the statements print, run in a scope of their own. */
    String capture(Scope scope) {
        Output out = new Output(scope.run());
        execute(scope, out);
        return out.text();
    }
}
