package hearth.chat;

import java.util.ArrayList;
import java.util.List;

/** Arithmetic as Python does it, with integers of 64 bits. */
final class Calculation {
    private Calculation() {
    }

    static Object binary(Run run, String operator, Object left, Object right) {
        if (left instanceof Undefined undefined) {
            throw run.fail(undefined.message());
        }
        if (operator.equals("%") && left instanceof String format) {
            return Formatting.percent(run, format, right);
        }
        if (right instanceof Undefined undefined) {
            throw run.fail(undefined.message());
        }
        Object first = Values.number(left);
        Object second = Values.number(right);
        if (first != null && second != null) {
            return first instanceof Long a && second instanceof Long b ? integers(run, operator, a, b)
                    : reals(run, operator, ((Number) first).doubleValue(), ((Number) second).doubleValue());
        }
        if (operator.equals("+")) {
            if (left instanceof String a && right instanceof String b) {
                run.writes((long) a.length() + b.length());
                return a + b;
            }
            if (left instanceof List<?> a && right instanceof List<?> b && left instanceof Tuple == right instanceof Tuple) {
                return joined(run, a, b, left instanceof Tuple);
            }
        }
        if (operator.equals("*")) {
            if (isSequence(left) && second instanceof Long count) {
                return repeated(run, left, count);
            }
            if (first instanceof Long count && isSequence(right)) {
                return repeated(run, right, count);
            }
        }
        throw run.fail("values of types " + Values.type(left) + " and " + Values.type(right) + " do not go with the operator " + operator);
    }

    private static boolean isSequence(Object value) {
        return value instanceof String || value instanceof List;
    }

    static Object signed(Run run, boolean negative, Object value) {
        Object number = Values.number(value);
        if (number == null) {
            throw value instanceof Undefined undefined ? run.fail(undefined.message())
                    : run.fail("a value of type " + Values.type(value) + " has no sign");
        }
        if (!negative) {
            return number;
        }
        return number instanceof Long integer ? integers(run, "-", 0, integer) : (Object) ((Double) number * -1.0);
    }

    private static Object integers(Run run, String operator, long a, long b) {
        switch (operator) {
            case "+": {
                long sum = a + b;
                if (((a ^ sum) & (b ^ sum)) < 0) {
                    throw tooLarge(run);
                }
                return sum;
            }
            case "-": {
                long difference = a - b;
                if (((a ^ b) & (a ^ difference)) < 0) {
                    throw tooLarge(run);
                }
                return difference;
            }
            case "*":
                return product(run, a, b);
            case "/":
                return reals(run, operator, a, b);
            case "//":
                requireDivisor(run, b);
                if (b == -1) {
                    return integers(run, "-", 0, a);
                }
                return Math.floorDiv(a, b);
            case "%":
                requireDivisor(run, b);
                return b == -1 ? 0L : Math.floorMod(a, b);
            default:
                return power(run, a, b);
        }
    }

    private static long product(Run run, long a, long b) {
        long product = a * b;
        boolean small = (Math.abs(a) | Math.abs(b)) >>> 31 == 0;
        if (!small && a != 0 && (a == -1 ? b == Long.MIN_VALUE : product / a != b)) {
            throw tooLarge(run);
        }
        return product;
    }

    private static Object power(Run run, long base, long exponent) {
        if (exponent < 0) {
            return reals(run, "**", base, exponent);
        }
        long result = 1;
        long factor = base;
        for (long rest = exponent; rest > 0;) {
            if ((rest & 1) != 0) {
                result = product(run, result, factor);
            }
            rest >>= 1;
            if (rest > 0) {
                factor = product(run, factor, factor);
            }
        }
        return result;
    }

    private static Object reals(Run run, String operator, double a, double b) {
        switch (operator) {
            case "+":
                return a + b;
            case "-":
                return a - b;
            case "*":
                return a * b;
            case "/":
                requireDivisor(run, b);
                return a / b;
            case "//":
                requireDivisor(run, b);
                return Math.floor(a / b);
            case "%": {
                requireDivisor(run, b);
                double rest = a % b;
                return rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
            }
            default:
                if (a == 0 && b < 0 || a < 0 && b != Math.floor(b)) {
                    throw run.fail(a + " has no power " + b);
                }
                return Math.pow(a, b);
        }
    }

    /** The nearest integer, the even one of two as near; {@code Math.rint} does not hold to that in every Java runtime. */
    static double rounded(double value) {
        double below = Math.floor(value);
        double rest = value - below;
        return rest < 0.5 || rest == 0.5 && below % 2 == 0 ? below : below + 1;
    }

    private static void requireDivisor(Run run, double divisor) {
        if (divisor == 0) {
            throw run.fail("division by zero");
        }
    }

    private static ChatTemplateException tooLarge(Run run) {
        return run.fail("an integer does not fit 64 bits");
    }

    private static Object joined(Run run, List<?> left, List<?> right, boolean tuple) {
        int size = left.size() + right.size();
        run.collects(size);
        List<Object> items = new ArrayList<>(size);
        items.addAll(left);
        items.addAll(right);
        return tuple ? new Tuple(items.toArray()) : items;
    }

    private static Object repeated(Run run, Object value, long times) {
        long count = Math.max(0, Math.min(times, Run.MAX_TEXT + 1L));
        if (value instanceof String text) {
            run.writes(text.length() * count);
            return text.repeat(text.isEmpty() ? 0 : (int) count);
        }
        List<?> list = (List<?>) value;
        run.collects(list.size() * count);
        List<Object> items = new ArrayList<>();
        for (long i = list.isEmpty() ? count : 0; i < count; i++) {
            items.addAll(list);
        }
        return value instanceof Tuple ? new Tuple(items.toArray()) : items;
    }
}
