package hearth.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code for target in items if condition}, with another body for the case that no item reaches the end of the first.
 *
 * @param condition which items count, or null
 */
record Loop(int line, Target target, Expression items, Expression condition, Body body, Body otherwise) implements Statement {
    @Override
    public Flow execute(Scope scope, Output out) {
        Run run = scope.run();
        Object iterated = scope.value(items);
        run.at(line);
        List<?> all = Values.items(run, iterated);
        List<?> kept = condition == null ? all : kept(scope, all);
        LoopState state = new LoopState(kept);
        boolean completed = false;
        while (state.advance()) {
            run.spend(1);
            Scope inner = scope.inner();
            inner.set("loop", state);
            target.assign(inner, state.item());
            Flow flow = body.execute(inner, out);
            if (flow == Flow.BREAK) {
                break;
            }
            completed |= flow == Flow.NEXT;
        }
        return completed ? Flow.NEXT : otherwise.execute(scope.inner(), out);
    }

    private List<?> kept(Scope scope, List<?> all) {
        List<Object> kept = new ArrayList<>();
        for (Object item : all) {
            Scope inner = scope.inner();
            target.assign(inner, item);
            if (inner.isTrue(condition)) {
                kept.add(item);
            }
        }
        return kept;
    }
}
