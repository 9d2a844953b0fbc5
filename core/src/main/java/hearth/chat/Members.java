package hearth.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code value.name} and {@code value[key]}: the one falls back on the other, as in jinja2. */
final class Members {
    private static final List<String> DICT_CHANGES = List.of("clear", "pop", "popitem", "setdefault", "update");
    private static final List<String> LIST_CHANGES = List.of("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort");

    /** Names in messages are cut, since a template may make up long ones often. */
    private static final int LONGEST_SHOWN = 100;

    private Members() {
    }

    static Object attribute(Run run, Object value, String name) {
        requireDefined(run, value);
        Object own = ownAttribute(value, name);
        if (own == Dicts.ABSENT && value instanceof Map<?, ?> dict) {
            own = Dicts.get(run, dict, name);
        }
        return own == Dicts.ABSENT ? noAttribute(value, name) : own;
    }

    /** What the value has by its type alone: methods, not a dict's entries. */
    static Object own(Run run, Object value, String name) {
        requireDefined(run, value);
        Object own = ownAttribute(value, name);
        return own == Dicts.ABSENT ? noAttribute(value, name) : own;
    }

    private static Undefined noAttribute(Object value, String name) {
        String shown = name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "..." : name;
        return new Undefined("'" + object(value) + "' has no attribute '" + shown + "'");
    }

    static Object item(Run run, Object value, Object key) {
        requireDefined(run, value);
        if (value instanceof Map<?, ?> dict && !(key instanceof List) && !(key instanceof Map)) {
            Object member = Dicts.get(run, dict, key);
            if (member != Dicts.ABSENT) {
                return member;
            }
        }
        if (key instanceof String name) {
            return own(run, value, name);
        }
        Object element = Values.number(key) instanceof Long index ? element(run, value, index) : Dicts.ABSENT;
        return element != Dicts.ABSENT ? element : new Undefined(object(value) + " has no element " + PythonText.repr(run, key));
    }

    private static void requireDefined(Run run, Object value) {
        if (value instanceof Undefined undefined) {
            throw run.fail(undefined.message());
        }
    }

    /** The element of a list or text; negative positions count from the end. */
    private static Object element(Run run, Object value, long index) {
        if (value instanceof List<?> list) {
            long at = index < 0 ? index + list.size() : index;
            if (at < 0 || at >= list.size()) {
                return Dicts.ABSENT;
            }
            return list.get((int) at);
        }
        if (value instanceof String text) {
            long length = Values.length(run, text);
            long at = index < 0 ? index + length : index;
            if (at < 0 || at >= length) {
                return Dicts.ABSENT;
            }
            int start = text.offsetByCodePoints(0, (int) at);
            return text.substring(start, text.offsetByCodePoints(start, 1));
        }
        return Dicts.ABSENT;
    }

    private static String object(Object value) {
        return value == null ? "None" : Values.type(value) + " object";
    }

    private static Object ownAttribute(Object value, String name) {
        Object own = null;
        if (value instanceof String text) {
            own = StringMethods.of(text, name);
        } else if (value instanceof Map<?, ?> dict) {
            own = dictMethod(dict, name);
        } else if (value instanceof List<?> list) {
            own = listMethod(list, name);
        } else if (value instanceof Namespace namespace) {
            return namespace.attributes().containsKey(name) ? namespace.attributes().get(name) : Dicts.ABSENT;
        } else if (value instanceof LoopState loop) {
            return loop.attribute(name);
        }
        return own == null ? Dicts.ABSENT : own;
    }

    private static Object dictMethod(Map<?, ?> dict, String name) {
        switch (name) {
            case "get":
                return new BoundMethod("get", (run, arguments) -> {
                    Arguments.Bound bound = arguments.bind(run, "dict.get", 1, "key", "default");
                    Object member = Dicts.get(run, dict, bound.value(0));
                    return member == Dicts.ABSENT ? bound.value(1) : member;
                });
            case "items":
                return new BoundMethod("items", (run, arguments) -> items(run, dict));
            case "keys":
                return new BoundMethod("keys", (run, arguments) -> Values.items(run, dict));
            case "values":
                return new BoundMethod("values", (run, arguments) -> {
                    run.spend(dict.size());
                    return new ArrayList<Object>(dict.values());
                });
            case "copy":
                return new BoundMethod("copy", (run, arguments) -> dict);
            default:
                return DICT_CHANGES.contains(name) ? unsafe("dict", name) : null;
        }
    }

    /** Pairs of keys and values. */
    static List<Object> items(Run run, Map<?, ?> dict) {
        run.spend(dict.size());
        List<Object> items = new ArrayList<>(dict.size());
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            items.add(new Tuple(entry.getKey(), entry.getValue()));
        }
        return items;
    }

    private static Object listMethod(List<?> list, String name) {
        switch (name) {
            case "count":
                return new BoundMethod("count", (run, arguments) -> {
                    Object wanted = arguments.bind(run, "list.count", 1, "value").value(0);
                    long count = 0;
                    for (Object item : list) {
                        count += Relations.equal(run, item, wanted) ? 1 : 0;
                    }
                    return count;
                });
            case "index":
                return new BoundMethod("index", (run, arguments) -> {
                    Object wanted = arguments.bind(run, "list.index", 1, "value").value(0);
                    for (int i = 0; i < list.size(); i++) {
                        if (Relations.equal(run, list.get(i), wanted)) {
                            return (long) i;
                        }
                    }
                    throw run.fail("list.index: the value is not in the list");
                });
            case "copy":
                return new BoundMethod("copy", (run, arguments) -> list);
            default:
                return LIST_CHANGES.contains(name) && !(list instanceof Tuple) ? unsafe("list", name) : null;
        }
    }

    /** Templates run sandboxed: only namespaces may be changed. */
    private static Undefined unsafe(String type, String name) {
        return new Undefined("the method '" + name + "' would change a " + type + ", which templates may not do");
    }
}
