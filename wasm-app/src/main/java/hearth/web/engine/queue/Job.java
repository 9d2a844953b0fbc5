package hearth.web.engine.queue;

/** Work that is done in steps, so that others are heard in between. It never suspends. */
public interface Job {
    /**
     * Does the next step: a chunk of a prompt, or one token.
     *
     * @return whether there are more; if not, the job has given its result to its {@link Reply}
     */
    boolean step();
}
