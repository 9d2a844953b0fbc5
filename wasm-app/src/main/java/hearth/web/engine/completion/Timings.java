package hearth.web.engine.completion;

import hearth.device.Profile;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long a prompt and its answer took. Marks are taken as the work goes on. */
public final class Timings {
    private static final double NANOSECONDS = 1e6;

    private final Profile profile;
    private long begun;
    private long answering;
    private long ended;

    /** @param profile what the time is spent on; null where that is not measured */
    Timings(Profile profile) {
        this.profile = profile;
    }

    /** The prompt's first chunk begins. */
    void begin() {
        begun = System.nanoTime();
        answering = begun;
        ended = begun;
    }

    /** The whole prompt is in the model's state. */
    void prefilled() {
        answering = System.nanoTime();
        ended = answering;
    }

    /** The answer is complete. */
    void end() {
        ended = System.nanoTime();
    }

    /** In milliseconds and tokens per second; a rate is 0 where no time passed. */
    Map<String, Object> toJson(Usage usage) {
        double prefill = (answering - begun) / NANOSECONDS;
        double decode = (ended - answering) / NANOSECONDS;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("prefill_ms", prefill);
        json.put("decode_ms", decode);
        json.put("prefill_per_second", rate(usage.prompt() - usage.cached(), prefill));
        json.put("decode_per_second", rate(usage.answer(), decode));
        if (profile != null) {
            json.put("profile", ProfileJson.of(profile));
        }
        return json;
    }

    private static double rate(int tokens, double milliseconds) {
        return milliseconds > 0 ? tokens * 1000.0 / milliseconds : 0;
    }
}
