package hearth.text;

import hearth.format.GgufReader;
import hearth.format.Metadata;
import hearth.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The real Qwen3 vocabulary and what other programs make of it: {@code core/src/test/resources/hearth/tokenizer}. */
final class ReferenceData {
    private static final Metadata QWEN3 = readVocabulary();
    private static final Tokenizer QWEN2_RULE = Tokenizer.from(withSplitRule("qwen2"));
    private static final Tokenizer QWEN35_RULE = Tokenizer.from(withSplitRule("qwen35"));

    private ReferenceData() {
    }

    /** The metadata of the vocabulary file with another split rule. */
    static Metadata withSplitRule(String rule) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String key : QWEN3.keys()) {
            values.put(key, QWEN3.value(key));
        }
        values.put("tokenizer.ggml.pre", rule);
        return new Metadata(values);
    }

    /** The tokenizer of the vocabulary with split rule {@code qwen2} or {@code qwen35}. */
    static Tokenizer tokenizer(String rule) {
        return rule.equals("qwen2") ? QWEN2_RULE : QWEN35_RULE;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> cases(String file) {
        try (InputStream in = ReferenceData.class.getResourceAsStream("/hearth/tokenizer/" + file)) {
            Object parsed = Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return (List<Map<String, Object>>) ((Map<String, Object>) parsed).get("cases");
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }

    /** The input of a case: text, UTF-16 units, or texts to be repeated. */
    static String input(Map<String, Object> testCase) {
        if (testCase.get("text") instanceof String text) {
            return text;
        }
        StringBuilder text = new StringBuilder();
        if (testCase.get("utf16") instanceof List<?> units) {
            units.forEach(unit -> text.append((char) ((Long) unit).intValue()));
        } else {
            for (Object part : (List<?>) testCase.get("gen")) {
                Map<?, ?> repeated = (Map<?, ?>) part;
                text.append(((String) repeated.get("text")).repeat(((Long) repeated.get("times")).intValue()));
            }
        }
        return text.toString();
    }

    static int[] ints(Object list) {
        return ((List<?>) list).stream().mapToInt(value -> ((Long) value).intValue()).toArray();
    }

    /** Where two lists of ids part, with what follows there. */
    static String difference(int[] expected, int[] actual) {
        int at = 0;
        while (at < Math.min(expected.length, actual.length) && expected[at] == actual[at]) {
            at++;
        }
        return "from index " + at + " expected " + excerpt(expected, at) + " but was " + excerpt(actual, at);
    }

    private static String excerpt(int[] ids, int at) {
        StringBuilder text = new StringBuilder("[");
        for (int i = at; i < Math.min(ids.length, at + 20); i++) {
            text.append(i > at ? ", " : "").append(ids[i]);
        }
        return text.append(at + 20 < ids.length ? ", ...]" : "]").toString();
    }

    private static Metadata readVocabulary() {
        try (InputStream in = new GZIPInputStream(
                ReferenceData.class.getResourceAsStream("/hearth/tokenizer/qwen3-vocab.gguf.gz"))) {
            byte[] file = in.readAllBytes();
            GgufReader reader = new GgufReader(file.length);
            reader.append(file, 0, file.length);
            return reader.gguf().metadata();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
