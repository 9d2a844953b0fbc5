package hearth.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values written out in a template, and names. */
final class Literals {
    private Literals() {
    }

    record Constant(int line, Object value) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return value;
        }
    }

    record Name(int line, String name) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return scope.get(name);
        }
    }

    record ListOf(int line, List<Expression> items) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            List<Object> values = new ArrayList<>(items.size());
            for (Expression item : items) {
                values.add(scope.value(item));
            }
            return values;
        }
    }

    record TupleOf(int line, List<Expression> items) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object[] values = new Object[items.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = scope.value(items.get(i));
            }
            return new Tuple(values);
        }
    }

    record DictOf(int line, List<Expression> keys, List<Expression> values) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Map<Object, Object> dict = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                Object key = scope.value(keys.get(i));
                scope.run().at(line);
                dict.put(Dicts.key(scope.run(), key), scope.value(values.get(i)));
            }
            return dict;
        }
    }
}
