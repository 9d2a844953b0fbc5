package hearth.chat;

import java.util.ArrayList;
import java.util.List;

/** The statements of a template apart from loops and macros. */
final class Statements {
    private Statements() {
    }

    record Text(int line, String text) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            out.print(text);
            return Flow.NEXT;
        }
    }

    record Print(int line, Expression value) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            Object printed = scope.value(value);
            scope.run().at(line);
            out.print(PythonText.text(scope.run(), printed));
            return Flow.NEXT;
        }
    }

    /** Branch i runs when condition i is the first true one; {@code otherwise} when none is. */
    record If(int line, List<Expression> conditions, List<Body> branches, Body otherwise) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            for (int i = 0; i < conditions.size(); i++) {
                if (scope.isTrue(conditions.get(i))) {
                    return branches.get(i).execute(scope, out);
                }
            }
            return otherwise.execute(scope, out);
        }
    }

    record Assignment(int line, Target target, Expression value) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            Object assigned = scope.value(value);
            scope.run().at(line);
            target.assign(scope, assigned);
            return Flow.NEXT;
        }
    }

    /** {@code set name} with a body: what the body prints is assigned. */
    record CapturedAssignment(int line, Target target, List<FilterStep> filters, Body body) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            Scope inner = scope.inner();
            Object assigned = FilterStep.applyAll(filters, inner, body.capture(inner));
            scope.run().at(line);
            target.assign(scope, assigned);
            return Flow.NEXT;
        }
    }

    record With(int line, List<Target> targets, List<Expression> values, Body body) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            List<Object> evaluated = new ArrayList<>();
            for (Expression value : values) {
                evaluated.add(scope.value(value));
            }
            Scope inner = scope.inner();
            for (int i = 0; i < evaluated.size(); i++) {
                targets.get(i).assign(inner, evaluated.get(i));
            }
            return body.execute(inner, out);
        }
    }

    record FilterBlock(int line, List<FilterStep> filters, Body body) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            Scope inner = scope.inner();
            Object value = FilterStep.applyAll(filters, inner, body.capture(inner));
            scope.run().at(line);
            out.print(PythonText.text(scope.run(), value));
            return Flow.NEXT;
        }
    }

    /** The mark that training tools put around the assistant's text; the text is printed as it is. */
    record Generation(int line, Body body) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            out.print(body.capture(scope.inner()));
            return Flow.NEXT;
        }
    }

    /** {@code break} or {@code continue}. */
    record Jump(int line, Flow flow) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            return flow;
        }
    }
}
