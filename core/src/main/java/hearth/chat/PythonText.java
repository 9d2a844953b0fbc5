package hearth.chat;

import hearth.json.ShortestDecimal;
import java.util.List;
import java.util.Map;

/** Values as text: Python's {@code str} and {@code repr}. */
final class PythonText {
    private static final int MAX_NESTING = 300;

    private final Run run;
    private final Output out;

    private PythonText(Run run) {
        this.run = run;
        this.out = new Output(run);
    }

    /** How a value prints. */
    static String text(Run run, Object value) {
        if (value instanceof String text) {
            return text;
        }
        return value instanceof Undefined ? "" : repr(run, value);
    }

    static String repr(Run run, Object value) {
        PythonText printer = new PythonText(run);
        printer.print(value, 0);
        return printer.out.text();
    }

    static String real(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value < 0 ? "-inf" : "inf";
        }
        return ShortestDecimal.of(value).toPython();
    }

    private void print(Object value, int depth) {
        if (depth > MAX_NESTING) {
            throw run.fail("a value nested too deeply to print");
        }
        run.spend(1);
        if (value == null) {
            out.print("None");
        } else if (value instanceof Boolean flag) {
            out.print(flag ? "True" : "False");
        } else if (value instanceof Long integer) {
            out.print(Long.toString(integer));
        } else if (value instanceof Double real) {
            out.print(real(real));
        } else if (value instanceof String text) {
            out.print(quoted(text));
        } else if (value instanceof List<?> list) {
            print(list, depth);
        } else if (value instanceof Map<?, ?> dict) {
            print(dict, depth);
        } else if (value instanceof Undefined) {
            out.print("Undefined");
        } else if (value instanceof Namespace namespace) {
            out.print("<Namespace ");
            print(namespace.attributes(), depth);
            out.print(">");
        } else if (value instanceof LoopState loop) {
            out.print("<LoopContext " + loop.attribute("index") + "/" + loop.attribute("length") + ">");
        } else {
            out.print(((Invocable) value).description());
        }
    }

    private void print(List<?> list, int depth) {
        boolean tuple = list instanceof Tuple;
        out.print(tuple ? "(" : "[");
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.print(", ");
            }
            print(list.get(i), depth + 1);
        }
        out.print(tuple && list.size() == 1 ? ",)" : tuple ? ")" : "]");
    }

    private void print(Map<?, ?> dict, int depth) {
        out.print("{");
        boolean first = true;
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            if (!first) {
                out.print(", ");
            }
            first = false;
            print(entry.getKey(), depth + 1);
            out.print(": ");
            print(entry.getValue(), depth + 1);
        }
        out.print("}");
    }

    private String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder();
        quoted.append(quote);
        for (int i = 0; i < text.length();) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point == quote || point == '\\') {
                quoted.append('\\').append((char) point);
            } else if (point == '\n') {
                quoted.append("\\n");
            } else if (point == '\r') {
                quoted.append("\\r");
            } else if (point == '\t') {
                quoted.append("\\t");
            } else if (Letters.isPrintable(point) || point <= 0xffff && run.marks().isMark((char) point)) {
                quoted.appendCodePoint(point);
            } else {
                escape(quoted, point);
            }
        }
        return quoted.append(quote).toString();
    }

    private static void escape(StringBuilder out, int point) {
        int digits = point <= 0xff ? 2 : point <= 0xffff ? 4 : 8;
        out.append('\\').append(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
        String hex = Integer.toHexString(point);
        out.append("0".repeat(digits - hex.length())).append(hex);
    }
}
