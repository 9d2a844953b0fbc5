package hearth.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All tests by name. */
final class Tests {
    private static final Map<String, Condition> ALL = new HashMap<>();

    static {
        kind("defined", value -> !(value instanceof Undefined));
        kind("undefined", value -> value instanceof Undefined);
        kind("none", value -> value == null);
        kind("string", value -> value instanceof String);
        kind("number", value -> Values.number(value) != null);
        kind("integer", value -> value instanceof Long);
        kind("float", value -> value instanceof Double);
        kind("boolean", value -> value instanceof Boolean);
        kind("true", value -> Boolean.TRUE.equals(value));
        kind("false", value -> Boolean.FALSE.equals(value));
        kind("mapping", value -> value instanceof Map);
        kind("iterable", Values::isIterable);
        kind("sequence", Values::isIterable);
        // As in jinja2, where calling what is undefined fails with a message of its own.
        kind("callable", value -> value instanceof Invocable || value instanceof Undefined);
        kind("escaped", value -> false);
        kind("filter", value -> value instanceof String name && Filters.exists(name));
        kind("test", value -> value instanceof String name && Tests.ALL.containsKey(name));
        ALL.put("odd", (run, value, arguments) -> remainder(run, "odd", value, arguments) == 1);
        ALL.put("even", (run, value, arguments) -> remainder(run, "even", value, arguments) == 0);
        ALL.put("divisibleby", Tests::isDivisible);
        ALL.put("lower", (run, value, arguments) -> Texts.hasCase(run, PythonText.text(run, value), false));
        ALL.put("upper", (run, value, arguments) -> Texts.hasCase(run, PythonText.text(run, value), true));
        ALL.put("sameas", Tests::isSame);
        relation("==", List.of("eq", "equalto", "=="));
        relation("!=", List.of("ne", "!="));
        relation("<", List.of("lt", "lessthan", "<"));
        relation("<=", List.of("le", "<="));
        relation(">", List.of("gt", "greaterthan", ">"));
        relation(">=", List.of("ge", ">="));
        relation("in", List.of("in"));
    }

    private Tests() {
    }

    static Condition named(Run run, String name) {
        Condition test = ALL.get(name);
        if (test == null) {
            throw run.fail("there is no test '" + name + "'");
        }
        return test;
    }

    /** A test that takes nothing but the value. */
    private interface Kind {
        boolean of(Object value);
    }

    private static void kind(String name, Kind kind) {
        ALL.put(name, (run, value, arguments) -> {
            arguments.bind(run, "test '" + name + "'", 0);
            return kind.of(value);
        });
    }

    private static void relation(String operator, List<String> names) {
        for (String name : names) {
            ALL.put(name, (run, value, arguments) ->
                    Relations.holds(run, operator, value, arguments.bind(run, "test '" + name + "'", 1, "other").value(0)));
        }
    }

    private static double remainder(Run run, String name, Object value, Arguments arguments) {
        arguments.bind(run, "test '" + name + "'", 0);
        return remainder(run, value, 2L);
    }

    private static boolean isDivisible(Run run, Object value, Arguments arguments) {
        return remainder(run, value, arguments.bind(run, "test 'divisibleby'", 1, "num").value(0)) == 0;
    }

    private static double remainder(Run run, Object value, Object divisor) {
        Object number = Values.number(value);
        if (number == null) {
            throw run.fail(value instanceof Undefined undefined ? undefined.message()
                    : "a value of type " + Values.type(value) + " has no remainder");
        }
        return ((Number) Calculation.binary(run, "%", number, divisor)).doubleValue();
    }

    /** Identity; equal numbers, booleans and texts count as identical. */
    private static boolean isSame(Run run, Object value, Arguments arguments) {
        Object other = arguments.bind(run, "test 'sameas'", 1, "other").value(0);
        boolean simple = value instanceof Boolean || value instanceof Long || value instanceof Double || value instanceof String;
        return value == other || simple && Values.type(value).equals(Values.type(other)) && Relations.equal(run, value, other);
    }
}
