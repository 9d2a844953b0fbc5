package hearth.json;

import java.util.Map;

/** Appends values to a text as compact JSON. */
final class JsonWriter {
    /** Deeper values are taken for a container that contains itself. */
    private static final int MAX_DEPTH = 1000;

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;

    JsonWriter(StringBuilder out) {
        this.out = out;
    }

    void value(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw JsonException.unwritable("More than " + MAX_DEPTH + " levels of nesting");
        }
        if (value == null) {
            out.append("null");
        } else if (value instanceof CharSequence text) {
            string(text);
        } else if (value instanceof Boolean flag) {
            out.append(flag.booleanValue());
        } else if (value instanceof Long || value instanceof Integer) {
            out.append(((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            number(((Number) value).doubleValue());
        } else if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof Iterable<?> items) {
            array(items, depth);
        } else {
            throw JsonException.unwritable("A value of " + value.getClass().getName() + " cannot be written as JSON");
        }
    }

    private void object(Map<?, ?> map, int depth) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            if (!(member.getKey() instanceof CharSequence name)) {
                throw JsonException.unwritable("The name of a member is not a string: " + member.getKey());
            }
            string(name);
            out.append(':');
            value(member.getValue(), depth + 1);
        }
        out.append('}');
    }

    private void array(Iterable<?> items, int depth) {
        out.append('[');
        boolean first = true;
        for (Object item : items) {
            if (!first) {
                out.append(',');
            }
            first = false;
            value(item, depth + 1);
        }
        out.append(']');
    }

    private void number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw JsonException.unwritable("JSON has no " + value);
        }
        out.append(ShortestDecimal.of(value).toJavaScript());
    }

    private void string(CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"':
                    out.append("\\\"");
                    break;
                case '\\':
                    out.append("\\\\");
                    break;
                case '\b':
                    out.append("\\b");
                    break;
                case '\f':
                    out.append("\\f");
                    break;
                case '\n':
                    out.append("\\n");
                    break;
                case '\r':
                    out.append("\\r");
                    break;
                case '\t':
                    out.append("\\t");
                    break;
                default:
                    if (c < ' ' || Character.isSurrogate(c) && isLone(text, i)) {
                        escape(c);
                    } else {
                        out.append(c);
                    }
            }
        }
        out.append('"');
    }

    private static boolean isLone(CharSequence text, int at) {
        if (Character.isHighSurrogate(text.charAt(at))) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }

    private void escape(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(c >> shift & 15));
        }
    }
}
