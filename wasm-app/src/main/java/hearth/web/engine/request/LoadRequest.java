package hearth.web.engine.request;

import hearth.program.StateType;
import hearth.web.protocol.HearthException;

/**
 * A checked request for a model.
 *
 * @param reference which one, as parsed JSON; {@code hearth.web.hub.ModelReferences} knows what it can be
 * @param context   what it asks of the model's context
 * @param keep      whether its file is to be kept on the device; null where the request does not say
 * @param offline   whether the network must not be used
 * @param makeRoom  whether other models may be removed for it
 */
public record LoadRequest(Object reference, ContextOptions context, Boolean keep, boolean offline, MakeRoom makeRoom) {
    /** Whether other models may be removed to make room. */
    public enum MakeRoom {
        NO,
        YES,
        /** The page is to be asked. */
        ASK
    }

    /**
     * @param body the parsed JSON
     * @throws HearthException {@code bad-request}, naming the field
     */
    public static LoadRequest read(Object body) {
        Fields fields = Fields.of(body);
        int contextLength = (int) fields.integer("contextLength", 0, 1, Integer.MAX_VALUE);
        StateType kvCache = fields.has("kvCache") ? kvCache(fields.text("kvCache")) : null;
        Boolean keep = fields.has("keep") ? (Boolean) fields.flag("keep", false) : null;
        return new LoadRequest(fields.value("ref"), new ContextOptions(contextLength, kvCache), keep, fields.flag("offline", false),
                makeRoom(fields));
    }

    private static StateType kvCache(String kind) {
        return switch (kind) {
            case "auto" -> null;
            case "f16" -> StateType.F16;
            case "q8" -> StateType.Q8;
            default -> throw Fields.wrong("kvCache", "\"f16\", \"q8\" or \"auto\"", kind);
        };
    }

    private static MakeRoom makeRoom(Fields fields) {
        if ("ask".equals(fields.value("makeRoom"))) {
            return MakeRoom.ASK;
        }
        return fields.flag("makeRoom", false) ? MakeRoom.YES : MakeRoom.NO;
    }
}
