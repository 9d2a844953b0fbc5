package hearth.web.engine;

import hearth.json.Json;
import hearth.web.engine.queue.Reply;
import hearth.web.protocol.HearthException;
import org.teavm.jso.file.Blob;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps what a request is answered, as a page sees it: through JSON. */
public final class RecordedReply implements Reply {
    public final List<Map<?, ?>> chunks = new ArrayList<>();
    public final List<Map<?, ?>> progress = new ArrayList<>();
    public Map<?, ?> result;
    public float[] numbers;
    public HearthException failure;
    /** How often it was told that others work now. */
    public int flushes;
    private int endings;

    @Override
    public void sendDue() {
        mustBeOpen();
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void chunk(Object value) {
        mustBeOpen();
        chunks.add(throughJson(value));
    }

    @Override
    public void progress(Object value) {
        mustBeOpen();
        progress.add(throughJson(value));
    }

    @Override
    public void result(Object value) {
        mustBeOpen();
        endings++;
        result = throughJson(value);
    }

    @Override
    public void result(float[] values) {
        mustBeOpen();
        endings++;
        numbers = values;
    }

    @Override
    public void result(Blob file) {
        throw new AssertionError("a file was sent");
    }

    @Override
    public void question(int number, Object value) {
        throw new AssertionError("something was asked");
    }

    @Override
    public void failed(HearthException reason) {
        mustBeOpen();
        endings++;
        failure = reason;
    }

    public boolean ended() {
        return endings > 0;
    }

    private void mustBeOpen() {
        if (endings > 0) {
            throw new AssertionError("Something came after the end of a request");
        }
    }

    private static Map<?, ?> throughJson(Object value) {
        return (Map<?, ?>) Json.parse(Json.write(value));
    }
}
