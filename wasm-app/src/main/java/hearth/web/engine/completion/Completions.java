package hearth.web.engine.completion;

import hearth.web.engine.model.ChatFormat;
import hearth.web.engine.model.LoadedModel;
import hearth.web.engine.queue.Failures;
import hearth.web.engine.queue.Job;
import hearth.web.engine.queue.Reply;
import hearth.web.engine.request.ChatRequest;
import hearth.web.engine.request.RunOptions;
import hearth.web.engine.request.TextRequest;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

/** Makes jobs of checked requests. All that can be wrong with a request shows here, before it waits in the queue. */
public final class Completions {
    private Completions() {
    }

    /** A chat's answer. */
    public static Job chat(LoadedModel model, int contextLength, ChatRequest request, Reply reply) {
        ChatFormat.Prompt prompt = model.chat().prompt(request);
        Answer answer = new ChatAnswer(request, prompt.endsInThought(), model.tokenizer(), model.id(), reply);
        return generation(model, contextLength, prompt.tokens(), request.run(), answer);
    }

    /** A text's continuation. */
    public static Job text(LoadedModel model, int contextLength, TextRequest request, Reply reply) {
        int[] prompt = request.tokens() != null ? request.tokens() : model.tokenizer().encode(request.text(), true);
        Answer answer = new TextAnswer(request, model.tokenizer(), model.id(), reply);
        return generation(model, contextLength, prompt, request.run(), answer);
    }

    private static Job generation(LoadedModel model, int contextLength, int[] prompt, RunOptions options, Answer answer) {
        if (prompt.length == 0) {
            throw new HearthException(ErrorCode.BAD_REQUEST, "prompt is empty, but the model needs at least one token to go on from",
                    "Pass at least one character or token.");
        }
        int left = contextLength - prompt.length;
        if (left <= 0) {
            throw Failures.contextFull("The prompt has " + prompt.length + " tokens, which leaves no room for an answer in the context of "
                    + contextLength + " tokens");
        }
        return new Generation(model.runner(), model.generator(), prompt, options, Math.min(options.maxTokens(), left), answer);
    }
}
