package hearth.web.engine;

import hearth.web.engine.queue.Failures;
import hearth.web.engine.queue.Reply;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import hearth.web.protocol.Method;
import hearth.web.store.ModelStore;
import hearth.web.store.StoredFile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers what can be asked of the files on this device, each in a coroutine of its own. */
final class StoreRequests {
    private final ModelStore store;

    StoreRequests(ModelStore store) {
        this.store = store;
    }

    /** Returns false where {@code method} is not about the store. */
    boolean answer(String method, Map<?, ?> body, Reply reply) {
        switch (method) {
            case Method.STORE_LIST, Method.STORE_REMOVE, Method.STORE_CLEAR, Method.STORE_USAGE -> {
                new Thread(() -> answerNow(method, body, reply)).start();
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private void answerNow(String method, Map<?, ?> body, Reply reply) {
        Object result;
        try {
            result = switch (method) {
                case Method.STORE_LIST -> list();
                case Method.STORE_REMOVE -> remove(body);
                case Method.STORE_CLEAR -> clear();
                default -> usage();
            };
        } catch (RuntimeException | Error failure) {
            reply.failed(Failures.of(failure));
            return;
        }
        reply.result(result);
    }

    private List<Object> list() {
        List<Object> files = new ArrayList<>();
        for (StoredFile file : store.list()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", file.getId());
            json.put("name", file.getName());
            json.put("url", file.getUrl());
            json.put("bytes", file.getBytes());
            json.put("complete", file.isComplete());
            json.put("storedBytes", file.getStoredBytes());
            json.put("usedAt", file.getUsedAt());
            files.add(json);
        }
        return files;
    }

    private Map<String, Object> remove(Map<?, ?> body) {
        if (!(body.get("id") instanceof String id)) {
            throw new HearthException(ErrorCode.BAD_REQUEST, "id must be a string", "Pass an id that store.list() gives.");
        }
        store.remove(id);
        return Map.of();
    }

    private Map<String, Object> clear() {
        store.clear();
        return Map.of();
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
