package hearth.web.engine;

import hearth.web.engine.queue.Reply;
import org.teavm.interop.Async;
import org.teavm.interop.AsyncCallback;

import java.util.HashMap;
import java.util.Map;

/** What the engine asks the page amid a request, and waits for. */
final class Questions {
    private final Map<Long, AsyncCallback<Boolean>> open = new HashMap<>();
    private int last;

    /** Asks whoever sent the request of {@code reply}; suspends until there is an answer. */
    boolean ask(Reply reply, Object value) {
        reply.question(++last, value);
        return answer(open, last);
    }

    /** The page has answered. */
    void answered(Map<?, ?> body) {
        AsyncCallback<Boolean> waiting = body.get("number") instanceof Long number ? open.remove(number) : null;
        if (waiting != null) {
            waiting.complete(Boolean.TRUE.equals(body.get("yes")));
        }
    }

    @Async
    private static native Boolean answer(Map<Long, AsyncCallback<Boolean>> open, long number);

    private static void answer(Map<Long, AsyncCallback<Boolean>> open, long number, AsyncCallback<Boolean> callback) {
        open.put(number, callback);
    }
}
