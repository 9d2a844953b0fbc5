package hearth.web.engine.completion;

import hearth.device.Profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A profile as {@code timings.profile} tells it. */
final class ProfileJson {
    /** Bytes in a millisecond that are a gigabyte in a second. */
    private static final double GIGABYTE_PER_SECOND = 1e6;

    private ProfileJson() {
    }

    static Map<String, Object> of(Profile profile) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("prefill", phase(profile.prefill()));
        json.put("decode", phase(profile.decode()));
        return json;
    }

    private static Map<String, Object> phase(Profile.Phase phase) {
        List<Object> operations = new ArrayList<>();
        for (Profile.Operation operation : phase.operations()) {
            operations.add(operation(operation));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tokens", phase.tokens());
        json.put("runs", phase.runs());
        json.put("ms", phase.milliseconds());
        json.put("operations", operations);
        json.put("waiting_ms", phase.waiting());
        return json;
    }

    private static Map<String, Object> operation(Profile.Operation operation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("operation", operation.name());
        json.put("calls", operation.calls());
        json.put("ms", operation.milliseconds());
        json.put("bytes", operation.bytes());
        if (operation.bytes() > 0 && operation.milliseconds() > 0) {
            json.put("gb_per_second", operation.bytes() / operation.milliseconds() / GIGABYTE_PER_SECOND);
        }
        return json;
    }
}
