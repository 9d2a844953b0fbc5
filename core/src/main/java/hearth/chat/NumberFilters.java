package hearth.chat;

import java.util.Map;

/** Filters on numbers, and those that supply a value where there is none. */
final class NumberFilters {
    private NumberFilters() {
    }

    static void addTo(Map<String, Filter> filters) {
        filters.put("default", NumberFilters::orDefault);
        filters.put("d", NumberFilters::orDefault);
        filters.put("int", NumberFilters::toInteger);
        filters.put("float", NumberFilters::toReal);
        filters.put("abs", NumberFilters::abs);
        filters.put("round", NumberFilters::round);
    }

    private static Object orDefault(Run run, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'default'", 0, "default_value", "boolean");
        return input instanceof Undefined || bound.flag(1, false) && !Values.isTrue(input) ? bound.value(0, "") : input;
    }

    private static Object toInteger(Run run, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'int'", 0, "default", "base");
        requireDefined(run, input);
        Object number = Values.number(input);
        if (input instanceof String text) {
            long base = bound.integer(1, 10);
            if (base < 2 || base > 36) {
                throw run.fail("filter 'int' supports bases from 2 to 36");
            }
            run.reads(text.length());
            number = NumberText.integer(text, (int) base);
            if (number == null) {
                number = NumberText.real(text);
            }
        }
        if (number instanceof Double real) {
            if (!(Math.abs(real) < 0x1p63)) {
                return bound.value(0, 0L);
            }
            return (long) (double) real;
        }
        return number == null ? bound.value(0, 0L) : number;
    }

    private static Object toReal(Run run, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'float'", 0, "default");
        requireDefined(run, input);
        Object number = Values.number(input);
        if (input instanceof String text) {
            run.reads(text.length());
            number = NumberText.real(text);
        }
        return number == null ? bound.value(0, 0.0) : (Object) ((Number) number).doubleValue();
    }

    private static Object abs(Run run, Object input, Arguments arguments) {
        Filters.requireNone(run, "abs", arguments);
        Object number = required(run, "abs", input);
        return number instanceof Long integer ? integer < 0 ? Calculation.signed(run, true, integer) : integer
                : (Object) Math.abs((Double) number);
    }

    private static Object round(Run run, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'round'", 0, "precision", "method");
        Object number = required(run, "round", input);
        long precision = bound.integer(0, 0);
        String method = bound.text(1, "common");
        if (Math.abs(precision) > 22) {
            throw run.fail("filter 'round' supports a precision of up to 22");
        }
        if (number instanceof Long && method.equals("common") && precision >= 0) {
            return number;
        }
        double value = ((Number) number).doubleValue();
        double scale = Math.pow(10, Math.abs(precision));
        double scaled = precision < 0 ? value / scale : value * scale;
        switch (method) {
            case "common":
                scaled = Calculation.rounded(scaled);
                break;
            case "ceil":
                scaled = Math.ceil(scaled);
                break;
            case "floor":
                scaled = Math.floor(scaled);
                break;
            default:
                throw run.fail("filter 'round' knows the methods common, ceil and floor");
        }
        double rounded = precision < 0 ? scaled * scale : scaled / scale;
        return number instanceof Long && method.equals("common") ? (Object) (long) rounded : (Object) rounded;
    }

    private static Object required(Run run, String filter, Object input) {
        requireDefined(run, input);
        Object number = Values.number(input);
        if (number == null) {
            throw run.fail("filter '" + filter + "' takes a number, not a value of type " + Values.type(input));
        }
        return number;
    }

    private static void requireDefined(Run run, Object input) {
        if (input instanceof Undefined undefined) {
            throw run.fail(undefined.message());
        }
    }
}
