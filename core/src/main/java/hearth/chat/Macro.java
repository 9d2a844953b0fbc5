package hearth.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A macro, or the body of a call block, in the scope where it was defined.
 *
 * @param definition what the template says
 * @param scope      names that the body sees
 */
record Macro(Definition definition, Scope scope) implements Invocable {
    /**
     * The text of a macro.
     *
     * @param name       null for the body of a call block
     * @param parameters names
     * @param defaults   expressions for the last parameters
     * @param used       names that the body mentions, which decide whether {@code varargs}, {@code kwargs} and {@code caller} are taken
     */
    record Definition(int line, String name, List<String> parameters, List<Expression> defaults, Body body, Set<String> used)
            implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            scope.set(name, new Macro(this, scope));
            return Flow.NEXT;
        }
    }

    /** {@code call(parameters) macro(arguments)} with a body that the macro may call as {@code caller}. */
    record CallBlock(int line, Operations.Call call, Definition body) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            Arguments given = call.arguments().evaluate(scope);
            Map<String, Object> named = new LinkedHashMap<>(given.named());
            named.put("caller", new Macro(body, scope));
            Object value = call.invoke(scope, new Arguments(given.positional(), named));
            scope.run().at(line);
            out.print(PythonText.text(scope.run(), value));
            return Flow.NEXT;
        }
    }

    @Override
    public Object invoke(Run run, Arguments arguments) {
        Scope inner = scope.inner();
        List<String> parameters = definition.parameters();
        List<Object> positional = arguments.positional();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        List<String> absent = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            if (i < positional.size()) {
                inner.set(parameter, positional.get(i));
            } else if (named.containsKey(parameter)) {
                inner.set(parameter, named.remove(parameter));
            } else {
                absent.add(parameter);
                inner.set(parameter, new Undefined("parameter '" + parameter + "' was not provided"));
            }
        }
        takeRest(run, inner, positional, named);
        int withoutDefault = parameters.size() - definition.defaults().size();
        for (String parameter : absent) {
            int index = parameters.indexOf(parameter);
            if (index >= withoutDefault) {
                inner.set(parameter, inner.value(definition.defaults().get(index - withoutDefault)));
            }
        }
        return definition.body().capture(inner);
    }

    private void takeRest(Run run, Scope inner, List<Object> positional, Map<String, Object> named) {
        int count = definition.parameters().size();
        if (definition.used().contains("caller") && !definition.parameters().contains("caller")) {
            inner.set("caller", named.containsKey("caller") ? named.remove("caller") : new Undefined("no caller defined"));
        }
        if (definition.used().contains("kwargs")) {
            inner.set("kwargs", new LinkedHashMap<Object, Object>(named));
        } else if (!named.isEmpty()) {
            throw run.fail(title() + " takes no argument '" + named.keySet().iterator().next() + "'");
        }
        if (definition.used().contains("varargs")) {
            inner.set("varargs", new Tuple(positional.size() > count ? positional.subList(count, positional.size()).toArray() : new Object[0]));
        } else if (positional.size() > count) {
            throw run.fail(title() + " takes not more than " + count + " arguments");
        }
    }

    private String title() {
        return definition.name() == null ? "the body of a call block" : "macro '" + definition.name() + "'";
    }

    @Override
    public String description() {
        return definition.name() == null ? "<Macro anonymous>" : "<Macro '" + definition.name() + "'>";
    }

    /** Macros are equal to themselves only: a record's own comparison would walk through the scopes. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
