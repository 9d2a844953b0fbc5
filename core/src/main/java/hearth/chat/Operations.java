package hearth.chat;

import java.util.ArrayList;
import java.util.List;

/** Operators of expressions. */
final class Operations {
    private Operations() {
    }

    record Arithmetic(int line, String operator, Expression left, Expression right) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object first = scope.value(left);
            Object second = scope.value(right);
            scope.run().at(line);
            return Calculation.binary(scope.run(), operator, first, second);
        }
    }

    record Sign(int line, boolean negative, Expression operand) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object value = scope.value(operand);
            scope.run().at(line);
            return Calculation.signed(scope.run(), negative, value);
        }
    }

    /** The operator {@code ~}: everything as text, one after another. */
    record Concatenation(int line, List<Expression> parts) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Output out = new Output(scope.run());
            for (Expression part : parts) {
                Object value = scope.value(part);
                scope.run().at(line);
                out.print(PythonText.text(scope.run(), value));
            }
            return out.text();
        }
    }

    record Not(int line, Expression operand) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return !scope.isTrue(operand);
        }
    }

    /** {@code and}, {@code or}: the value that decides, not a boolean. */
    record Logic(int line, boolean and, Expression left, Expression right) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object first = scope.value(left);
            return Values.isTrue(first) == and ? scope.value(right) : first;
        }
    }

    /** {@code value if condition else otherwise}; {@code otherwise} may be null. */
    record Conditional(int line, Expression condition, Expression value, Expression otherwise) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            if (scope.isTrue(condition)) {
                return scope.value(value);
            }
            return otherwise == null ? new Undefined("the inline if-expression has no else") : scope.value(otherwise);
        }
    }

    /** A chain {@code a < b <= c}: true when each neighbouring pair compares true. */
    record Comparison(int line, Expression first, List<String> operators, List<Expression> others) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object left = scope.value(first);
            for (int i = 0; i < others.size(); i++) {
                Object right = scope.value(others.get(i));
                scope.run().at(line);
                if (!Relations.holds(scope.run(), operators.get(i), left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        }
    }

    record AttributeOf(int line, Expression object, String name) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object value = scope.value(object);
            scope.run().at(line);
            return Members.attribute(scope.run(), value, name);
        }
    }

    record ItemOf(int line, Expression object, Expression index) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object value = scope.value(object);
            Object key = scope.value(index);
            scope.run().at(line);
            return Members.item(scope.run(), value, key);
        }
    }

    /** {@code object[start:stop:step]}, each bound may be null. */
    record SliceOf(int line, Expression object, Expression start, Expression stop, Expression step) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object value = scope.value(object);
            List<Object> bounds = new ArrayList<>(3);
            for (Expression bound : new Expression[] {start, stop, step}) {
                bounds.add(bound == null ? null : scope.value(bound));
            }
            scope.run().at(line);
            return Slices.slice(scope.run(), value, bounds.get(0), bounds.get(1), bounds.get(2));
        }
    }

    record Call(int line, Expression callee, ArgumentList arguments) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return invoke(scope, arguments.evaluate(scope));
        }

        /** Calls with arguments that are evaluated already. */
        Object invoke(Scope scope, Arguments values) {
            Object value = scope.value(callee);
            scope.run().at(line);
            if (value instanceof Invocable function) {
                return function.invoke(scope.run(), values);
            }
            if (value instanceof Undefined undefined) {
                throw scope.run().fail(undefined.message());
            }
            throw scope.run().fail("a value of type " + Values.type(value) + " cannot be called");
        }
    }

    record Filtered(int line, Expression input, FilterStep step) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return step.apply(scope, scope.value(input));
        }
    }

    /** {@code value is test}. */
    record Tested(int line, Expression input, String test, ArgumentList arguments) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object value = scope.value(input);
            Arguments values = arguments.evaluate(scope);
            scope.run().at(line);
            return Tests.named(scope.run(), test).holds(scope.run(), value, values);
        }
    }
}
