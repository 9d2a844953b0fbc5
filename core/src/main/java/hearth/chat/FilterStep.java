package hearth.chat;

import java.util.List;

/** {@code | name(arguments)}. */
record FilterStep(int line, String name, ArgumentList arguments) {
    Object apply(Scope scope, Object input) {
        Arguments values = arguments.evaluate(scope);
        scope.run().at(line);
        return Filters.named(scope.run(), name).apply(scope.run(), input, values);
    }

    static Object applyAll(List<FilterStep> steps, Scope scope, Object input) {
        Object value = input;
        for (FilterStep step : steps) {
            value = step.apply(scope, value);
        }
        return value;
    }
}
