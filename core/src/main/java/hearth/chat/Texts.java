package hearth.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Searching, cutting and changing texts as Python's strings do, with marks kept on what stays. */
final class Texts {
    private static final String[] ENTITIES = {"&amp;", "&lt;", "&gt;", "&#39;", "&#34;"};

    private Texts() {
    }

    /** Position of the first occurrence at or after {@code from}, or -1. */
    static int find(Run run, String text, String sought, int from) {
        run.searches(text.length() - from, sought.length());
        return run.marks().plain(text).indexOf(run.marks().plain(sought), from);
    }

    static int findLast(Run run, String text, String sought) {
        run.searches(text.length(), sought.length());
        return run.marks().plain(text).lastIndexOf(run.marks().plain(sought));
    }

    static boolean startsWith(Run run, String text, String start) {
        run.reads(start.length());
        return text.length() >= start.length() && run.marks().plain(text.substring(0, start.length())).equals(run.marks().plain(start));
    }

    static boolean endsWith(Run run, String text, String end) {
        run.reads(end.length());
        return text.length() >= end.length()
                && run.marks().plain(text.substring(text.length() - end.length())).equals(run.marks().plain(end));
    }

    /** Without the given characters (white space where null) at the left, right or both ends. */
    static String strip(Run run, String text, String chars, boolean left, boolean right) {
        run.reads((long) text.length() * (chars == null ? 1 : 1 + chars.length()));
        String plain = run.marks().plain(text);
        String plainChars = chars == null ? null : run.marks().plain(chars);
        int start = left ? Letters.skipForward(plain, plainChars, 0) : 0;
        int end = right ? Letters.skipBackward(plain, plainChars, plain.length(), start) : plain.length();
        return text.substring(start, end);
    }

    /** All positions of a text in another, not overlapping, at most {@code limit} of them (negative: no limit). */
    private static List<Integer> positions(Run run, String text, String sought, long limit) {
        run.searches(text.length(), sought.length());
        String plain = run.marks().plain(text);
        String plainSought = run.marks().plain(sought);
        List<Integer> positions = new ArrayList<>();
        int at = plain.indexOf(plainSought);
        while (at >= 0 && positions.size() != limit && positions.size() <= Run.MAX_ITEMS) {
            positions.add(at);
            at = plain.indexOf(plainSought, at + plainSought.length());
        }
        run.collects(positions.size());
        return positions;
    }

    static long count(Run run, String text, String sought) {
        return sought.isEmpty() ? Values.length(run, text) + 1 : positions(run, text, sought, -1).size();
    }

    static String replace(Run run, String text, String old, String replacement, long limit) {
        List<Integer> positions = old.isEmpty() ? boundaries(run, text, limit) : positions(run, text, old, limit);
        if (positions.isEmpty()) {
            return text;
        }
        Output out = new Output(run);
        int from = 0;
        for (int at : positions) {
            out.print(text.substring(from, at));
            out.print(replacement);
            from = at + old.length();
        }
        out.print(text.substring(from));
        return out.text();
    }

    /** Before each character and at the end: where Python finds the empty text. */
    private static List<Integer> boundaries(Run run, String text, long limit) {
        run.collects(text.length());
        List<Integer> boundaries = new ArrayList<>();
        for (int i = 0; i <= text.length() && boundaries.size() != limit; i++) {
            if (i == text.length() || i == 0 || !Character.isLowSurrogate(text.charAt(i))) {
                boundaries.add(i);
            }
        }
        return boundaries;
    }

    /** Cuts at each separator (at white space where null), at most {@code limit} times (negative: no limit). */
    static List<Object> split(Run run, String text, String separator, long limit) {
        if (separator == null) {
            return splitAtSpace(run, text, limit);
        }
        requireSeparator(run, separator);
        return cut(run, text, positions(run, text, separator, limit), separator.length());
    }

    static List<Object> splitFromRight(Run run, String text, String separator, long limit) {
        if (separator == null) {
            return splitAtSpaceFromRight(run, text, limit);
        }
        requireSeparator(run, separator);
        run.searches(text.length(), separator.length());
        String plain = run.marks().plain(text);
        String sought = run.marks().plain(separator);
        List<Integer> positions = new ArrayList<>();
        int end = plain.length();
        while (positions.size() != limit && positions.size() <= Run.MAX_ITEMS && end >= sought.length()) {
            int at = plain.lastIndexOf(sought, end - sought.length());
            if (at < 0) {
                break;
            }
            positions.add(at);
            end = at;
        }
        run.collects(positions.size());
        List<Integer> ascending = new ArrayList<>(positions.size());
        for (int i = positions.size() - 1; i >= 0; i--) {
            ascending.add(positions.get(i));
        }
        return cut(run, text, ascending, separator.length());
    }

    private static void requireSeparator(Run run, String separator) {
        if (separator.isEmpty()) {
            throw run.fail("the separator is empty");
        }
    }

