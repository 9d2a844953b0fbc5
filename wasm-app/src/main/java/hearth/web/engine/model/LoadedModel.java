package hearth.web.engine.model;

import hearth.device.Runner;
import hearth.format.Gguf;
import hearth.generate.Generator;
import hearth.program.StateType;
import hearth.text.Tokenizer;
import hearth.web.engine.queue.Scheduler;
import hearth.web.engine.request.ModelTraits;
import hearth.web.engine.request.SamplingDefaults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One model in memory, shared by all handles to it. */
public final class LoadedModel {
    /** Where a model came from. */
    public record Origin(String id, String name, ModelCard card, long bytes) {
    }

    /** Bytes that a model holds in linear memory, and how its KV cache is kept there. */
    public record Footprint(long weights, long state, StateType kvCache) {
    }

    private final ModelInfo info;
    private final ModelTraits traits;
    private final Tokenizer tokenizer;
    private final ChatFormat chat;
    private final Runner runner;
    private final Generator generator;
    private final Footprint footprint;
    private final Scheduler.Lane lane = new Scheduler.Lane();
    private Runnable onClose = () -> { };

    /**
     * @param origin where it came from
     * @param file   the file's head
     * @param runner ready to compute, with all weights in place
     * @param notices what users should know of the load, in sentences
     */
    public LoadedModel(Origin origin, Gguf file, Tokenizer tokenizer, ChatFormat chat, Runner runner, Footprint footprint,
            List<String> notices) {
        this.tokenizer = tokenizer;
        this.chat = chat;
        this.runner = runner;
        generator = new Generator(runner, tokenizer);
        this.footprint = footprint;
        Map<?, ?> card = origin.card == null ? Map.of() : origin.card.defaults();
        Map<?, ?> thinkingCard = origin.card == null ? Map.of() : origin.card.thinkingDefaults();
        SamplingDefaults defaults = SamplingDefaults.NEUTRAL.recommendedBy(file.metadata()).overriddenBy(card);
        traits = new ModelTraits(runner.vocabulary(), chat.thinks(), chat.thinksByDefault(), defaults, defaults.overriddenBy(thinkingCard));
        List<String> all = new ArrayList<>(notices);
        if (chat.notice() != null) {
            all.add(chat.notice());
        }
        info = ModelInfo.of(origin.id, origin.name, origin.card, file, origin.bytes, runner.vocabulary(), chat.thinks(), all);
    }

    /** The id under which it was loaded. */
    public String id() {
        return info.id();
    }

    public ModelTraits traits() {
        return traits;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public ChatFormat chat() {
        return chat;
    }

    public Runner runner() {
        return runner;
    }

    /** Writes the answers. One at a time, so only for jobs of {@link #lane()}. */
    public Generator generator() {
        return generator;
    }

    /** Its requests' queue. */
    public Scheduler.Lane lane() {
        return lane;
    }

    StateType kvCache() {
        return footprint.kvCache;
    }

    Footprint footprint() {
        return footprint;
    }

    /** What users are told of it; see {@link ModelInfo#toJson}. */
    Map<String, Object> info(int contextLength) {
        return info.toJson(contextLength, footprint.kvCache);
    }

    /** Says what else ends with this model. */
    public void whenClosed(Runnable action) {
        onClose = action;
    }

    void close() {
        runner.close();
        onClose.run();
    }
}
