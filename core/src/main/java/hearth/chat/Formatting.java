package hearth.chat;

import java.util.List;
import java.util.Map;

/** Texts with places for values: {@code '%s' % value} and {@code '{}'.format(value)}, as far as templates use them. */
final class Formatting {
    private static final int MAX_WIDTH = 1000;

    private final Run run;
    private final String format;
    private final Output out;
    private int position;
    private int used;

    private Formatting(Run run, String format) {
        this.run = run;
        this.format = format;
        this.out = new Output(run);
    }

    /** The places {@code %s %r %d %i %f %%}, with the flags '-' and '0', a width and a precision, and names in brackets. */
    static String percent(Run run, String format, Object values) {
        Formatting formatting = new Formatting(run, format);
        formatting.percent(values);
        return formatting.out.text();
    }

    private void percent(Object values) {
        List<?> positional = values instanceof Tuple tuple ? tuple : new Tuple(values);
        while (position < format.length()) {
            int place = format.indexOf('%', position);
            if (place < 0) {
                place = format.length();
            }
            out.print(format.substring(position, place));
            position = place + 1;
            if (place < format.length()) {
                percentPlace(positional, values);
            }
        }
        if (used < positional.size() && (values instanceof Tuple || values instanceof String || !Values.isIterable(values))) {
            throw run.fail("not all values were used by the format");
        }
    }

    private void percentPlace(List<?> positional, Object values) {
        Object named = Dicts.ABSENT;
        if (peek() == '(') {
            int end = format.indexOf(')', position);
            if (end < 0 || !(values instanceof Map<?, ?> dict)) {
                throw run.fail("a format with names needs a dict");
            }
            named = Dicts.get(run, dict, format.substring(position + 1, end));
            position = end + 1;
        }
        boolean left = false;
        boolean zeros = false;
        for (; peek() == '-' || peek() == '0'; position++) {
            left |= peek() == '-';
            zeros |= peek() == '0';
        }
        int width = digits();
        int precision = -1;
        if (peek() == '.') {
            position++;
            precision = digits();
        }
        char kind = peek();
        position++;
        if (kind == '%') {
            out.print("%");
            return;
        }
        if (named == Dicts.ABSENT) {
            if (used == positional.size()) {
                throw run.fail("too few values for the format");
            }
            named = positional.get(used++);
        }
        String text = converted(kind, precision, named);
        pad(text, width, left, zeros && !left && kind != 's' && kind != 'r');
    }

    private char peek() {
        if (position >= format.length()) {
            throw run.fail("the format ends within a place");
        }
        return format.charAt(position);
    }

    private int digits() {
        int number = 0;
        for (; Letters.isDigit(peek()); position++) {
            number = number * 10 + peek() - '0';
            if (number > MAX_WIDTH) {
                throw run.fail("a width in the format is beyond " + MAX_WIDTH);
            }
        }
        return number;
    }

    private String converted(char kind, int precision, Object value) {
        switch (kind) {
            case 's':
                return cut(PythonText.text(run, value), precision);
            case 'r':
                return cut(PythonText.repr(run, value), precision);
            case 'd':
            case 'i':
                if (Values.number(value) instanceof Long integer) {
                    return integer.toString();
                }
                return Long.toString((long) real(value));
            case 'f':
                return fixed(real(value), precision < 0 ? 6 : precision);
            default:
                throw run.fail("the format place %" + kind + " is not supported");
        }
    }

    private String cut(String text, int precision) {
        return precision < 0 ? text : (String) Slices.slice(run, text, null, (long) precision, null);
    }

    private double real(Object value) {
        Object number = Values.number(value);
        if (number == null) {
            throw run.fail("the format needs a number, not a value of type " + Values.type(value));
        }
        return ((Number) number).doubleValue();
    }

    private String fixed(double value, int places) {
        double scaled = Calculation.rounded(Math.abs(value) * Math.pow(10, places));
        if (places > 15 || !(scaled < 1L << 53)) {
            throw run.fail("the number " + PythonText.real(value) + " is beyond what %f supports");
        }
        String digits = Long.toString((long) scaled);
        digits = "0".repeat(Math.max(0, places + 1 - digits.length())) + digits;
        int point = digits.length() - places;
        return (value < 0 ? "-" : "") + digits.substring(0, point) + (places == 0 ? "" : "." + digits.substring(point));
    }

    private void pad(String text, int width, boolean left, boolean zeros) {
        String padding = (zeros ? "0" : " ").repeat(Math.max(0, width - text.codePointCount(0, text.length())));
        if (zeros && text.startsWith("-")) {
            out.print("-" + padding + text.substring(1));
        } else {
            out.print(left ? text + padding : padding + text);
        }
    }

    /** The places <code>{}</code>, <code>{0}</code> and <code>{name}</code>, without format specifications. */
    static String braces(Run run, String format, Arguments arguments) {
        Formatting formatting = new Formatting(run, format);
        while (formatting.position < format.length()) {
            formatting.bracePlace(arguments);
        }
        return formatting.out.text();
    }

    private void bracePlace(Arguments arguments) {
        char c = format.charAt(position);
        boolean doubled = position + 1 < format.length() && format.charAt(position + 1) == c;
        if (c != '{' && c != '}' || doubled) {
            out.print(format.substring(position, position + 1));
            position += c != '{' && c != '}' ? 1 : 2;
            return;
        }
        int end = format.indexOf('}', position);
        if (c == '}' || end < 0) {
            throw run.fail("a brace of the format stands alone");
        }
        String name = format.substring(position + 1, end);
        position = end + 1;
        Long index = name.isEmpty() ? Long.valueOf(used++) : NumberText.integer(name, 10);
        if (index != null) {
            if (index < 0 || index >= arguments.positional().size()) {
                throw run.fail("str.format has no value number " + index);
            }
            out.print(PythonText.text(run, arguments.positional().get(index.intValue())));
        } else if (arguments.named().containsKey(name)) {
            out.print(PythonText.text(run, arguments.named().get(name)));
        } else {
            throw run.fail("the place {" + name + "} of a format has no value or is not supported");
        }
    }
}
