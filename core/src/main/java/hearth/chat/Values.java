package hearth.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What every value has: truth, a type, a size, items. */
final class Values {
    private Values() {
    }

    static boolean isTrue(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof Long integer) {
            return integer != 0;
        }
        if (value instanceof Double real) {
            return real != 0;
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return value != null && !(value instanceof Undefined);
    }

    /** The type's name in Python, for error messages. */
    static String type(Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof String) {
            return "str";
        }
        if (value instanceof Long) {
            return "int";
        }
        if (value instanceof Double) {
            return "float";
        }
        if (value instanceof Tuple) {
            return "tuple";
        }
        if (value instanceof List) {
            return "list";
        }
        if (value instanceof Map) {
            return "dict";
        }
        if (value instanceof Undefined) {
            return "Undefined";
        }
        return value instanceof Namespace ? "namespace" : value instanceof LoopState ? "loop" : "function";
    }

    /** A {@code Long} or {@code Double}; booleans count as 0 and 1; null for what is no number. */
    static Object number(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        return value instanceof Long || value instanceof Double ? value : null;
    }

    static boolean isIterable(Object value) {
        return value instanceof List || value instanceof Map || value instanceof String || value instanceof Undefined;
    }

    /** What iteration over the value yields: a dict's keys, a text's characters. */
    static List<?> items(Run run, Object value) {
        if (value instanceof List<?> list) {
            run.collects(list.size());
            return list;
        }
        if (value instanceof Map<?, ?> map) {
            run.collects(map.size());
            return new ArrayList<>(map.keySet());
        }
        if (value instanceof String text) {
            run.collects(text.length());
            return characters(text);
        }
        if (value instanceof Undefined) {
            return List.of();
        }
        throw run.fail("a value of type " + type(value) + " cannot be iterated over");
    }

    /** Python's characters are code points. */
    private static List<Object> characters(String text) {
        List<Object> characters = new ArrayList<>(text.length());
        for (int i = 0; i < text.length();) {
            int next = text.offsetByCodePoints(i, 1);
            characters.add(text.substring(i, next));
            i = next;
        }
        return characters;
    }

    static long length(Run run, Object value) {
        if (value instanceof String text) {
            run.reads(text.length());
            return text.codePointCount(0, text.length());
        }
        if (value instanceof List<?> list) {
            return list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        if (value instanceof Undefined) {
            return 0;
        }
        throw run.fail("a value of type " + type(value) + " has no length");
    }
}
