package hearth.web.engine.completion;

/** Makes an answer of tokens as they come, and hands it to whoever asked. */
interface Answer {
    /** The model is about to compute. */
    void begin();

    /**
     * Takes the next token.
     *
     * @param probability its probability, or null where that was not asked for
     * @return false where the answer is complete with it, because a stop text occurred
     */
    boolean token(int id, TokenProbability probability);

    /** Asked before each token: tokens that the model is to go on with as if it had chosen them; empty for its own choice. */
    int[] interjection();

    /** Tokens so far that belong to a thought. */
    int reasoningTokens();

    /**
     * The answer is complete.
     *
     * @param reason {@code stop} or {@code length}
     */
    void end(String reason, Usage usage, Timings timings);
}
