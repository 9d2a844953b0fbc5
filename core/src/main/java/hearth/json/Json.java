package hearth.json;

/**
 * JSON to and from plain Java values: {@code LinkedHashMap<String, Object>} with the members in the text's order,
 * {@code ArrayList<Object>}, {@code String}, {@code Long}, {@code Double}, {@code Boolean} and null.
 */
public final class Json {
    private Json() {
    }

    /**
     * Reads one JSON value (RFC 8259, nothing beyond it). Whole numbers that fit 64 bits become {@code Long}, other numbers
     * {@code Double}; of members with the same name the last one counts. Maps and lists may be changed by the caller.
     *
     * @throws JsonException for any other text, for values nested more than {@value JsonReader#MAX_DEPTH} deep and for
     *                       numbers beyond the range of a double
     */
    public static Object parse(String text) {
        return new JsonReader(text).document();
    }

    /**
     * Writes a value without white space, numbers as JavaScript prints them (1.0 is written {@code 1}). Maps, any
     * {@code Iterable}, {@code CharSequence}, {@code Boolean}, null and the number types {@code Integer}, {@code Long}, {@code Float} and
     * {@code Double} are accepted. Lone surrogates are escaped, all other letters stay as they are.
     *
     * @throws JsonException for NaN, infinities, map keys that are no strings, values of other classes and nesting without end
     */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        new JsonWriter(out).value(value, 0);
        return out.toString();
    }
}
