package hearth.web.engine.request;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of one JSON object of a request, read with their types. Whatever does not fit is a {@code bad-request} that
 * names the field by its path, for example {@code messages[2].content}. A field that is null is absent.
 */
final class Fields {
    private final String path;
    private final Map<String, Object> values;

    private Fields(String path, Map<String, Object> values) {
        this.path = path;
        this.values = values;
    }

    /** The fields of the request itself. */
    static Fields of(Object request) {
        return object("", request, "the request");
    }

    /** The fields of an object found at {@code path}. */
    static Fields at(String path, Object value) {
        return object(path, value, path);
    }

    @SuppressWarnings("unchecked")
    private static Fields object(String path, Object value, String subject) {
        if (value instanceof Map<?, ?> map) {
            return new Fields(path, (Map<String, Object>) map);
        }
        throw wrong(subject, "an object", value);
    }

    /** The path of a field from the request on. */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    /** True where the field is written at all, be it as null. */
    boolean mentions(String name) {
        return values.containsKey(name);
    }

    Set<String> names() {
        return values.keySet();
    }

    /** The value as it was parsed, or null. */
    Object value(String name) {
        return values.get(name);
    }

    String text(String name) {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw wrong(path(name), "a string", values.get(name));
    }

    boolean flag(String name, boolean absent) {
        if (!has(name)) {
            return absent;
        }
        if (values.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(path(name), "true or false", values.get(name));
    }

    /** A whole number in {@code min .. max}. */
    long integer(String name, long absent, long min, long max) {
        if (!has(name)) {
            return absent;
        }
        Object value = values.get(name);
        long integer;
        if (value instanceof Long whole) {
            integer = whole;
        } else if (value instanceof Double real && real == Math.rint(real) && Math.abs(real) < 9e15) {
            integer = (long) (double) real;
        } else {
            throw wrong(path(name), "a whole number", value);
        }
        if (integer < min || integer > max) {
            String range = max == Long.MAX_VALUE || max == Integer.MAX_VALUE ? "at least " + min : "from " + min + " to " + max;
            throw wrong(path(name), "a whole number " + range, value);
        }
        return integer;
    }

    /** A finite number in {@code min .. max}. */
    double number(String name, double absent, double min, double max) {
        return has(name) ? number(path(name), values.get(name), min, max) : absent;
    }

    /** {@code value}, found at {@code path}, as a finite number in {@code min .. max}. */
    static double number(String path, Object value, double min, double max) {
        double number;
        if (value instanceof Long whole) {
            number = whole;
        } else if (value instanceof Double real) {
            number = real;
        } else {
            throw wrong(path, "a number", value);
        }
        if (!(number >= min && number <= max) || Double.isInfinite(number)) {
            String range = max == Double.MAX_VALUE ? "of at least " + plain(min) : "from " + plain(min) + " to " + plain(max);
            throw wrong(path, "a number " + range, value);
        }
        return number;
    }

    List<?> list(String name) {
        if (values.get(name) instanceof List<?> list) {
            return list;
        }
        throw wrong(path(name), "an array", values.get(name));
    }

    /** Refuses every field whose name is not in {@code known}: to ignore one would change the answer silently. */
    void refuseAllBut(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name) && values.get(name) != null) {
                throw new HearthException(ErrorCode.BAD_REQUEST, "Unknown field " + path(name),
                        "Remove the field, or check its spelling against the list of fields in the documentation.");
            }
        }
    }

    /** The error for a value of the wrong type or range. */
    static HearthException wrong(String path, String expected, Object value) {
        return new HearthException(ErrorCode.BAD_REQUEST, path + " must be " + expected + ", but it is " + describe(value),
                "Correct the field " + path + " of the request.");
    }

    /** The error for a field, or a value of it, that OpenAI's interface knows and this engine does not support. */
    static HearthException unsupported(String path, String reason) {
        return new HearthException(ErrorCode.BAD_REQUEST, path + " is not supported: " + reason,
                "Leave out " + path + ".");
    }

    private static String describe(Object value) {
        if (value == null) {
            return "missing";
        }
        if (value instanceof String text) {
            return text.length() <= 40 ? "\"" + text + "\"" : "a string of " + text.length() + " characters";
        }
        if (value instanceof List<?> list) {
            return list.isEmpty() ? "an empty array" : "an array";
        }
        if (value instanceof Map<?, ?>) {
            return "an object";
        }
        return value instanceof Double number ? plain(number) : value.toString();
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number) : Double.toString(number);
    }
}
