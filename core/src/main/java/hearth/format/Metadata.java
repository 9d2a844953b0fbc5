package hearth.format;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file's metadata by key. Values are {@code Long} (every integer type), {@code Double} (f32, f64), {@code Boolean},
 * {@code String}, {@link StringArray}, {@code long[]} (integer arrays), {@code double[]} or {@code boolean[]}.
 * The getters throw {@link ModelFileException} naming the key where it is missing or of another type.
 */
public final class Metadata {
    private final Map<String, Object> values;

    public Metadata(Map<String, Object> values) {
        this.values = new LinkedHashMap<>(values);
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The keys in the file's order. */
    public Iterable<String> keys() {
        return values.keySet();
    }

    /** The value as stored, or null. */
    public Object value(String key) {
        return values.get(key);
    }

    public String string(String key) {
        if (required(key) instanceof String value) {
            return value;
        }
        throw wrongType(key, "a string");
    }

    public String string(String key, String absent) {
        return has(key) ? string(key) : absent;
    }

    public long integer(String key) {
        if (required(key) instanceof Long value) {
            return value;
        }
        throw wrongType(key, "an integer");
    }

    public long integer(String key, long absent) {
        return has(key) ? integer(key) : absent;
    }

    /** An integer that must lie in {@code min .. max}. */
    public int integer(String key, int min, int max) {
        long value = integer(key);
        if (value < min || value > max) {
            throw ModelFileException.damaged("Metadata key " + key + " is " + value + ", which is not in " + min + " to " + max);
        }
        return (int) value;
    }

    /** A floating-point number; an integer is accepted. */
    public double real(String key) {
        Object value = required(key);
        if (value instanceof Double real) {
            return real;
        }
        if (value instanceof Long integer) {
            return integer;
        }
        throw wrongType(key, "a number");
    }

    public double real(String key, double absent) {
        return has(key) ? real(key) : absent;
    }

    public boolean bool(String key, boolean absent) {
        if (!has(key)) {
            return absent;
        }
        if (required(key) instanceof Boolean value) {
            return value;
        }
        throw wrongType(key, "a bool");
    }

    public StringArray strings(String key) {
        if (required(key) instanceof StringArray value) {
            return value;
        }
        throw wrongType(key, "an array of strings");
    }

    public long[] integers(String key) {
        if (required(key) instanceof long[] value) {
            return value;
        }
        throw wrongType(key, "an array of integers");
    }

    private Object required(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw ModelFileException.damaged("Metadata key " + key + " is missing");
        }
        return value;
    }

    private static ModelFileException wrongType(String key, String expected) {
        return ModelFileException.damaged("Metadata key " + key + " is not " + expected);
    }
}
