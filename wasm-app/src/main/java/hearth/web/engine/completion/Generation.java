package hearth.web.engine.completion;

import hearth.generate.Generator;
import hearth.web.engine.queue.Job;
import hearth.web.engine.request.RunOptions;

import java.util.ArrayList;
import java.util.List;

/** One answer as a job: the prompt chunk by chunk, then token by token. */
final class Generation implements Job {
    private enum Stage { WAITING, READING, ANSWERING }

    private final Generator generator;
    private final int[] prompt;
    private final RunOptions options;
    private final int maxTokens;
    private final Answer answer;
    private final Timings timings = new Timings();
    private Stage stage = Stage.WAITING;
    private int tokens;

    /** @param maxTokens most tokens of the answer that fit: the request's limit or what is left of the context */
    Generation(Generator generator, int[] prompt, RunOptions options, int maxTokens, Answer answer) {
        this.generator = generator;
        this.prompt = prompt;
        this.options = options;
        this.maxTokens = maxTokens;
        this.answer = answer;
    }

    @Override
    public boolean step() {
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
        int id = generator.next();
        if (id < 0) {
            return end(generator.endReason() == Generator.EndReason.LENGTH ? "length" : "stop");
        }
        tokens++;
        return answer.token(id, options.logprobs() ? probability(id) : null) || end("stop");
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
