package hearth.web.hub;

import java.util.List;

/** How files say in their names by which type their weights are stored, and which of these types suits this engine best. */
final class QuantizationNames {
    /**
     * Best first. Up to four and a half bits a weight is what fits a browser's memory and is computed fastest; among those
     * what the engine computes without unpacking comes first. Then more bits, since they lose nothing but time; then fewer.
     */
    private static final List<String> PREFERRED = List.of(
            "Q4_0", "Q4_K_M", "Q4_K_S", "Q4_K", "Q4_1", "IQ4_NL", "IQ4_XS", "Q4_K_L", "Q4_K_XL", "MXFP4",
            "Q5_K_M", "Q5_K_S", "Q5_0", "Q5_K", "Q5_1", "Q5_K_L", "Q5_K_XL", "Q6_K", "Q6_K_L", "Q6_K_XL", "Q8_0", "Q8_K_XL",
            "Q3_K_L", "Q3_K_XL", "Q3_K_M", "Q3_K", "Q3_K_S", "Q2_K_L", "Q2_K_XL", "Q2_K", "BF16", "F16", "F32");
    private static final String SEPARATORS = "-._/";

    private QuantizationNames() {
    }

    /** The type that a file's path names, in capitals, or null. */
    static String of(String path) {
        String text = plain(path);
        for (int at = text.length() - 1; at >= 0; at--) {
            if ((at == 0 || SEPARATORS.indexOf(text.charAt(at - 1)) >= 0) && begins(text, at)) {
                int end = at;
                while (end < text.length() && (text.charAt(end) == '_' || SEPARATORS.indexOf(text.charAt(end)) < 0)) {
                    end++;
                }
                String name = text.substring(at, end);
                return name.startsWith("FP") ? "F" + name.substring(2) : name;
            }
        }
        return null;
    }

    /** Whether a file's path names the type that was asked for, or ends with it: some have more to say, such as 'UD-Q4_K_XL'. */
    static boolean matches(String path, String asked) {
        String wanted = capitals(asked);
        String text = plain(path);
        int before = text.length() - wanted.length() - 1;
        return wanted.equals(of(path)) || text.endsWith(wanted) && (before < 0 || SEPARATORS.indexOf(text.charAt(before)) >= 0);
    }

    /** The lower, the better; types that the engine does not have come last. */
    static int rank(String quantization) {
        int at = quantization == null ? PREFERRED.size() : PREFERRED.indexOf(quantization);
        return at < 0 ? PREFERRED.size() + 1 : at;
    }

    /** In capitals, without the ending and the number of a part. */
    private static String plain(String path) {
        SplitName split = SplitName.of(path);
        String name = split == null ? path : split.whole();
        return capitals(name.substring(0, name.lastIndexOf('.')));
    }

    private static boolean begins(String text, int at) {
        String rest = text.substring(at, Math.min(text.length(), at + 5));
        int q = rest.startsWith("IQ") || rest.startsWith("TQ") ? 2 : rest.startsWith("Q") ? 1 : 0;
        if (q > 0) {
            return rest.length() > q && rest.charAt(q) >= '1' && rest.charAt(q) <= '9';
        }
        return rest.startsWith("BF16") || rest.startsWith("F16") || rest.startsWith("F32") || rest.startsWith("FP16") || rest.startsWith("FP32")
                || rest.startsWith("MXFP4");
    }

    private static String capitals(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
        }
        return out.toString();
    }
}
