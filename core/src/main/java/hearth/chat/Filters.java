package hearth.chat;

import java.util.HashMap;
import java.util.Map;

/** All filters by name. */
final class Filters {
    private static final Map<String, Filter> ALL = new HashMap<>();

    static {
        TextFilters.addTo(ALL);
        NumberFilters.addTo(ALL);
        ListFilters.addTo(ALL);
        SelectionFilters.addTo(ALL);
    }

    private Filters() {
    }

    static boolean exists(String name) {
        return ALL.containsKey(name);
    }

    static Filter named(Run run, String name) {
        Filter filter = ALL.get(name);
        if (filter == null) {
            throw run.fail("there is no filter '" + name + "'");
        }
        return filter;
    }

    /** Takes no arguments. */
    static void requireNone(Run run, String name, Arguments arguments) {
        arguments.bind(run, "filter '" + name + "'", 0);
    }
}
