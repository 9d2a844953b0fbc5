package hearth.generate;

import hearth.device.Logits;
import hearth.device.Runner;
import hearth.text.Tokenizer;
import java.util.Arrays;

/**
 * Writes an answer token by token. It goes step by step, a chunk of the prompt or one token, so that the caller can look at
 * messages, or stop, in between.
 */
public final class Generator {
    /** Why an answer ended. */
    public enum EndReason {
        /** The model ended it. */
        STOP,
        /** The limit was reached, or the context is full. */
        LENGTH
    }

    /**
     * The likeliest tokens of a place, likeliest first.
     *
     * @param ids      their ids
     * @param logprobs natural logarithms of their probabilities
     */
    public record TopLogprobs(int[] ids, double[] logprobs) {
    }

    private static final int NONE = -1;

    private final Runner runner;
    private final Tokenizer tokenizer;
    /** Tokens that are never chosen. */
    private final int[] banned;
    private final Blocks blocks;
    private final Candidates candidates = new Candidates();
    private final int[] single = new int[1];
    private int[] prompt;
    private int fed;
    private int maxTokens;
    private int generated;
    /** The token that was written last and is not in the state yet. */
    private int pending;
    private int last;
    private Logits logits;
    /** Of these logits; no number where it has not been asked for. */
    private double logSumExp;
    private Sampler sampler;
    private EndReason endReason;

    public Generator(Runner runner, Tokenizer tokenizer) {
        this.runner = runner;
        this.tokenizer = tokenizer;
        blocks = new Blocks(runner.vocabulary());
        int[] found = new int[runner.vocabulary()];
        int count = 0;
        for (int id = 0; id < found.length; id++) {
            if (!tokenizer.samples(id)) {
                found[count++] = id;
            }
        }
        banned = Arrays.copyOf(found, count);
    }

    /**
     * Starts an answer from an empty state.
     *
     * @param prompt    at least one token
     * @param maxTokens most tokens to write
     * @throws ContextFullException where the prompt leaves no room for an answer
     */
    public void begin(int[] prompt, SamplingOptions options, int maxTokens) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("A prompt needs at least one token");
        }
        if (prompt.length >= runner.contextLength()) {
            throw new ContextFullException(prompt.length, runner.contextLength());
        }
        this.prompt = prompt;
        this.maxTokens = maxTokens;
        fed = 0;
        generated = 0;
        pending = NONE;
        endReason = null;
        sampler = new Sampler(options, runner.vocabulary(), banned, prompt);
        runner.reset();
    }

    /** Reads the next chunk of the prompt. Returns whether there is more to read. */
    public boolean prefill() {
        int count = Math.min(runner.batch(), prompt.length - fed);
        if (count > 0) {
            boolean whole = fed + count == prompt.length;
            runner.run(prompt, fed, count, whole);
            fed += count;
            if (whole) {
                takeLogits();
            }
        }
        return fed < prompt.length;
    }

    /** The next token, or -1 where the answer has ended, see {@link #endReason()}. The prompt must have been read. */
    public int next() {
        if (fed < prompt.length) {
            throw new IllegalStateException("The prompt has not been read");
        }
        if (endReason != null) {
            return NONE;
        }
        if (generated == maxTokens || !feedPending()) {
            return end(EndReason.LENGTH);
        }
        int id = sampler.sample(logits);
        if (tokenizer.stops(id)) {
            return end(EndReason.STOP);
        }
        sampler.accept(id);
        generated++;
        pending = id;
        last = id;
        return id;
    }

    /** Continues as if the model had written this token. It is not counted as one of the answer. */
    public void interject(int id) {
        if (feedPending()) {
            pending = id;
        }
    }

    /** Runs the token written last, so that the logits are those after it. Returns false where the context is full. */
    private boolean feedPending() {
        if (pending == NONE) {
            return true;
        }
        if (runner.position() == runner.contextLength()) {
            return false;
        }
        single[0] = pending;
        pending = NONE;
        runner.run(single, 0, 1, true);
        takeLogits();
        return true;
    }

    private void takeLogits() {
        logits = runner.logits();
        logSumExp = Double.NaN;
    }

    private int end(EndReason reason) {
        endReason = reason;
        return NONE;
    }

    /** Why the answer ended; null while it goes on. */
    public EndReason endReason() {
        return endReason;
    }

    /** Natural logarithm of the probability that the model gave the token of the last {@link #next()}, before any option. */
    public double logprob() {
        weigh();
        return logits.get(last) - logSumExp;
    }

    /** The {@code count} likeliest tokens at the place of the last {@link #next()}, before any option. */
    public TopLogprobs topLogprobs(int count) {
        weigh();
        candidates.takeBest(count, blocks);
        int[] ids = new int[candidates.size()];
        double[] logprobs = new double[candidates.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = candidates.id(i);
            logprobs[i] = candidates.logit(i) - logSumExp;
        }
        return new TopLogprobs(ids, logprobs);
    }

    private void weigh() {
        if (Double.isNaN(logSumExp)) {
            blocks.look(logits);
            logSumExp = blocks.largest() + Math.log(blocks.total(1));
        }
    }
}
