package hearth.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a call as written.
 *
 * @param spread      the value behind {@code *}, or null
 * @param namedSpread the value behind {@code **}, or null
 */
record ArgumentList(List<Expression> positional, List<String> names, List<Expression> named, Expression spread, Expression namedSpread) {
    static final ArgumentList NONE = new ArgumentList(List.of(), List.of(), List.of(), null, null);

    static ArgumentList of(Expression only) {
        return new ArgumentList(List.of(only), List.of(), List.of(), null, null);
    }

    Arguments evaluate(Scope scope) {
        if (this == NONE) {
            return Arguments.NONE;
        }
        List<Object> values = new ArrayList<>();
        for (Expression argument : positional) {
            values.add(scope.value(argument));
        }
        Map<String, Object> byName = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            byName.put(names.get(i), scope.value(named.get(i)));
        }
        if (spread != null) {
            values.addAll(Values.items(scope.run(), scope.value(spread)));
        }
        if (namedSpread != null) {
            addNamed(scope, byName);
        }
        return new Arguments(values, byName);
    }

    private void addNamed(Scope scope, Map<String, Object> byName) {
        Object value = scope.value(namedSpread);
        if (!(value instanceof Map<?, ?> map)) {
            throw scope.run().fail("what follows ** is no dict but " + Values.type(value));
        }
        scope.run().spend(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw scope.run().fail("the keys of what follows ** must be strings");
            }
            byName.put(name, entry.getValue());
        }
    }
}
