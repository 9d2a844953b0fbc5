package hearth.web.engine.completion;

import hearth.device.Profile;
import hearth.device.Runner;
import hearth.generate.Generator;
import hearth.web.engine.queue.Job;
import hearth.web.engine.request.RunOptions;

import java.util.ArrayList;
import java.util.List;

/** One answer as a job: the prompt chunk by chunk, then token by token. */
final class Generation implements Job {
    private enum Stage { WAITING, READING, ANSWERING }

    /** Of a millisecond. */
    private static final double NANOSECONDS = 1e6;

    private final Runner runner;
    private final Generator generator;
    private final int[] prompt;
    private final RunOptions options;
    private final int maxTokens;
    private final Answer answer;
    /** Null where nothing is measured. */
    private final Profile profile;
    private final Timings timings;
    private Stage stage = Stage.WAITING;
    private int tokens;

    /**
     * @param runner    what the generator runs
     * @param maxTokens most tokens of the answer that fit: the request's limit or what is left of the context
     */
    Generation(Runner runner, Generator generator, int[] prompt, RunOptions options, int maxTokens, Answer answer) {
        this.runner = runner;
        this.generator = generator;
        this.prompt = prompt;
        this.options = options;
        this.maxTokens = maxTokens;
        this.answer = answer;
        profile = options.profile() ? new Profile() : null;
        timings = new Timings(profile);
    }

    @Override
    public boolean step() {
        if (profile == null) {
            return proceed();
        }
        // Only for the step: another request may be next, and this one may be aborted.
        runner.measure(profile);
        try {
            return proceed();
        } finally {
            runner.measure(null);
        }
    }

    private boolean proceed() {
        switch (stage) {
            case WAITING:
                generator.begin(prompt, options.sampling(), maxTokens);
                answer.begin();
                timings.begin();
                stage = Stage.READING;
                return true;
            case READING:
                if (!generator.prefill()) {
                    timings.prefilled();
                    stage = Stage.ANSWERING;
                }
                return true;
            default:
                return next();
        }
    }

    private boolean next() {
        int[] interjection = answer.interjection();
        for (int id : interjection) {
            generator.interject(id);
        }
        int id = profile == null ? generator.next() : nextMeasured();
        if (id < 0) {
            return end(generator.endReason() == Generator.EndReason.LENGTH ? "length" : "stop");
        }
        tokens++;
        return answer.token(id, options.logprobs() ? probability(id) : null) || end("stop");
    }

    /** What the next token takes beyond the model's run is its choice. */
    private int nextMeasured() {
        double runs = profile.decode().milliseconds();
        long begun = System.nanoTime();
        int id = generator.next();
        double all = (System.nanoTime() - begun) / NANOSECONDS;
        profile.decode().addBetweenRuns("sampling", all - (profile.decode().milliseconds() - runs));
        return id;
    }

    private boolean end(String reason) {
        timings.end();
        answer.end(reason, new Usage(prompt.length, 0, tokens, answer.reasoningTokens()), timings);
        return false;
    }

    private TokenProbability probability(int id) {
        List<TokenProbability> alternatives = new ArrayList<>(options.topLogprobs());
        if (options.topLogprobs() > 0) {
            Generator.TopLogprobs top = generator.topLogprobs(options.topLogprobs());
            for (int i = 0; i < top.ids().length; i++) {
                alternatives.add(new TokenProbability(top.ids()[i], top.logprobs()[i]));
            }
        }
        return new TokenProbability(id, generator.logprob(), alternatives);
    }
}
