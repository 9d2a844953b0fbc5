package hearth.web.engine;

import hearth.device.simd.LinearHeap;
import hearth.web.engine.model.ModelShelf;
import hearth.web.engine.queue.Failures;
import hearth.web.engine.queue.Reply;
import hearth.web.engine.queue.Scheduler;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import hearth.web.protocol.Method;
import org.teavm.jso.file.Blob;

import java.util.LinkedHashMap;
import java.util.Map;

/** A started engine: hands each request to whoever answers it. */
final class Engine {
    private final ModelShelf shelf;
    private final Scheduler scheduler;
    private final LinearHeap heap;
    private final ModelLoads loads;
    private final ModelRequests models;
    private final StoreRequests files;
    private final Questions questions;

    Engine(ModelShelf shelf, Scheduler scheduler, LinearHeap heap, ModelLoads loads, StoreRequests files, Questions questions) {
        this.shelf = shelf;
        this.scheduler = scheduler;
        this.heap = heap;
        this.loads = loads;
        this.files = files;
        this.questions = questions;
        models = new ModelRequests(shelf, scheduler);
    }

    /** Answers one request; whatever goes wrong goes to {@code reply}. */
    void answer(long request, String method, Map<?, ?> body, Blob blob, Reply reply) {
        try {
            dispatch(request, method, body, blob, reply);
        } catch (RuntimeException | Error failure) {
            reply.failed(Failures.of(failure));
        }
    }

    private void dispatch(long request, String method, Map<?, ?> body, Blob blob, Reply reply) {
        switch (method) {
            case Method.LOAD -> loads.load(request, body, blob, reply);
            case Method.ABORT -> {
                abort(body);
                reply.result(Map.of());
            }
            case Method.ANSWER -> {
                questions.answered(body);
                reply.result(Map.of());
            }
            case Method.MEMORY -> reply.result(memory());
            case Method.CLOSE -> reply.result(Map.of());
            default -> {
                if (!models.answer(request, method, body, reply) && !files.answer(method, body, reply)) {
                    throw new HearthException(ErrorCode.INTERNAL, "The engine knows no method '" + method + "'",
                            "Load all files of Hearth from the same version.");
                }
            }
        }
    }

    /** A request that has ended by itself in the meantime is none any more. */
    private void abort(Map<?, ?> body) {
        long target = body.get("target") instanceof Long number ? number : 0;
        if (!scheduler.cancel(target)) {
            shelf.cancel(target);
        }
    }

    private Map<String, Object> memory() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("weightsBytes", shelf.weightsBytes());
        json.put("stateBytes", shelf.stateBytes());
        json.put("reservedBytes", heap.reservedBytes());
        return json;
    }
}
