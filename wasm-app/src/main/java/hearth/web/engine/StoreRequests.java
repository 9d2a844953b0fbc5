package hearth.web.engine;

import hearth.web.engine.queue.Failures;
import hearth.web.engine.queue.Reply;
import hearth.web.hub.ModelReferences;
import hearth.web.platform.AbortController;
import hearth.web.platform.AbortSignal;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import hearth.web.protocol.Method;
import hearth.web.store.ModelPlan;
import hearth.web.store.ModelStore;

import java.util.LinkedHashMap;
import java.util.Map;

/** Answers what can be asked of the models on this device, each in a coroutine of its own. */
final class StoreRequests {
    private final ModelStore store;
    private final ModelReferences references;

    StoreRequests(ModelStore store, ModelReferences references) {
        this.store = store;
        this.references = references;
    }

    /** Returns false where {@code method} is not about the store. */
    boolean answer(String method, Map<?, ?> body, Reply reply) {
        switch (method) {
            case Method.STORE_LIST, Method.STORE_REMOVE, Method.STORE_CLEAR, Method.STORE_USAGE, Method.STORE_EXPORT, Method.PLAN -> {
                new Thread(() -> answerNow(method, body, reply)).start();
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private void answerNow(String method, Map<?, ?> body, Reply reply) {
        try {
            switch (method) {
                case Method.STORE_LIST -> reply.result(StoreJson.models(store.list()));
                case Method.STORE_REMOVE -> {
                    remove(id(body));
                    reply.result(Map.of());
                }
                case Method.STORE_CLEAR -> {
                    store.clear();
                    reply.result(Map.of());
                }
                case Method.STORE_EXPORT -> reply.result(store.export(references.id(id(body))));
                case Method.PLAN -> reply.result(StoreJson.plan(plan(body.get("ref"))));
                default -> reply.result(usage());
            }
        } catch (RuntimeException | Error failure) {
            reply.failed(Failures.of(failure));
        }
    }

    private ModelPlan plan(Object reference) {
        AbortSignal signal = new AbortController().getSignal();
        return store.plan(references.lookup().complete(references.resolve(reference, null), store, false, signal), signal);
    }

    private static String id(Map<?, ?> body) {
        if (body.get("id") instanceof String id) {
            return id;
        }
        throw new HearthException(ErrorCode.BAD_REQUEST, "id must be a string", "Pass an id that store.list() gives.");
    }

    /** What an earlier version stored may lie under another name than the one that a model has now. */
    private void remove(String id) {
        store.remove(id);
        String now = references.id(id);
        if (!now.equals(id)) {
            store.remove(now);
        }
    }

    private Map<String, Object> usage() {
        ModelStore.Usage usage = store.usage();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("usedBytes", usage.usedBytes());
        json.put("quotaBytes", usage.quotaBytes());
        json.put("persisted", usage.persisted());
        return json;
    }
}
