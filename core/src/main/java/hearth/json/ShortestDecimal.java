package hearth.json;

/**
 * The shortest decimal number that reads back as a given double, in the notations of JavaScript and of Python.
 * {@code Double.toString} alone does not do: its digits are not always the fewest, and which ones it prints differs
 * between Java runtimes.
 */
public final class ShortestDecimal {
    private final boolean negative;
    private final String digits;
    private final int point;

    /** The number 0.DIGITS times ten to the power {@code point}; digits without zeros at either end, "0" for zero. */
    private ShortestDecimal(boolean negative, String digits, int point) {
        this.negative = negative;
        this.digits = digits;
        this.point = point;
    }

    /** The shortest form of a finite number. */
    public static ShortestDecimal of(double value) {
        boolean negative = value < 0 || value == 0 && 1 / value < 0;
        double magnitude = Math.abs(value);
        if (magnitude == 0) {
            return new ShortestDecimal(negative, "0", 1);
        }
        String printed = Double.toString(magnitude);
        int exponentMark = printed.indexOf('E');
        String mantissa = exponentMark < 0 ? printed : printed.substring(0, exponentMark);
        int exponent = exponentMark < 0 ? 0 : Integer.parseInt(printed.substring(exponentMark + 1));
        int dot = mantissa.indexOf('.');
        String all = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
        int leading = 0;
        while (all.charAt(leading) == '0') {
            leading++;
        }
        ShortestDecimal decimal = new ShortestDecimal(false, withoutTrailingZeros(all.substring(leading)), dot + exponent - leading);
        while (decimal.digits.length() > 1) {
            ShortestDecimal shorter = decimal.rounded();
            if (Double.parseDouble(shorter.toJavaScript()) != magnitude) {
                break;
            }
            decimal = shorter;
        }
        return new ShortestDecimal(negative, decimal.digits, decimal.point);
    }

    /** One digit less. */
    private ShortestDecimal rounded() {
        char[] kept = digits.substring(0, digits.length() - 1).toCharArray();
        if (digits.charAt(kept.length) >= '5') {
            int i = kept.length - 1;
            while (i >= 0 && kept[i] == '9') {
                kept[i--] = '0';
            }
            if (i < 0) {
                return new ShortestDecimal(negative, "1", point + 1);
            }
            kept[i]++;
        }
        return new ShortestDecimal(negative, withoutTrailingZeros(new String(kept)), point);
    }

    private static String withoutTrailingZeros(String digits) {
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }

    /** As JavaScript's {@code String(number)}: no fraction where there is none, exponents from 1e21 and below 1e-6; -0 is 0. */
    public String toJavaScript() {
        if (digits.equals("0")) {
            return "0";
        }
        String sign = negative ? "-" : "";
        if (point > 21 || point <= -6) {
            int exponent = point - 1;
            return sign + scientific() + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
        }
        return sign + positional();
    }

    /** As Python's {@code repr(float)}: always with a point or an exponent, exponents from 1e16 and below 1e-4. */
    public String toPython() {
        String sign = negative ? "-" : "";
        if (point > 16 || point <= -4) {
            int exponent = Math.abs(point - 1);
            return sign + scientific() + (point < 1 ? "e-" : "e+") + (exponent < 10 ? "0" : "") + exponent;
        }
        return sign + positional() + (digits.length() <= point ? ".0" : "");
    }

    private String scientific() {
        return digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    }

    private String positional() {
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (digits.length() <= point) {
            return digits + "0".repeat(point - digits.length());
        }
        return digits.substring(0, point) + "." + digits.substring(point);
    }
}
