package hearth.chat;

import java.util.ArrayList;
import java.util.List;

/** {@code value[start:stop:step]} of texts and lists. */
final class Slices {
    private Slices() {
    }

    static Object slice(Run run, Object value, Object start, Object stop, Object step) {
        if (value instanceof Undefined undefined) {
            throw run.fail(undefined.message());
        }
        if (!(value instanceof String) && !(value instanceof List)) {
            throw run.fail("a value of type " + Values.type(value) + " has no slices");
        }
        long by = bound(run, step, 1);
        if (by == 0) {
            throw run.fail("the step of a slice is zero");
        }
        long length = Values.length(run, value);
        long lowest = by < 0 ? -1 : 0;
        long highest = by < 0 ? length - 1 : length;
        long from = clamped(bound(run, start, by < 0 ? Long.MAX_VALUE : 0), start == null, length, lowest, highest);
        long to = stop == null ? by < 0 ? -1 : length : clamped(bound(run, stop, 0), false, length, lowest, highest);
        if (value instanceof String text) {
            return text(run, text, from, to, by);
        }
        List<Object> items = new ArrayList<>();
        for (long i = from; by < 0 ? i > to : i < to; i += by) {
            items.add(((List<?>) value).get((int) i));
        }
        run.collects(items.size());
        return value instanceof Tuple ? new Tuple(items.toArray()) : items;
    }

    private static long bound(Run run, Object value, long absent) {
        if (value == null) {
            return absent;
        }
        if (Values.number(value) instanceof Long bound) {
            return Math.max(-Run.MAX_TEXT * 2L, Math.min(bound, Run.MAX_TEXT * 2L));
        }
        throw run.fail("the bounds of a slice must be integers, not " + Values.type(value));
    }

    private static long clamped(long bound, boolean absent, long length, long lowest, long highest) {
        long at = bound < 0 && !absent ? bound + length : bound;
        return Math.max(lowest, Math.min(at, highest));
    }

    private static String text(Run run, String text, long from, long to, long step) {
        run.writes(text.length());
        if (step == 1) {
            if (from >= to) {
                return "";
            }
            int start = text.offsetByCodePoints(0, (int) from);
            return text.substring(start, text.offsetByCodePoints(start, (int) (to - from)));
        }
        int[] points = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            points[count++] = text.codePointAt(i);
        }
        StringBuilder out = new StringBuilder();
        for (long i = from; step < 0 ? i > to : i < to; i += step) {
            out.appendCodePoint(points[(int) i]);
        }
        return out.toString();
    }

    static String reversed(Run run, String text) {
        return text(run, text, text.codePointCount(0, text.length()) - 1, -1, -1);
    }
}
