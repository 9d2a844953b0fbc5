package hearth.model;

import hearth.format.Gguf;
import hearth.format.ModelFileException;

/** A family of models: reads a file's metadata and writes programs. */
public interface Architecture {
    /**
     * The model that this file holds.
     *
     * @throws ModelFileException where metadata or tensors do not fit the architecture
     */
    Model read(Gguf file);

    /**
     * The model that this file holds, by its {@code general.architecture}.
     *
     * @throws ModelFileException where the architecture is unknown, or the file does not fit it
     */
    static Model of(Gguf file) {
        String name = file.metadata().string("general.architecture");
        if (name.equals(Qwen35.NAME)) {
            return new Qwen35().read(file);
        }
        throw ModelFileException.unsupported("The model's architecture is '" + name + "'; this engine runs: " + Qwen35.NAME);
    }
}
