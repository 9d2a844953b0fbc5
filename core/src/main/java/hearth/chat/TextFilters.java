package hearth.chat;

import java.util.Map;

/** Filters on texts. */
final class TextFilters {
    private TextFilters() {
    }

    /** A filter that takes nothing but its input, as text. */
    private interface Change {
        Object of(Run run, String text);
    }

    static void addTo(Map<String, Filter> filters) {
        change(filters, "string", (run, text) -> text);
        change(filters, "safe", (run, text) -> text);
        change(filters, "upper", Texts::upper);
        change(filters, "lower", Texts::lower);
        change(filters, "title", Texts::titleWords);
        change(filters, "capitalize", Texts::capitalize);
        change(filters, "e", Texts::escaped);
        change(filters, "escape", Texts::escaped);
        filters.put("trim", TextFilters::trim);
        filters.put("replace", TextFilters::replace);
        filters.put("indent", TextFilters::indent);
        filters.put("format", TextFilters::format);
        filters.put("tojson", JsonText::filter);
    }

    private static void change(Map<String, Filter> filters, String name, Change change) {
        filters.put(name, (run, input, arguments) -> {
            Filters.requireNone(run, name, arguments);
            return change.of(run, PythonText.text(run, input));
        });
    }

    private static Object trim(Run run, Object input, Arguments arguments) {
        String chars = arguments.bind(run, "filter 'trim'", 0, "chars").text(0, null);
        return Texts.strip(run, PythonText.text(run, input), chars, true, true);
    }

    private static Object replace(Run run, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'replace'", 2, "old", "new", "count");
        return Texts.replace(run, PythonText.text(run, input), PythonText.text(run, bound.value(0)), PythonText.text(run, bound.value(1)),
                bound.integer(2, -1));
    }

    private static Object indent(Run run, Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(run, "filter 'indent'", 0, "width", "first", "blank");
        String indention;
        if (bound.value(0) instanceof String text) {
            indention = text;
        } else {
            long width = Math.max(0, bound.integer(0, 4));
            run.writes(width);
            indention = " ".repeat((int) width);
        }
        if (!(input instanceof String text)) {
            throw run.fail("filter 'indent' takes a string, not a value of type " + Values.type(input));
        }
        return Texts.indented(run, text, indention, bound.flag(1, false), bound.flag(2, false));
    }

    private static Object format(Run run, Object input, Arguments arguments) {
        Object values = arguments.named().isEmpty() ? new Tuple(arguments.positional().toArray()) : arguments.named();
        return Formatting.percent(run, PythonText.text(run, input), values);
    }
}
