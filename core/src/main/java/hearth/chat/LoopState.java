package hearth.chat;

import java.util.List;

/** The variable {@code loop} within a loop. */
final class LoopState {
    private final List<?> items;
    private int index = -1;
    private List<Object> lastChanged;

    LoopState(List<?> items) {
        this.items = items;
    }

    boolean advance() {
        return ++index < items.size();
    }

    Object item() {
        return items.get(index);
    }

    Object attribute(String name) {
        switch (name) {
            case "index":
                return (long) index + 1;
            case "index0":
                return (long) index;
            case "revindex":
                return (long) items.size() - index;
            case "revindex0":
                return (long) items.size() - index - 1;
            case "first":
                return index == 0;
            case "last":
                return index == items.size() - 1;
            case "length":
                return (long) items.size();
            case "depth":
                return 1L;
            case "depth0":
                return 0L;
            case "previtem":
                return index == 0 ? new Undefined("there is no previous item") : items.get(index - 1);
            case "nextitem":
                return index == items.size() - 1 ? new Undefined("there is no next item") : items.get(index + 1);
            case "cycle":
                return new BoundMethod("loop.cycle", this::cycle);
            case "changed":
                return new BoundMethod("loop.changed", this::changed);
            default:
                return new Undefined("the loop has no attribute '" + name + "'");
        }
    }

    private Object cycle(Run run, Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            throw run.fail("loop.cycle got no items");
        }
        return arguments.positional().get(index % arguments.positional().size());
    }

    private Object changed(Run run, Arguments arguments) {
        List<Object> value = arguments.positional();
        boolean changed = lastChanged == null || !Relations.equal(run, lastChanged, value);
        lastChanged = value;
        return changed;
    }
}
