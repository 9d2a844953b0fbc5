package hearth.web.engine;

import hearth.web.engine.completion.Completions;
import hearth.web.engine.completion.LogitsRow;
import hearth.web.engine.model.LoadedModel;
import hearth.web.engine.model.ModelHandle;
import hearth.web.engine.model.ModelShelf;
import hearth.web.engine.queue.Failures;
import hearth.web.engine.queue.Job;
import hearth.web.engine.queue.Reply;
import hearth.web.engine.queue.Scheduler;
import hearth.web.engine.request.ChatRequest;
import hearth.web.engine.request.TextRequest;
import hearth.web.engine.request.TokenIds;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import hearth.web.protocol.Method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers what can be asked of a loaded model. Nothing here knows a browser. */
public final class ModelRequests {
    private final ModelShelf shelf;
    private final Scheduler scheduler;

    public ModelRequests(ModelShelf shelf, Scheduler scheduler) {
        this.shelf = shelf;
        this.scheduler = scheduler;
    }

    /**
     * Answers a request, at once or by way of the queue.
     *
     * @param request the request's number
     * @param body    its parsed JSON
     * @return false where {@code method} is not about a loaded model
     * @throws HearthException where the request cannot be fulfilled
     */
    public boolean answer(long request, String method, Map<?, ?> body, Reply reply) {
        switch (method) {
            case Method.CHAT:
                chat(request, handle(body), body, reply);
                return true;
            case Method.COMPLETE:
                complete(request, handle(body), body, reply);
                return true;
            case Method.TOKENIZE:
                reply.result(tokenize(handle(body).model(), body));
                return true;
            case Method.DETOKENIZE:
                reply.result(detokenize(handle(body).model(), body));
                return true;
            case Method.RENDER:
                reply.result(render(handle(body).model(), body));
                return true;
            case Method.LOGITS:
                logits(request, handle(body), body, reply);
                return true;
            case Method.UNLOAD:
                unload(handle(body));
                reply.result(Map.of());
                return true;
            default:
                return false;
        }
    }

    private ModelHandle handle(Map<?, ?> body) {
        return shelf.handle(body.get("handle") instanceof Long number ? number : 0);
    }

    private void chat(long request, ModelHandle handle, Map<?, ?> body, Reply reply) {
        ChatRequest chat = ChatRequest.read(body.get("request"), handle.model().traits());
        submit(request, handle, Completions.chat(handle.model(), handle.contextLength(), chat, reply), reply);
    }

    private void complete(long request, ModelHandle handle, Map<?, ?> body, Reply reply) {
        TextRequest text = TextRequest.read(body.get("request"), handle.model().traits());
        submit(request, handle, Completions.text(handle.model(), handle.contextLength(), text, reply), reply);
    }

    private void logits(long request, ModelHandle handle, Map<?, ?> body, Reply reply) {
        int[] tokens = TokenIds.read("tokens", body.get("tokens"), handle.model().traits().vocabulary());
        if (tokens.length == 0) {
            throw badRequest("tokens is empty, but logits are those after the last token", "Pass at least one token id.");
        }
        if (tokens.length > handle.contextLength()) {
            throw Failures.contextFull("There are " + tokens.length + " tokens, but the context holds " + handle.contextLength());
        }
        submit(request, handle, new LogitsRow(handle.model().runner(), tokens, reply), reply);
    }

    private void submit(long request, ModelHandle handle, Job job, Reply reply) {
        scheduler.submit(handle.model().lane(), request, handle.number(), job, reply);
    }

    private void unload(ModelHandle handle) {
        scheduler.cancelAll(handle.model().lane(), handle.number(),
                new HearthException(ErrorCode.CLOSED, "The model was unloaded while the request waited for it", "Load it again."));
        shelf.release(handle);
    }

    private static Map<String, Object> tokenize(LoadedModel model, Map<?, ?> body) {
        if (!(body.get("text") instanceof String text)) {
            throw badRequest("text must be a string", "Pass the text to tokenize as a string.");
        }
        List<Object> ids = new ArrayList<>();
        for (int id : model.tokenizer().encode(text, special(body))) {
            ids.add(id);
        }
        return single("tokens", ids);
    }

    private static Map<String, Object> detokenize(LoadedModel model, Map<?, ?> body) {
        int[] tokens = TokenIds.read("tokens", body.get("tokens"), model.tokenizer().size());
        return single("text", model.tokenizer().decode(tokens, special(body)));
    }

    private static Map<String, Object> render(LoadedModel model, Map<?, ?> body) {
        return single("text", model.chat().prompt(ChatRequest.read(body.get("request"), model.traits())).text());
    }

    private static boolean special(Map<?, ?> body) {
        Object special = body.get("special");
        if (special != null && !(special instanceof Boolean)) {
            throw badRequest("special must be true or false", "Leave it out for false.");
        }
        return Boolean.TRUE.equals(special);
    }

    private static Map<String, Object> single(String name, Object value) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(name, value);
        return json;
    }

    private static HearthException badRequest(String message, String hint) {
        return new HearthException(ErrorCode.BAD_REQUEST, message, hint);
    }
}
