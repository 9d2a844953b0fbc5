package hearth.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that every template may call. */
final class Globals {
    /** As in jinja2's sandbox. */
    private static final long MAX_RANGE = 100_000;

    private static final Map<String, Invocable> ALL = new HashMap<>();

    static {
        add("raise_exception", (run, arguments) -> {
            throw run.raised(PythonText.text(run, arguments.bind(run, "raise_exception", 1, "message").value(0)));
        });
        add("namespace", (run, arguments) -> new Namespace(attributes(run, arguments)));
        add("dict", (run, arguments) -> new LinkedHashMap<Object, Object>(attributes(run, arguments)));
        add("range", Globals::range);
        add("strftime_now", (run, arguments) ->
                LocalTime.now().format(run, arguments.bind(run, "strftime_now", 1, "format").text(0, "")));
    }

    private Globals() {
    }

    private static void add(String name, BoundMethod.Code code) {
        ALL.put(name, new BoundMethod(name, code));
    }

    /** The function, or null. */
    static Object named(String name) {
        return ALL.get(name);
    }

    private static Map<String, Object> attributes(Run run, Arguments arguments) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        Object initial = arguments.positional().isEmpty() ? null : arguments.positional().get(0);
        if (initial instanceof Map<?, ?> dict) {
            run.spend(dict.size());
            for (Map.Entry<?, ?> entry : dict.entrySet()) {
                attributes.put(PythonText.text(run, entry.getKey()), entry.getValue());
            }
        } else if (initial != null || arguments.positional().size() > 1) {
            throw run.fail("a namespace or dict is made from one dict and named values only");
        }
        attributes.putAll(arguments.named());
        return attributes;
    }

    private static Object range(Run run, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "range", 1, "start", "stop", "step");
        long start = bound.has(1) ? bound.integer(0, 0) : 0;
        long stop = bound.integer(bound.has(1) ? 1 : 0, 0);
        long step = bound.integer(2, 1);
        if (step == 0) {
            throw run.fail("range: the step is zero");
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
            if (numbers.size() == MAX_RANGE) {
                throw run.fail("range: more than " + MAX_RANGE + " numbers");
            }
            numbers.add(i);
            if (step > 0 ? i > Long.MAX_VALUE - step : i < Long.MIN_VALUE - step) {
                break;
            }
        }
        run.collects(numbers.size());
        return numbers;
    }
}
