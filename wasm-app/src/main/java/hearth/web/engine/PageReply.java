package hearth.web.engine;

import hearth.json.Json;
import hearth.web.engine.queue.ChunkBatch;
import hearth.web.engine.queue.Reply;
import hearth.web.protocol.Event;
import hearth.web.protocol.HearthException;
import org.teavm.jso.JSBody;
import org.teavm.jso.file.Blob;
import org.teavm.jso.typedarrays.ArrayBuffer;
import org.teavm.jso.typedarrays.Float32Array;

import java.util.LinkedHashMap;
import java.util.Map;

/** Sends the answers to one request to the page. */
final class PageReply implements Reply {
    private final int request;
    private final ChunkBatch chunks;

    PageReply(int request) {
        this.request = request;
        chunks = new ChunkBatch(batch -> post(request, Event.CHUNK, batch));
    }

    @Override
    public void chunk(Object value) {
        chunks.add(Json.write(value), System.nanoTime());
    }

    @Override
    public void sendDue() {
        chunks.sendDue(System.nanoTime());
    }

    @Override
    public void flush() {
        chunks.flush();
    }

    @Override
    public void progress(Object value) {
        post(request, Event.PROGRESS, Json.write(value));
    }

    @Override
    public void result(Object value) {
        flush();
        post(request, Event.RESULT, Json.write(value));
    }

    @Override
    public void result(float[] values) {
        post(request, Event.RESULT, "{}", Float32Array.copyFromJavaArray(values).getBuffer());
    }

    @Override
    public void result(Blob file) {
        post(request, Event.RESULT, "{}", file);
    }

    @Override
    public void question(int number, Object value) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", (long) number);
        json.put("value", value);
        post(request, Event.QUESTION, Json.write(json));
    }

    @Override
    public void failed(HearthException failure) {
        flush();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", failure.code());
        json.put("message", failure.getMessage());
        json.put("hint", failure.hint());
        post(request, Event.ERROR, Json.write(json));
    }

    @JSBody(params = {"id", "event", "body"}, script = "postMessage({id: id, event: event, body: body});")
    private static native void post(int id, String event, String body);

    /** A blob is not copied but shared. */
    @JSBody(params = {"id", "event", "body", "file"}, script = "postMessage({id: id, event: event, body: body, data: file});")
    private static native void post(int id, String event, String body, Blob file);

    @JSBody(params = {"id", "event", "body", "data"}, script = "postMessage({id: id, event: event, body: body, data: data}, [data]);")
    private static native void post(int id, String event, String body, ArrayBuffer data);
}
