package hearth.chat;

import java.util.HashMap;
import java.util.Map;

/** Names and their values at some place of a template; names not set here are looked up further out. */
final class Scope {
    private final Run run;
    private final Scope outer;
    private final Map<String, Object> names;

    private Scope(Run run, Scope outer, Map<String, Object> names) {
        this.run = run;
        this.outer = outer;
        this.names = names;
    }

    /** The scope of a whole template. */
    static Scope of(Run run, Map<String, Object> variables) {
        return new Scope(run, null, variables);
    }

    Scope inner() {
        return new Scope(run, this, new HashMap<>());
    }

    Run run() {
        return run;
    }

    void set(String name, Object value) {
        names.put(name, value);
    }

    /** The value of a variable, a global function, or {@link Undefined}. */
    Object get(String name) {
        int hops = 0;
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if ((++hops & 15) == 0) {
                run.spend(1);
            }
            Object value = scope.names.get(name);
            if (value != null || scope.names.containsKey(name)) {
                return value;
            }
        }
        Object global = Globals.named(name);
        return global == null ? new Undefined("'" + name + "' is undefined") : global;
    }

    /** Evaluates a part of the template within the limits of the render. */
    Object value(Expression expression) {
        run.enter(expression.line());
        Object value = expression.evaluate(this);
        run.leave();
        return value;
    }

    boolean isTrue(Expression expression) {
        return Values.isTrue(value(expression));
    }
}