    private static List<Object> cut(Run run, String text, List<Integer> positions, int width) {
        run.writes(text.length());
        List<Object> parts = new ArrayList<>(positions.size() + 1);
        int from = 0;
        for (int at : positions) {
            parts.add(text.substring(from, at));
            from = at + width;
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<Object> splitAtSpace(Run run, String text, long limit) {
        run.writes(text.length());
        List<Object> parts = new ArrayList<>();
        int at = Letters.skipForward(text, null, 0);
        while (at < text.length() && parts.size() <= Run.MAX_ITEMS) {
            int end = at;
            if (parts.size() == limit) {
                end = text.length();
            }
            while (end < text.length() && !Letters.isSpace(text.charAt(end))) {
                end++;
            }
            parts.add(text.substring(at, end));
            at = Letters.skipForward(text, null, end);
        }
        run.collects(parts.size());
        return parts;
    }

    private static List<Object> splitAtSpaceFromRight(Run run, String text, long limit) {
        run.writes(text.length());
        List<Object> parts = new ArrayList<>();
        int end = Letters.skipBackward(text, null, text.length(), 0);
        while (end > 0 && parts.size() <= Run.MAX_ITEMS) {
            int start = parts.size() == limit ? 0 : end;
            while (start > 0 && !Letters.isSpace(text.charAt(start - 1))) {
                start--;
            }
            parts.add(text.substring(start, end));
            end = Letters.skipBackward(text, null, start, 0);
        }
        run.collects(parts.size());
        List<Object> forward = new ArrayList<>(parts.size());
        for (int i = parts.size() - 1; i >= 0; i--) {
            forward.add(parts.get(i));
        }
        return forward;
    }

    /** Lines, with their ends where asked. */
    static List<Object> lines(Run run, String text, boolean keepEnds) {
        run.writes(text.length());
        List<Object> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = start;
            while (end < text.length() && !Letters.endsLine(text.charAt(end))) {
                end++;
            }
            int next = Math.min(end + 1, text.length());
            if (next < text.length() && text.charAt(end) == '\r' && text.charAt(next) == '\n') {
                next++;
            }
            lines.add(text.substring(start, keepEnds ? next : end));
            start = next;
        }
        run.collects(lines.size());
        return lines;
    }

    static String join(Run run, String separator, List<?> parts) {
        Output out = new Output(run);
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                out.print(separator);
            }
            out.print(PythonText.text(run, parts.get(i)));
        }
        return out.text();
    }

    static String upper(Run run, String text) {
        run.writes(text.length());
        return run.marks().kept(text, run.marks().plain(text).toUpperCase(Locale.ROOT));
    }

    static String lower(Run run, String text) {
        run.writes(text.length());
        return run.marks().kept(text, run.marks().plain(text).toLowerCase(Locale.ROOT));
    }

    static String capitalize(Run run, String text) {
        return titled(run, text, (plain, at) -> at == 0);
    }

    /** Python's method: a capital after everything that is no letter. */
    static String title(Run run, String text) {
        return titled(run, text, (plain, at) -> at == 0 || !isCased(plain.charAt(at - 1)));
    }

    /** The filter: a capital after white space, '-' and opening brackets only. */
    static String titleWords(Run run, String text) {
        return titled(run, text, (plain, at) -> at == 0 || "-({[<".indexOf(plain.charAt(at - 1)) >= 0 || Letters.isSpace(plain.charAt(at - 1)));
    }

    private interface WordStart {
        boolean at(String plain, int position);
    }

    private static String titled(Run run, String text, WordStart start) {
        run.writes(text.length());
        String plain = run.marks().plain(text);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < plain.length();) {
            int next = plain.offsetByCodePoints(i, 1);
            String character = plain.substring(i, next);
            out.append(start.at(plain, i) ? character.toUpperCase(Locale.ROOT) : character.toLowerCase(Locale.ROOT));
            i = next;
        }
        return run.marks().kept(text, out.toString());
    }

    private static boolean isCased(char c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c);
    }

    /** Whether there are cased letters and all of them are of the asked case. */
    static boolean hasCase(Run run, String text, boolean upper) {
        run.reads(text.length());
        String plain = run.marks().plain(text);
        boolean any = false;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (upper ? Character.isLowerCase(c) : Character.isUpperCase(c)) {
                return false;
            }
            any |= isCased(c);
        }
        return any;
    }

    static String escaped(Run run, String text) {
        Output out = new Output(run);
        int from = 0;
        String plain = run.marks().plain(text);
        for (int i = 0; i < plain.length(); i++) {
            int entity = "&<>'\"".indexOf(plain.charAt(i));
            if (entity >= 0) {
                out.print(text.substring(from, i));
                out.print(ENTITIES[entity]);
                from = i + 1;
            }
        }
        out.print(text.substring(from));
        return out.text();
    }

    /** The lines of a text moved to the right. */
    static String indented(Run run, String text, String indention, boolean firstToo, boolean blankToo) {
        List<Object> lines = lines(run, text + "\n", false);
        Output out = new Output(run);
        for (int i = 0; i < lines.size(); i++) {
            String line = (String) lines.get(i);
            if (i > 0) {
                out.print("\n");
            }
            if (i == 0 ? firstToo : blankToo || !line.isEmpty()) {
                out.print(indention);
            }
            out.print(line);
        }
        return out.text();
    }
}
