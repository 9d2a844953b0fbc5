package hearth.text;

import hearth.format.GgufReader;
import hearth.format.Metadata;
import hearth.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The recorded cases: a real vocabulary, texts, and what two other tokenizers make of them. */
final class Cases {
    private static final Metadata VOCABULARY = vocabulary();
    private static final Map<String, Tokenizer> TOKENIZERS = new HashMap<>();

    private Cases() {
    }

    /** A tokenizer of the real vocabulary with this split rule in place of the file's. */
    static Tokenizer tokenizer(String splitRule) {
        return TOKENIZERS.computeIfAbsent(splitRule, rule -> {
            Map<String, Object> values = new LinkedHashMap<>();
            VOCABULARY.keys().forEach(key -> values.put(key, VOCABULARY.value(key)));
            values.put("tokenizer.ggml.pre", rule);
            return Tokenizer.from(new Metadata(values));
        });
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

    /** The cases of a file that all sources agree on. */
    static List<Map<String, Object>> read(String file) {
        return read(file, "cases");
    }

    /** The cases that llama.cpp and Hugging Face's tokenizer answer differently; a case says why in {@code cause}. */
    static List<Map<String, Object>> disputed(String file) {
        return read(file, "disputed");
    }

    private static List<Map<String, Object>> read(String file, String list) {
        try (InputStream in = Cases.class.getResourceAsStream("/hearth/tokenizer/" + file)) {
            List<Map<String, Object>> cases = new ArrayList<>();
            for (Object each : (List<?>) object(Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))).get(list)) {
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
        return ids(each, "ids", "runs");
    }

    /** The ids that Hugging Face's tokenizer gives in a disputed case. */
    static int[] otherIds(Map<String, Object> each) {
        return ids(each, "hfIds", "hfRuns");
    }

    private static int[] ids(Map<String, Object> each, String list, String repeated) {
        if (each.get(list) instanceof List<?> ids) {
            return ints(ids);
        }
        List<Object> all = new ArrayList<>();
        for (Object run : (List<?>) each.get(repeated)) {
            for (int i = 0; i < ((Number) object(run).get("times")).intValue(); i++) {
                all.addAll((List<?>) object(run).get("ids"));
            }
        }
        return ints(all);
    }

    /** The numbers of a JSON list. */
    static int[] ints(List<?> numbers) {
        return numbers.stream().mapToInt(number -> ((Number) number).intValue()).toArray();
    }
}
