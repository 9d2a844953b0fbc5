package hearth.web.engine.request;

import hearth.device.simd.kernel.Team;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

/**
 * A checked request to start the engine.
 *
 * @param threads that compute; 0 for as many as suit the machine
 * @param hub   base address of the model hub; null for the default
 * @param token for gated repositories; null for none
 * @param base  address of the folder with the engine's files
 */
public record StartRequest(int threads, String hub, String token, String base) {
    /**
     * @param body the parsed JSON
     * @throws HearthException {@code bad-request}, naming the field, or {@code unsupported}
     */
    public static StartRequest read(Object body) {
        Fields fields = Fields.of(body);
        boolean counted = fields.has("threads") && !"auto".equals(fields.value("threads"));
        int threads = counted ? (int) fields.integer("threads", 1, 1, Team.MOST_WORKERS) : 0;
        if (fields.has("device")) {
            String device = fields.text("device");
            switch (device) {
                case "auto", "cpu" -> { }
                case "gpu" -> throw new HearthException(ErrorCode.UNSUPPORTED, "Hearth does not compute on the GPU yet",
                        "Leave out device, or set it to \"cpu\".");
                default -> throw Fields.wrong("device", "\"auto\", \"cpu\" or \"gpu\"", device);
            }
        }
        return new StartRequest(threads, optional(fields, "hub"), optional(fields, "token"), fields.text("base"));
    }

    private static String optional(Fields fields, String name) {
        return fields.has(name) ? fields.text(name) : null;
    }
}
