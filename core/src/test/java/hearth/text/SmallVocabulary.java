package hearth.text;

import hearth.format.Metadata;
import hearth.format.StringArray;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metadata of a vocabulary that a test makes up: the 256 single bytes as ids 0 to 255, and what the test adds. */
final class SmallVocabulary {
    private static final List<String> CHARACTERS = characters();

    private final List<String> tokens = new ArrayList<>();
    private final List<Long> types = new ArrayList<>();
    private final List<String> merges = new ArrayList<>();
    private final Map<String, Object> others = new LinkedHashMap<>();

    SmallVocabulary() {
        others.put("tokenizer.ggml.model", "gpt2");
        others.put("tokenizer.ggml.pre", "qwen35");
        CHARACTERS.forEach(character -> token(1, character));
    }

    private static List<String> characters() {
        List<String> characters = new ArrayList<>();
        int shifted = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean itself = value >= 33 && value <= 126 || value >= 161 && value <= 172 || value >= 174;
            characters.add(Character.toString(itself ? value : shifted++));
        }
        return characters;
    }

    /** The character that stands for a byte. */
    static String character(int value) {
        return CHARACTERS.get(value);
    }

    /** The byte that a character stands for, or -1. */
    static int value(String character) {
        return CHARACTERS.indexOf(character);
    }

    SmallVocabulary token(int type, String text) {
        tokens.add(text);
        types.add((long) type);
        return this;
    }

    /** Adds {@code left + right} as a normal token, unless it is there, and the merge that makes it. */
    SmallVocabulary merge(String left, String right) {
        if (!tokens.contains(left + right)) {
            token(1, left + right);
        }
        return rawMerge(left + " " + right);
    }

    SmallVocabulary rawMerge(String text) {
        merges.add(text);
        return this;
    }

    /** Another token in place of one that is there. */
    SmallVocabulary replace(int id, String text) {
        tokens.set(id, text);
        return this;
    }

    /** Sets a metadata key, or takes it away where the value is null. */
    SmallVocabulary set(String key, Object value) {
        others.put(key, value);
        return this;
    }

    int id(String text) {
        return tokens.indexOf(text);
    }

    Metadata metadata() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("tokenizer.ggml.tokens", strings(tokens));
        values.put("tokenizer.ggml.token_type", types.stream().mapToLong(Long::longValue).toArray());
        values.put("tokenizer.ggml.merges", strings(merges));
        others.forEach((key, value) -> {
            if (value == null) {
                values.remove(key);
            } else {
                values.put(key, value);
            }
        });
        return new Metadata(values);
    }

    Tokenizer tokenizer() {
        return Tokenizer.from(metadata());
    }

    private static StringArray strings(List<String> texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] starts = new int[texts.size() + 1];
        for (int i = 0; i < texts.size(); i++) {
            bytes.writeBytes(texts.get(i).getBytes(StandardCharsets.UTF_8));
            starts[i + 1] = bytes.size();
        }
        return new StringArray(bytes.toByteArray(), starts);
    }
}
