package hearth.web.engine.request;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

/**
 * A checked request to start the engine.
 *
 * @param hub   base address of the model hub; null for the default
 * @param token for gated repositories; null for none
 * @param base  address of the folder with the engine's files
 */
public record StartRequest(String hub, String token, String base) {
    private static final int MOST_THREADS = 256;

    /**
     * @param body the parsed JSON
     * @throws HearthException {@code bad-request}, naming the field, or {@code unsupported}
     */
    public static StartRequest read(Object body) {
        Fields fields = Fields.of(body);
        if (fields.has("threads") && !"auto".equals(fields.value("threads"))) {
            fields.integer("threads", 1, 1, MOST_THREADS);
        }
        if (fields.has("device")) {
            String device = fields.text("device");
            switch (device) {
                case "auto", "cpu" -> { }
                case "gpu" -> throw new HearthException(ErrorCode.UNSUPPORTED, "Hearth does not compute on the GPU yet",
                        "Leave out device, or set it to \"cpu\".");
                default -> throw Fields.wrong("device", "\"auto\", \"cpu\" or \"gpu\"", device);
            }
        }
        return new StartRequest(optional(fields, "hub"), optional(fields, "token"), fields.text("base"));
    }

    private static String optional(Fields fields, String name) {
        return fields.has(name) ? fields.text(name) : null;
    }
}
