package hearth.text;

import hearth.format.GgufReader;
import hearth.format.Metadata;
import hearth.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The recorded cases: a real vocabulary, texts, and what two other tokenizers make of them. */
final class Cases {
    private static final Metadata VOCABULARY = vocabulary();

    private Cases() {
    }

    /** A tokenizer of the real vocabulary with this split rule. */
    static Tokenizer tokenizer(String splitRule) {
        return Tokenizer.from(changed("tokenizer.ggml.pre", splitRule));
    }

    /** The real vocabulary's metadata with one key changed, or left out where {@code value} is null. */
    static Metadata changed(String key, Object value) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String each : VOCABULARY.keys()) {
            values.put(each, VOCABULARY.value(each));
        }
        values.remove(key);
        if (value != null) {
            values.put(key, value);
        }
        return new Metadata(values);
    }

    private static Metadata vocabulary() {
        try (InputStream in = new GZIPInputStream(Cases.class.getResourceAsStream("/hearth/tokenizer/qwen3-vocab.gguf.gz"))) {
            byte[] file = in.readAllBytes();
            GgufReader reader = new GgufReader(file.length);
            reader.append(file, 0, file.length);
            return reader.gguf().metadata();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Map<String, Object>> read(String file) {
        try (InputStream in = Cases.class.getResourceAsStream("/hearth/tokenizer/" + file)) {
            List<Map<String, Object>> cases = new ArrayList<>();
            for (Object each : (List<?>) object(Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))).get("cases")) {
                cases.add(object(each));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    /** The input of a case: a text, UTF-16 units, or texts repeated and joined. */
    static String text(Map<String, Object> each) {
        if (each.get("text") instanceof String text) {
            return text;
        }
        StringBuilder built = new StringBuilder();
        if (each.get("utf16") instanceof List<?> units) {
            for (Object unit : units) {
                built.append((char) ((Number) unit).intValue());
            }
        } else {
            for (Object part : (List<?>) each.get("gen")) {
                built.append(((String) object(part).get("text")).repeat(((Number) object(part).get("times")).intValue()));
            }
        }
        return built.toString();
    }

    /** The ids that a case expects: a list, or lists repeated and joined. */
    static int[] ids(Map<String, Object> each) {
        if (each.get("ids") instanceof List<?> ids) {
            return ints(ids);
        }
        List<Object> all = new ArrayList<>();
        for (Object run : (List<?>) each.get("runs")) {
            for (int i = 0; i < ((Number) object(run).get("times")).intValue(); i++) {
                all.addAll((List<?>) object(run).get("ids"));
            }
        }
        return ints(all);
    }

    private static int[] ints(List<?> numbers) {
        return numbers.stream().mapToInt(number -> ((Number) number).intValue()).toArray();
    }
}
