package hearth.chat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Filters on lists, dicts and what else has items. */
final class ListFilters {
    private ListFilters() {
    }

    static void addTo(Map<String, Filter> filters) {
        filters.put("length", ListFilters::length);
        filters.put("count", ListFilters::length);
        filters.put("list", ListFilters::list);
        filters.put("items", ListFilters::items);
        filters.put("first", (run, input, arguments) -> end(run, "first", input, arguments));
        filters.put("last", (run, input, arguments) -> end(run, "last", input, arguments));
        filters.put("join", ListFilters::join);
        filters.put("reverse", ListFilters::reverse);
        filters.put("sort", ListFilters::sort);
        filters.put("dictsort", ListFilters::dictsort);
        filters.put("unique", ListFilters::unique);
        filters.put("sum", ListFilters::sum);
        filters.put("min", (run, input, arguments) -> extreme(run, "min", input, arguments));
        filters.put("max", (run, input, arguments) -> extreme(run, "max", input, arguments));
    }

    private static Object length(Run run, Object input, Arguments arguments) {
        Filters.requireNone(run, "length", arguments);
        return Values.length(run, input);
    }

    private static Object list(Run run, Object input, Arguments arguments) {
        Filters.requireNone(run, "list", arguments);
        List<?> items = Values.items(run, input);
        return new ArrayList<Object>(items);
    }

    private static Object items(Run run, Object input, Arguments arguments) {
        Filters.requireNone(run, "items", arguments);
        if (input instanceof Undefined) {
            return new ArrayList<>();
        }
        if (input instanceof Map<?, ?> dict) {
            return Members.items(run, dict);
        }
        throw run.fail("filter 'items' takes a dict, not a value of type " + Values.type(input));
    }

    private static Object end(Run run, String name, Object input, Arguments arguments) {
        Filters.requireNone(run, name, arguments);
        List<?> items = input instanceof List<?> list ? list : Values.items(run, input);
        if (items.isEmpty()) {
            return new Undefined("no " + name + " item, the sequence is empty");
        }
        return items.get(name.equals("first") ? 0 : items.size() - 1);
    }

    private static Object join(Run run, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'join'", 0, "d", "attribute");
        AttributePath path = AttributePath.of(run, bound.value(1));
        List<Object> parts = new ArrayList<>();
        for (Object item : Values.items(run, input)) {
            parts.add(path.get(run, item, null));
        }
        return Texts.join(run, PythonText.text(run, bound.value(0, "")), parts);
    }

    private static Object reverse(Run run, Object input, Arguments arguments) {
        Filters.requireNone(run, "reverse", arguments);
        if (input instanceof String text) {
            return Slices.reversed(run, text);
        }
        List<?> items = Values.items(run, input);
        List<Object> reversed = new ArrayList<>(items.size());
        for (int i = items.size() - 1; i >= 0; i--) {
            reversed.add(items.get(i));
        }
        return reversed;
    }

    private static Object sort(Run run, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'sort'", 0, "reverse", "case_sensitive", "attribute");
        List<AttributePath> paths = AttributePath.several(run, bound.value(2));
        boolean exact = bound.flag(1, false);
        List<Keyed> keyed = new ArrayList<>();
        for (Object item : Values.items(run, input)) {
            List<Object> key = new ArrayList<>(paths.size());
            for (AttributePath path : paths) {
                key.add(key(run, path.get(run, item, null), exact));
            }
            keyed.add(new Keyed(key, item));
        }
        return sorted(run, keyed, bound.flag(0, false));
    }

    private static Object dictsort(Run run, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'dictsort'", 0, "case_sensitive", "by", "reverse");
        String by = bound.text(1, "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw run.fail("filter 'dictsort' sorts by 'key' or 'value'");
        }
        if (!(input instanceof Map<?, ?> dict)) {
            throw run.fail("filter 'dictsort' takes a dict, not a value of type " + Values.type(input));
        }
        List<Keyed> keyed = new ArrayList<>();
        for (Object item : Members.items(run, dict)) {
            keyed.add(new Keyed(key(run, ((Tuple) item).get(by.equals("key") ? 0 : 1), bound.flag(0, false)), item));
        }
        return sorted(run, keyed, bound.flag(2, false));
    }

    /** An item with what it is sorted by. */
    private record Keyed(Object key, Object item) {
    }

    /** Texts count without their case unless asked otherwise. */
    private static Object key(Run run, Object value, boolean exact) {
        return value instanceof String text && !exact ? Texts.lower(run, text) : value;
    }

    private static List<Object> sorted(Run run, List<Keyed> keyed, boolean reverse) {
        keyed.sort((left, right) -> reverse ? Relations.compare(run, right.key(), left.key()) : Relations.compare(run, left.key(), right.key()));
        List<Object> items = new ArrayList<>(keyed.size());
        for (Keyed one : keyed) {
            items.add(one.item());
        }
        return items;
    }

    private static Object unique(Run run, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'unique'", 0, "case_sensitive", "attribute");
        AttributePath path = AttributePath.of(run, bound.value(1));
        Set<Object> seen = new HashSet<>();
        List<Object> items = new ArrayList<>();
        for (Object item : Values.items(run, input)) {
            Object key = key(run, path.get(run, item, null), bound.flag(0, false));
            Object number = Values.number(key);
            key = Dicts.key(run, number != null ? number : key instanceof String text ? run.marks().plain(text) : key);
            if (seen.add(key)) {
                items.add(item);
            }
        }
        return items;
    }

    private static Object sum(Run run, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'sum'", 0, "attribute", "start");
        AttributePath path = AttributePath.of(run, bound.value(0));
        Object sum = bound.value(1, 0L);
        for (Object item : Values.items(run, input)) {
            sum = Calculation.binary(run, "+", sum, path.get(run, item, null));
        }
        return sum;
    }

    private static Object extreme(Run run, String name, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter '" + name + "'", 0, "case_sensitive", "attribute");
        AttributePath path = AttributePath.of(run, bound.value(1));
        Object best = null;
        Object bestKey = null;
        List<?> items = Values.items(run, input);
        for (int i = 0; i < items.size(); i++) {
            Object key = key(run, path.get(run, items.get(i), null), bound.flag(0, false));
            int order = i == 0 ? -1 : name.equals("min") ? Relations.compare(run, key, bestKey) : Relations.compare(run, bestKey, key);
            if (order < 0) {
                best = items.get(i);
                bestKey = key;
            }
        }
        return items.isEmpty() ? new Undefined("no aggregated item, the sequence is empty") : best;
    }
}
