package hearth.chat;

import java.util.Map;

/** Access to dicts by key. */
final class Dicts {
    /** What {@link #get} returns where there is no such key, since None may be a value. */
    static final Object ABSENT = new Object();

    private Dicts() {
    }

    /** The value in the form in which keys are stored: 1.0 and 1 are the same key. */
    static Object key(Run run, Object value) {
        if (value instanceof String text) {
            run.reads(text.length());
            return text;
        }
        if (value instanceof Double real && real == Math.floor(real) && Math.abs(real) < 1L << 53) {
            return real.longValue();
        }
        if (value == null || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        throw run.fail("a value of type " + Values.type(value) + " cannot be a key");
    }

    static Object get(Run run, Map<?, ?> dict, Object wanted) {
        if (wanted instanceof Undefined || wanted instanceof Tuple) {
            return ABSENT;
        }
        Object key = key(run, wanted);
        Object value = dict.get(key);
        if (value != null || dict.containsKey(key)) {
            return value;
        }
        if (key instanceof String text && run.marks().touches(text)) {
            return searched(run, dict, run.marks().plain(text));
        }
        return ABSENT;
    }

    /** The user's keys carry marks, a template's own do not. */
    private static Object searched(Run run, Map<?, ?> dict, String wanted) {
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            run.spend(1);
            if (entry.getKey() instanceof String text && text.length() == wanted.length()) {
                run.reads(text.length());
                if (run.marks().plain(text).equals(wanted)) {
                    return entry.getValue();
                }
            }
        }
        return ABSENT;
    }
}
