package hearth.web.engine;

import hearth.format.Gguf;
import hearth.format.GgufReader;
import hearth.program.StateType;
import hearth.text.Tokenizer;
import hearth.web.engine.model.ChatFormat;
import hearth.web.engine.model.LoadedModel;
import hearth.web.engine.model.ModelCard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The bundled model's head, tokenizer and template; what computes is a {@link ScriptedRunner}. */
public final class TinyModel {
    public static final int VOCABULARY = 3072;
    public static final int CONTEXT = 64;
    public static final ModelCard CARD = new ModelCard(Map.of("id", "hearth-tiny", "name", "hearth-tiny", "license", "Apache-2.0",
            "thinking", false, "defaults", Map.of("temperature", 0L)));

    private static final byte[] FILE = file();
    public static final Gguf HEAD = head();
    public static final Tokenizer TOKENIZER = Tokenizer.from(HEAD.metadata());

    private TinyModel() {
    }

    /** The whole file; not to be changed. */
    public static byte[] bytes() {
        return FILE;
    }

    public static LoadedModel over(ScriptedRunner runner) {
        return over(runner, StateType.F16);
    }

    public static LoadedModel over(ScriptedRunner runner, StateType kvCache) {
        return new LoadedModel(new LoadedModel.Origin("hearth-tiny", "hearth-tiny-q4_0.gguf", CARD, FILE.length), HEAD, TOKENIZER,
                ChatFormat.of(HEAD.metadata(), TOKENIZER), runner, new LoadedModel.Footprint(1000, 100, kvCache), List.of());
    }

    private static byte[] file() {
        try {
            return Files.readAllBytes(Path.of("..", "web", "src", "models", "hearth-tiny-q4_0.gguf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Gguf head() {
        GgufReader reader = new GgufReader(FILE.length);
        reader.append(FILE, 0, FILE.length);
        return reader.gguf();
    }
}
