package hearth.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The filter {@code tojson}: Python's {@code json.dumps} with {@code ensure_ascii} off unless asked for. */
final class JsonText {
    private static final int MAX_NESTING = 300;
    private static final String HEX = "0123456789abcdef";

    private final Run run;
    private final Output out;
    private final String indent;
    private final String itemSeparator;
    private final String keySeparator;
    private final boolean ascii;
    private final boolean sorted;

    private JsonText(Run run, String indent, String itemSeparator, String keySeparator, boolean ascii, boolean sorted) {
        this.run = run;
        this.out = new Output(run);
        this.indent = indent;
        this.itemSeparator = itemSeparator;
        this.keySeparator = keySeparator;
        this.ascii = ascii;
        this.sorted = sorted;
    }

    static String filter(Run run, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'tojson'", 0, "ensure_ascii", "indent", "separators", "sort_keys");
        String indent = null;
        if (bound.value(1) instanceof String text) {
            indent = text;
        } else if (bound.value(1) != null) {
            long width = Math.max(0, bound.integer(1, 0));
            run.writes(width);
            indent = " ".repeat((int) width);
        }
        String item = indent == null ? ", " : ",";
        String key = ": ";
        if (bound.value(2) instanceof List<?> separators && separators.size() == 2
                && separators.get(0) instanceof String first && separators.get(1) instanceof String second) {
            item = first;
            key = second;
        } else if (bound.value(2) != null) {
            throw run.fail("filter 'tojson': separators must be two strings");
        }
        JsonText writer = new JsonText(run, indent, item, key, bound.flag(0, false), bound.flag(3, false));
        writer.value(value, 0);
        return writer.out.text();
    }

    private void value(Object value, int depth) {
        if (depth > MAX_NESTING) {
            throw run.fail("filter 'tojson': a value nested too deeply");
        }
        run.spend(1);
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof List<?> list) {
            list(list, depth);
        } else if (value instanceof Map<?, ?> dict) {
            dict(dict, depth);
        } else if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Double) {
            out.print(plain(value));
        } else {
            throw run.fail("filter 'tojson': a value of type " + Values.type(value) + " has no JSON form");
        }
    }

    private static String plain(Object value) {
        if (value instanceof Double real) {
            return Double.isNaN(real) ? "NaN" : real.isInfinite() ? real < 0 ? "-Infinity" : "Infinity" : PythonText.real(real);
        }
        return value == null ? "null" : value.toString();
    }

    private void list(List<?> list, int depth) {
        if (list.isEmpty()) {
            out.print("[]");
            return;
        }
        out.print("[");
        boolean first = true;
        for (Object item : list) {
            beginItem(first, depth + 1);
            first = false;
            value(item, depth + 1);
        }
        newLine(depth);
        out.print("]");
    }

    private void dict(Map<?, ?> dict, int depth) {
        if (dict.isEmpty()) {
            out.print("{}");
            return;
        }
        List<Object> keys = new ArrayList<>(dict.keySet());
        if (sorted) {
            keys.sort((left, right) -> Relations.compare(run, left, right));
        }
        out.print("{");
        boolean first = true;
        for (Object key : keys) {
            beginItem(first, depth + 1);
            first = false;
            string(key instanceof String text ? text : plain(key));
            out.print(keySeparator);
            value(dict.get(key), depth + 1);
        }
        newLine(depth);
        out.print("}");
    }

    private void beginItem(boolean first, int depth) {
        if (!first) {
            out.print(itemSeparator);
        }
        newLine(depth);
    }

    private void newLine(int depth) {
        if (indent == null) {
            return;
        }
        out.print("\n");
        for (int i = 0; i < depth; i++) {
            out.print(indent);
        }
    }

    private void string(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2);
        quoted.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = "\"\\\n\r\t\b\f".indexOf(c);
            if (escape >= 0) {
                quoted.append('\\').append("\"\\nrtbf".charAt(escape));
            } else if (c < ' ' || ascii && c > '~' && !run.marks().isMark(c)) {
                quoted.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    quoted.append(HEX.charAt(c >> shift & 15));
                }
            } else {
                quoted.append(c);
            }
        }
        out.print(quoted.append('"').toString());
    }
}
