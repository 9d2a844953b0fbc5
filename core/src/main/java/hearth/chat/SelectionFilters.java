package hearth.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Filters that look at each item: {@code map}, {@code select} and their kin; and {@code attr}. */
final class SelectionFilters {
    private SelectionFilters() {
    }

    static void addTo(Map<String, Filter> filters) {
        filters.put("map", SelectionFilters::map);
        filters.put("attr", SelectionFilters::attr);
        filters.put("select", (run, input, arguments) -> select(run, input, arguments, false, true));
        filters.put("reject", (run, input, arguments) -> select(run, input, arguments, false, false));
        filters.put("selectattr", (run, input, arguments) -> select(run, input, arguments, true, true));
        filters.put("rejectattr", (run, input, arguments) -> select(run, input, arguments, true, false));
    }

    /** The input's items; None and other false values have none. */
    private static List<?> items(Run run, Object input) {
        return Values.isTrue(input) ? Values.items(run, input) : List.of();
    }

    private static Object attr(Run run, Object input, Arguments arguments) {
        return Members.own(run, input, arguments.bind(run, "filter 'attr'", 1, "name").text(0, ""));
    }

    private static Object map(Run run, Object input, Arguments arguments) {
        List<Object> mapped = new ArrayList<>();
        List<?> items = items(run, input);
        if (arguments.positional().isEmpty()) {
            Arguments.Bound bound = arguments.bind(run, "filter 'map'", 0, "attribute", "default");
            if (!bound.has(0)) {
                throw run.fail("filter 'map' needs the name of a filter or an attribute");
            }
            AttributePath path = AttributePath.of(run, bound.value(0));
            for (Object item : items) {
                run.spend(1);
                mapped.add(path.get(run, item, bound.value(1)));
            }
            return mapped;
        }
        Filter filter = Filters.named(run, name(run, "map", arguments, 0));
        Arguments rest = arguments.from(1);
        for (Object item : items) {
            run.spend(1);
            mapped.add(filter.apply(run, item, rest));
        }
        return mapped;
    }

    private static Object select(Run run, Object input, Arguments arguments, boolean byAttribute, boolean wanted) {
        List<Object> selected = new ArrayList<>();
        int count = arguments.positional().size();
        if (byAttribute && count == 0) {
            throw run.fail("filters 'selectattr' and 'rejectattr' need the name of an attribute");
        }
        int offset = byAttribute ? 1 : 0;
        AttributePath path = AttributePath.of(run, byAttribute ? arguments.positional().get(0) : null);
        Condition test = count > offset ? Tests.named(run, name(run, "select", arguments, offset)) : (same, value, none) -> Values.isTrue(value);
        Arguments rest = count > offset ? arguments.from(offset + 1) : Arguments.NONE;
        for (Object item : items(run, input)) {
            run.spend(1);
            if (test.holds(run, path.get(run, item, null), rest) == wanted) {
                selected.add(item);
            }
        }
        return selected;
    }

    private static String name(Run run, String filter, Arguments arguments, int index) {
        if (arguments.positional().get(index) instanceof String name) {
            return name;
        }
        throw run.fail("filter '" + filter + "' takes the name of a filter or test as a string");
    }
}
