package hearth.chat;

import java.util.List;
import java.util.Map;

/** Comparison of values as Python does it. */
final class Relations {
    private static final int MAX_NESTING = 300;

    /** Lifts surrogates above all other UTF-16 units, where the code points that they form belong. */
    private static final int SURROGATE_SHIFT = 0x10000;

    private Relations() {
    }

    /** {@code left operator right} for the operators of comparisons, with {@code in} and {@code not in}. */
    static boolean holds(Run run, String operator, Object left, Object right) {
        switch (operator) {
            case "==":
                return equal(run, left, right);
            case "!=":
                return !equal(run, left, right);
            case "in":
                return contains(run, right, left);
            case "not in":
                return !contains(run, right, left);
            default:
                return ordered(run, operator, left, right);
        }
    }

    private static boolean ordered(Run run, String operator, Object left, Object right) {
        if (Values.number(left) instanceof Double first && first.isNaN() || Values.number(right) instanceof Double second && second.isNaN()) {
            return false;
        }
        int order = compare(run, left, right);
        switch (operator) {
            case "<":
                return order < 0;
            case "<=":
                return order <= 0;
            case ">":
                return order > 0;
            default:
                return order >= 0;
        }
    }

    static boolean equal(Run run, Object left, Object right) {
        return equal(run, left, right, 0);
    }

    private static boolean equal(Run run, Object left, Object right, int depth) {
        if (depth > MAX_NESTING) {
            throw run.fail("values nested too deeply to compare");
        }
        run.spend(1);
        Object number = Values.number(left);
        if (number != null) {
            Object other = Values.number(right);
            return other != null && equalNumbers(number, other);
        }
        if (left instanceof String text) {
            return right instanceof String other && equalTexts(run, text, other);
        }
        if (left instanceof List<?> list) {
            return right instanceof List<?> other && left instanceof Tuple == right instanceof Tuple && equalLists(run, list, other, depth);
        }
        if (left instanceof Map<?, ?> map) {
            return right instanceof Map<?, ?> other && equalDicts(run, map, other, depth);
        }
        return left == right || left instanceof Undefined && right instanceof Undefined;
    }

    private static boolean equalNumbers(Object left, Object right) {
        if (left instanceof Long && right instanceof Long) {
            return left.equals(right);
        }
        return ((Number) left).doubleValue() == ((Number) right).doubleValue();
    }

    private static boolean equalTexts(Run run, String left, String right) {
        if (left.length() != right.length()) {
            return false;
        }
        run.reads(left.length());
        return run.marks().plain(left).equals(run.marks().plain(right));
    }

    private static boolean equalLists(Run run, List<?> left, List<?> right, int depth) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!equal(run, left.get(i), right.get(i), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalDicts(Run run, Map<?, ?> left, Map<?, ?> right, int depth) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            Object other = Dicts.get(run, right, entry.getKey());
            if (other == Dicts.ABSENT || !equal(run, entry.getValue(), other, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    /** Negative, zero or positive; fails for values that have no order. */
    static int compare(Run run, Object left, Object right) {
        return compare(run, left, right, 0);
    }

    private static int compare(Run run, Object left, Object right, int depth) {
        if (depth > MAX_NESTING) {
            throw run.fail("values nested too deeply to compare");
        }
        run.spend(1);
        Object number = Values.number(left);
        Object other = Values.number(right);
        if (number instanceof Long first && other instanceof Long second) {
            return Long.compare(first, second);
        }
        if (number != null && other != null) {
            return Double.compare(((Number) number).doubleValue() + 0.0, ((Number) other).doubleValue() + 0.0);
        }
        if (left instanceof String first && right instanceof String second) {
            run.reads(Math.min(first.length(), second.length()));
            return compareTexts(run.marks().plain(first), run.marks().plain(second));
        }
        if (left instanceof List<?> first && right instanceof List<?> second && left instanceof Tuple == right instanceof Tuple) {
            return compareLists(run, first, second, depth);
        }
        if (left instanceof Undefined undefined) {
            throw run.fail(undefined.message());
        }
        if (right instanceof Undefined undefined) {
            throw run.fail(undefined.message());
        }
        throw run.fail("values of types " + Values.type(left) + " and " + Values.type(right) + " have no order");
    }

    /** By code points, not by UTF-16 units. */
    private static int compareTexts(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char first = left.charAt(i);
            char second = right.charAt(i);
            if (first != second) {
                return Character.isSurrogate(first) == Character.isSurrogate(second) ? first - second
                        : Character.isSurrogate(first) ? first + SURROGATE_SHIFT - second : first - (second + SURROGATE_SHIFT);
            }
        }
        return left.length() - right.length();
    }

    private static int compareLists(Run run, List<?> left, List<?> right, int depth) {
        int common = Math.min(left.size(), right.size());
        for (int i = 0; i < common; i++) {
            if (!equal(run, left.get(i), right.get(i), depth + 1)) {
                return compare(run, left.get(i), right.get(i), depth + 1);
            }
        }
        return left.size() - right.size();
    }

    static boolean contains(Run run, Object container, Object item) {
        if (container instanceof String text) {
            if (!(item instanceof String sought)) {
                throw run.fail("only a string can be in a string, not a value of type " + Values.type(item));
            }
            return Texts.find(run, text, sought, 0) >= 0;
        }
        if (container instanceof List<?> list) {
            for (Object candidate : list) {
                if (equal(run, candidate, item)) {
                    return true;
                }
            }
            return false;
        }
        if (container instanceof Map<?, ?> dict) {
            return Dicts.get(run, dict, item) != Dicts.ABSENT;
        }
        if (container instanceof Undefined) {
            return false;
        }
        throw run.fail("nothing can be in a value of type " + Values.type(container));
    }
}
