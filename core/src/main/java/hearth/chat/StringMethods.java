package hearth.chat;

import java.util.List;

/** The methods of Python's strings that templates use. */
final class StringMethods {
    private static final String[] NO_PARAMETERS = {};

    private StringMethods() {
    }

    /** A text's method by name, or null. */
    static Invocable of(String text, String name) {
        BoundMethod.Code code = code(text, name);
        return code == null ? null : new BoundMethod(name, code);
    }

    private static BoundMethod.Code code(String text, String name) {
        switch (name) {
            case "strip":
                return (run, given) -> strip(run, text, bind(run, name, given, 0, "chars"), true, true);
            case "lstrip":
                return (run, given) -> strip(run, text, bind(run, name, given, 0, "chars"), true, false);
            case "rstrip":
                return (run, given) -> strip(run, text, bind(run, name, given, 0, "chars"), false, true);
            case "split":
                return (run, given) -> {
                    Arguments.Bound bound = bind(run, name, given, 0, "sep", "maxsplit");
                    return Texts.split(run, text, bound.text(0, null), bound.integer(1, -1));
                };
            case "rsplit":
                return (run, given) -> {
                    Arguments.Bound bound = bind(run, name, given, 0, "sep", "maxsplit");
                    return Texts.splitFromRight(run, text, bound.text(0, null), bound.integer(1, -1));
                };
            case "splitlines":
                return (run, given) -> Texts.lines(run, text, bind(run, name, given, 0, "keepends").flag(0, false));
            case "partition":
                return (run, given) -> partition(run, text, bind(run, name, given, 1, "sep").text(0, ""), false);
            case "rpartition":
                return (run, given) -> partition(run, text, bind(run, name, given, 1, "sep").text(0, ""), true);
            case "startswith":
                return (run, given) -> anyAffix(run, text, bind(run, name, given, 1, "prefix").value(0), true);
            case "endswith":
                return (run, given) -> anyAffix(run, text, bind(run, name, given, 1, "suffix").value(0), false);
            case "removeprefix":
                return (run, given) -> {
                    String prefix = bind(run, name, given, 1, "prefix").text(0, "");
                    return Texts.startsWith(run, text, prefix) ? text.substring(prefix.length()) : text;
                };
            case "removesuffix":
                return (run, given) -> {
                    String suffix = bind(run, name, given, 1, "suffix").text(0, "");
                    return Texts.endsWith(run, text, suffix) ? text.substring(0, text.length() - suffix.length()) : text;
                };
            case "replace":
                return (run, given) -> {
                    Arguments.Bound bound = bind(run, name, given, 2, "old", "new", "count");
                    return Texts.replace(run, text, bound.text(0, ""), bound.text(1, ""), bound.integer(2, -1));
                };
            case "find":
                return (run, given) -> points(text, Texts.find(run, text, bind(run, name, given, 1, "sub").text(0, ""), 0));
            case "rfind":
                return (run, given) -> points(text, Texts.findLast(run, text, bind(run, name, given, 1, "sub").text(0, "")));
            case "index":
                return (run, given) -> {
                    int at = Texts.find(run, text, bind(run, name, given, 1, "sub").text(0, ""), 0);
                    if (at < 0) {
                        throw run.fail("str.index: the text is not there");
                    }
                    return points(text, at);
                };
            case "count":
                return (run, given) -> Texts.count(run, text, bind(run, name, given, 1, "sub").text(0, ""));
            case "join":
                return (run, given) -> joined(run, text, Values.items(run, bind(run, name, given, 1, "iterable").value(0)));
            case "format":
                return (run, given) -> Formatting.braces(run, text, given);
            default:
                return caseMethod(text, name);
        }
    }

    private static BoundMethod.Code caseMethod(String text, String name) {
        switch (name) {
            case "upper":
                return (run, given) -> Texts.upper(run, withoutArguments(run, name, given, text));
            case "lower":
                return (run, given) -> Texts.lower(run, withoutArguments(run, name, given, text));
            case "title":
                return (run, given) -> Texts.title(run, withoutArguments(run, name, given, text));
            case "capitalize":
                return (run, given) -> Texts.capitalize(run, withoutArguments(run, name, given, text));
            case "isupper":
                return (run, given) -> Texts.hasCase(run, withoutArguments(run, name, given, text), true);
            case "islower":
                return (run, given) -> Texts.hasCase(run, withoutArguments(run, name, given, text), false);
            case "isspace":
                return (run, given) -> isAll(run, withoutArguments(run, name, given, text), true);
            case "isdigit":
                return (run, given) -> isAll(run, withoutArguments(run, name, given, text), false);
            default:
                return null;
        }
    }

    private static Arguments.Bound bind(Run run, String name, Arguments given, int required, String... parameters) {
        return given.bind(run, "str." + name, required, parameters);
    }

    private static String withoutArguments(Run run, String name, Arguments given, String text) {
        bind(run, name, given, 0, NO_PARAMETERS);
        return text;
    }

    private static String strip(Run run, String text, Arguments.Bound bound, boolean left, boolean right) {
        return Texts.strip(run, text, bound.text(0, null), left, right);
    }

    private static Tuple partition(Run run, String text, String separator, boolean last) {
        if (separator.isEmpty()) {
            throw run.fail("the separator is empty");
        }
        int at = last ? Texts.findLast(run, text, separator) : Texts.find(run, text, separator, 0);
        if (at < 0) {
            return last ? new Tuple("", "", text) : new Tuple(text, "", "");
        }
        return new Tuple(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    private static boolean anyAffix(Run run, String text, Object affix, boolean start) {
        for (Object one : affix instanceof Tuple several ? several : List.of(affix == null ? new Undefined("") : affix)) {
            if (!(one instanceof String sought)) {
                throw run.fail("a text can start or end with strings only, not with a value of type " + Values.type(affix));
            }
            if (start ? Texts.startsWith(run, text, sought) : Texts.endsWith(run, text, sought)) {
                return true;
            }
        }
        return false;
    }

    /** A position in code points; -1 stays. */
    private static long points(String text, int position) {
        return position < 0 ? -1 : text.codePointCount(0, position);
    }

    private static String joined(Run run, String separator, List<?> parts) {
        for (Object part : parts) {
            if (!(part instanceof String)) {
                throw run.fail("str.join takes strings only, not a value of type " + Values.type(part));
            }
        }
        return Texts.join(run, separator, parts);
    }

    private static boolean isAll(Run run, String text, boolean space) {
        run.reads(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (space ? !Letters.isSpace(text.charAt(i)) : !Letters.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
