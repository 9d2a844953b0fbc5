package hearth.web.client;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;

/** Reads a streamed answer. */
final class Reply {
    /** One step of an async iterator. */
    interface Step extends JSObject {
        @JSProperty
        boolean isDone();

        @JSProperty
        JSObject getValue();
    }

    /** The async iterator of a stream. */
    interface Iterator extends JSObject {
        JSPromise<Step> next();
    }

    private Reply() {
    }

    /**
     * Asks a model to go on with a conversation.
     *
     * @param profile whether to tell what the time went into
     */
    @JSBody(params = {"model", "messages", "profile", "signal"}, script = "return model.chat.completions.create({messages: messages,"
            + " stream: true, stream_options: {include_usage: true}, profile: profile ? true : undefined}, {signal: signal});")
    static native JSPromise<JSObject> request(JSObject model, JSObject messages, boolean profile, JSObject signal);

    @JSBody(params = "stream", script = "return stream[Symbol.asyncIterator]();")
    static native Iterator iterator(JSObject stream);

    /** A piece of text in a chunk: {@code content} or {@code reasoning_content}; empty where there is none. */
    @JSBody(params = {"chunk", "field"}, script = "var choice = chunk.choices && chunk.choices[0];"
            + " return choice && choice.delta && choice.delta[field] || '';")
    static native String piece(JSObject chunk, String field);

    /** Why the answer ended; empty while it has not. */
    @JSBody(params = "chunk", script = "var choice = chunk.choices && chunk.choices[0]; return choice && choice.finish_reason || '';")
    static native String finishReason(JSObject chunk);

    /** Tokens of the answer; -1 where the chunk does not say. */
    @JSBody(params = "chunk", script = "return chunk.usage ? chunk.usage.completion_tokens : -1;")
    static native int tokens(JSObject chunk);

    /** What the time went into; null where the chunk does not say. */
    @JSBody(params = "chunk", script = "return chunk.timings && chunk.timings.profile || null;")
    static native Profile profile(JSObject chunk);

    /** Tokens a second; -1 where the chunk does not say. */
    @JSBody(params = "chunk", script = "return chunk.timings && chunk.timings.decode_per_second > 0 ? chunk.timings.decode_per_second : -1;")
    static native double tokensPerSecond(JSObject chunk);
}
