package hearth.web.api;

import hearth.web.platform.ModuleWorker;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.Event;
import hearth.web.protocol.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.browser.Window;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.dom.events.ErrorEvent;
import org.teavm.jso.dom.events.MessageEvent;
import org.teavm.jso.json.JSON;
import org.teavm.jso.typedarrays.ArrayBuffer;

/** The engine's worker and the requests that it still owes an answer. */
final class EngineLink {
    /** Milliseconds that a closing engine gets to put its files in order. */
    private static final int CLOSING_MILLISECONDS = 1000;

    private interface Message extends JSObject {
        @JSProperty
        int getId();

        @JSProperty
        String getEvent();

        @JSProperty
        String getBody();

        @JSProperty
        ArrayBuffer getData();
    }

    private interface Question extends JSObject {
        @JSProperty
        JSObject getNumber();

        @JSProperty
        JSObject getValue();
    }

    final HearthErrors errors;
    private final ModuleWorker worker;
    private final String script;
    private final Map<Integer, Exchange> open = new HashMap<>();
    private int lastId;
    private boolean heard;
    private JSObject ended;

    EngineLink(String script, HearthErrors errors) {
        this.errors = errors;
        this.script = script;
        worker = ModuleWorker.start(script, "Hearth engine");
        worker.addEventListener("message", (MessageEvent event) -> receive(event.getData().cast()));
        worker.addEventListener("error", (ErrorEvent event) -> crashed(event));
        worker.addEventListener("messageerror", event -> end(errors.of(ErrorCode.INTERNAL,
                "A message of the engine could not be read", "Create a new runtime and load the model again.")));
    }

    /** Sends a request. Returns its id, or 0 when the engine is gone and {@code exchange} has been told so. */
    int send(String method, JsonBody body, JSObject blob, Exchange exchange) {
        if (ended != null) {
            exchange.failed(ended);
            return 0;
        }
        String text;
        try {
            text = body.text();
        } catch (JsonBody.NotJson refusal) {
            exchange.failed(errors.badRequest(refusal.getMessage(), "Use plain objects, arrays, texts, finite numbers and booleans."));
            return 0;
        }
        int id = ++lastId;
        open.put(id, exchange);
        worker.postMessage(request(id, method, text, blob));
        return id;
    }

    /** Sends a request that has no blob. */
    int send(String method, JsonBody body, Exchange exchange) {
        return send(method, body, JSObjects.undefined(), exchange);
    }

    /** Asks the engine to give up the request {@code id}; its last message goes to {@code late}. */
    void abort(int id, Exchange late) {
        if (open.containsKey(id)) {
            open.put(id, late);
            send(Method.ABORT, new JsonBody().with("target", number(id)), Ignored.INSTANCE);
        }
    }

    boolean isEnded() {
        return ended != null;
    }

    /** Ends the engine; every open request fails with {@code closed}. {@code done} runs when the worker is gone. */
    void close(Runnable done) {
        if (ended != null) {
            done.run();
            return;
        }
        JSObject closed = errors.of(ErrorCode.CLOSED, "The runtime was closed", "Create a new one with Hearth.create().");
        boolean[] gone = {false};
        Runnable terminate = () -> {
            if (!gone[0]) {
                gone[0] = true;
                worker.terminate();
                done.run();
            }
        };
        failAll(closed);
        send(Method.CLOSE, new JsonBody(), new Exchange() {
            @Override
            public void result(JSObject body, ArrayBuffer data) {
                terminate.run();
            }

            @Override
            public void failed(JSObject error) {
                terminate.run();
            }
        });
        ended = closed;
        Window.setTimeout(terminate::run, CLOSING_MILLISECONDS);
    }

    private void receive(Message message) {
        heard = true;
        Exchange exchange = open.get(message.getId());
        if (exchange == null) {
            return;
        }
        switch (message.getEvent()) {
            case Event.PROGRESS:
                exchange.progress(JSON.parse(message.getBody()));
                break;
            case Event.QUESTION:
                Question question = JSON.parse(message.getBody()).cast();
                exchange.question(question.getValue(), yes -> send(Method.ANSWER,
                        new JsonBody().with("number", question.getNumber()).with("yes", JSBoolean.valueOf(yes)), Ignored.INSTANCE));
                break;
            case Event.CHUNK:
                JSArrayReader<JSObject> chunks = JSON.parse(message.getBody()).cast();
                for (int i = 0; i < chunks.getLength(); i++) {
                    exchange.chunk(chunks.get(i));
                }
                break;
            case Event.ERROR:
                open.remove(message.getId());
                exchange.failed(errors.reported(JSON.parse(message.getBody()).cast()));
                break;
            default:
                open.remove(message.getId());
                exchange.result(JSON.parse(message.getBody()), message.getData());
        }
    }

    private void crashed(ErrorEvent event) {
        event.preventDefault();
        String message = messageOf(event);
        if (!heard && message.isEmpty()) {
            end(errors.of(ErrorCode.NETWORK, "The engine could not be loaded from " + script,
                    "Check that all files of Hearth lie there and that the page's Content-Security-Policy allows the worker."));
        } else if (tellsOfMemory(message)) {
            end(errors.of(ErrorCode.OUT_OF_MEMORY, "The engine ran out of memory: " + message,
                    "Close other tabs, choose a smaller model or a shorter context, and create a new runtime."));
        } else {
            end(errors.of(ErrorCode.INTERNAL, "The engine stopped: " + message, "Create a new runtime and load the model again."));
        }
    }

    private static boolean tellsOfMemory(String message) {
        String lower = message.toLowerCase();
        return lower.contains("out of memory") || lower.contains("allocation failed") || lower.contains("could not allocate");
    }

    private void end(JSObject error) {
        if (ended == null) {
            ended = error;
            worker.terminate();
            failAll(error);
        }
    }

    private void failAll(JSObject error) {
        List<Exchange> waiting = new ArrayList<>(open.values());
        open.clear();
        for (Exchange exchange : waiting) {
            exchange.failed(error);
        }
    }

    /** Takes an answer that nobody waits for. */
    private enum Ignored implements Exchange {
        INSTANCE;

        @Override
        public void result(JSObject body, ArrayBuffer data) {
        }

        @Override
        public void failed(JSObject error) {
        }
    }

    /** Empty for a script that could not be loaded: such an event has no message. */
    @JSBody(params = "event", script = "return event.message || '';")
    private static native String messageOf(ErrorEvent event);

    @JSBody(params = "value", script = "return value;")
    private static native JSObject number(int value);

    @JSBody(params = {"id", "method", "body", "blob"}, script = "return {id: id, method: method, body: body, blob: blob};")
    private static native JSObject request(int id, String method, String body, JSObject blob);
}
