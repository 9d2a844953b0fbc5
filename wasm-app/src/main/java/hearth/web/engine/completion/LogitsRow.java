package hearth.web.engine.completion;

import hearth.device.Runner;
import hearth.web.engine.queue.Job;
import hearth.web.engine.queue.Reply;

/** The logits after some tokens, from an empty state, as a job. */
public final class LogitsRow implements Job {
    private final Runner runner;
    private final int[] tokens;
    private final Reply reply;
    private int done;

    /** @param tokens at least one, and no more than the context holds */
    public LogitsRow(Runner runner, int[] tokens, Reply reply) {
        this.runner = runner;
        this.tokens = tokens;
        this.reply = reply;
    }

    @Override
    public boolean step() {
        if (done == 0) {
            runner.reset();
        }
        int count = Math.min(runner.batch(), tokens.length - done);
        boolean last = done + count == tokens.length;
        runner.run(tokens, done, count, last);
        done += count;
        if (last) {
            float[] row = new float[runner.vocabulary()];
            runner.logits(row);
            reply.result(row);
        }
        return !last;
    }
}
