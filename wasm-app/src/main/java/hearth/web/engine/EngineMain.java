package hearth.web.engine;

import hearth.device.simd.LinearHeap;
import hearth.device.simd.SimdDevice;
import hearth.json.Json;
import hearth.json.JsonException;
import hearth.web.engine.model.ModelShelf;
import hearth.web.engine.queue.Failures;
import hearth.web.engine.queue.Reply;
import hearth.web.engine.queue.Scheduler;
import hearth.web.engine.request.StartRequest;
import hearth.web.hub.ModelReferences;
import hearth.web.platform.AbortController;
import hearth.web.platform.EngineHost;
import hearth.web.platform.EventLoop;
import hearth.web.platform.HttpRequest;
import hearth.web.platform.HttpResponse;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.KernelModules;
import hearth.web.platform.LinearMemory;
import hearth.web.platform.MemoryGrowth;
import hearth.web.platform.PartReaders;
import hearth.web.platform.Promises;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import hearth.web.protocol.Method;
import hearth.web.store.ModelStore;
import org.teavm.jso.JSBody;
import org.teavm.jso.file.Blob;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The engine worker's entry: takes the page's messages, and starts the engine with the first. */
public final class EngineMain {
    private static final String CATALOGUE = "models/catalogue.json";
    private static final int HTTP_OK = 200;
    private static final int MOST_SUITABLE_THREADS = 8;

    private final EngineHost host = EngineHost.get();
    private final Scheduler scheduler = new Scheduler(this::wake);
    private Engine engine;

    private EngineMain() {
    }

    public static void main(String[] arguments) {
        EngineMain main = new EngineMain();
        main.host.listen(message -> main.receive(message.cast()));
    }

    /** Works until nothing is left, and hears messages between the steps. */
    private void wake() {
        new Thread(() -> {
            do {
                EventLoop.pass();
            } while (scheduler.step());
        }).start();
    }

    private void receive(PageMessage message) {
        PageReply reply = new PageReply(message.getId());
        String method = message.getMethod();
        Map<?, ?> body;
        try {
            body = body(message);
        } catch (RuntimeException e) {
            reply.failed(Failures.of(e));
            return;
        }
        if (method.equals(Method.START)) {
            new Thread(() -> start(body, reply)).start();
        } else if (engine == null) {
            reply.failed(new HearthException(ErrorCode.CLOSED, "The engine has not been started", "Wait for Hearth.create()."));
        } else {
            Blob blob = message.getBlob();
            engine.answer(message.getId(), method, body, isAbsent(blob) ? null : blob, reply);
        }
    }

    /** A wrong cast could not be caught here: in WebAssembly it ends the engine. */
    private static Map<?, ?> body(PageMessage message) {
        if (Json.parse(message.getBody()) instanceof Map<?, ?> body) {
            return body;
        }
        throw new HearthException(ErrorCode.INTERNAL, "The message " + message.getMethod() + " has no JSON object as its body",
                "Load all files of Hearth from the same version.");
    }

    private void start(Map<?, ?> body, Reply reply) {
        Map<String, Object> answer;
        try {
            answer = start(StartRequest.read(body));
        } catch (RuntimeException | Error failure) {
            reply.failed(Failures.of(failure));
            return;
        }
        reply.result(answer);
    }

    private Map<String, Object> start(StartRequest options) {
        MemoryGrowth growth = new MemoryGrowth(host.getMemory());
        LinearHeap heap = new LinearHeap(host.getModels(), (long) host.getLimit(), growth);
        LinearMemory memory = new LinearMemory();
        KernelModules kernels = new KernelModules(host, heap, memory, options.threads() > 0 ? options.threads() : suitableThreads(),
                options.threads() == 0);
        SimdDevice device = new SimdDevice(memory, heap, kernels);
        List<?> catalogue = catalogue(options.base());
        ModelReferences references = new ModelReferences(catalogue, options.base(), options.hub(), options.token());
        ModelStore store = new ModelStore();
        ModelShelf shelf = new ModelShelf();
        Questions questions = new Questions();
        engine = new Engine(shelf, scheduler, heap, new ModelLoads(catalogue, references, store, shelf, device, host.getMemory(),
                new PartReaders(host, heap, kernels), questions),
                new StoreRequests(store, references), questions);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("kind", "cpu");
        int threads = kernels.mostWorkers();
        answer.put("threads", threads);
        answer.put("simd", device.relaxed() ? "relaxed" : "simd128");
        answer.put("name", "CPU, " + threads + (threads == 1 ? " thread, " : " threads, ") + (device.relaxed() ? "relaxed SIMD" : "SIMD"));
        return answer;
    }

    /** One core is left to the page where there are more than two. */
    private static int suitableThreads() {
        int cores = cores();
        return Math.max(1, Math.min(MOST_SUITABLE_THREADS, cores > 2 ? cores - 1 : cores));
    }

    private static List<?> catalogue(String base) {
        String url = base + (base.endsWith("/") ? "" : "/") + CATALOGUE;
        String reason;
        try {
            HttpResponse response = new HttpRequest(url).send(new AbortController().getSignal());
            if (response.getStatus() != HTTP_OK) {
                reason = "the server answers " + response.getStatus();
            } else if (Json.parse(Promises.await(response.text()).stringValue()) instanceof List<?> cards) {
                return cards;
            } else {
                reason = "it is no list";
            }
        } catch (JavaScriptException | JsonException failure) {
            reason = failure.getMessage();
        }
        throw new HearthException(ErrorCode.NETWORK, "The catalogue of models cannot be read from " + url + ": " + reason,
                "Check the network, and that all files of Hearth lie in that folder.");
    }

    @JSBody(script = "return navigator.hardwareConcurrency || 1;")
    private static native int cores();

    @JSBody(params = "value", script = "return value === undefined || value === null;")
    private static native boolean isAbsent(Blob value);
}
