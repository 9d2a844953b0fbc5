package hearth.web.engine.model;

import hearth.format.Gguf;
import hearth.format.Metadata;
import hearth.format.TensorInfo;
import hearth.program.StateType;
import hearth.web.engine.request.ContextOptions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What users are told of a loaded model.
 *
 * @param notices what they should know beyond that, in sentences; may be empty
 */
record ModelInfo(String id, String name, String architecture, long parameters, long bytes, String quantization, int vocabulary, boolean thinking,
        boolean vision, String license, List<String> notices) {
    /**
     * @param fallbackName the name where neither card nor file has one
     * @param fileBytes    the file's size
     * @param thinks       whether the chat template knows thoughts
     */
    static ModelInfo of(String id, String fallbackName, ModelCard card, Gguf file, long fileBytes, int vocabulary, boolean thinks,
            List<String> notices) {
        Metadata metadata = file.metadata();
        long parameters = 0;
        for (TensorInfo tensor : file.tensors()) {
            parameters += tensor.rows() * tensor.columns();
        }
        String name = card != null ? card.text("name") : text(metadata, "general.name");
        String license = card != null ? card.text("license") : text(metadata, "general.license");
        return new ModelInfo(id, name != null ? name : fallbackName, metadata.string("general.architecture"), parameters, fileBytes,
                Quantization.of(file), vocabulary, card != null ? card.thinking() : thinks, card != null && card.vision(), license, notices);
    }

    private static String text(Metadata metadata, String key) {
        return metadata.value(key) instanceof String text && !text.isBlank() ? text : null;
    }

    /**
     * @param contextLength tokens that this handle's requests may fill
     * @param kvCache       how the KV cache is kept
     */
    Map<String, Object> toJson(int contextLength, StateType kvCache) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("name", name);
        json.put("architecture", architecture);
        json.put("parameters", parameters);
        json.put("bytes", bytes);
        json.put("quantization", quantization);
        json.put("contextLength", contextLength);
        json.put("kvCache", ContextOptions.name(kvCache));
        json.put("vocabulary", vocabulary);
        json.put("thinking", thinking);
        json.put("vision", vision);
        if (license != null) {
            json.put("license", license);
        }
        if (!notices.isEmpty()) {
            json.put("notices", new ArrayList<>(notices));
        }
        return json;
    }
}
