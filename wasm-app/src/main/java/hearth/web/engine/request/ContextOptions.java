package hearth.web.engine.request;

import hearth.program.StateType;

/**
 * What a load asks of the model's context.
 *
 * @param length  tokens; 0 for what suits the memory
 * @param kvCache how its KV cache is kept; null for what suits the memory: in half precision where that fits, else in 8 bits
 */
public record ContextOptions(int length, StateType kvCache) {
    /** What is asked where nothing is. */
    public static final ContextOptions AUTOMATIC = new ContextOptions(0, null);

    /** What serves this and {@code other}: the longer context; the other's KV cache where this asks for none. */
    public ContextOptions and(ContextOptions other) {
        return new ContextOptions(Math.max(length, other.length), kvCache != null ? kvCache : other.kvCache);
    }

    /** The name of a KV cache in options and in what is told of a model. */
    public static String name(StateType kvCache) {
        return kvCache == StateType.Q8 ? "q8" : "f16";
    }
}
