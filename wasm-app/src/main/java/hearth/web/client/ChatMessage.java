package hearth.web.client;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** One message of a conversation, in the form of the API. */
public final class ChatMessage {
    public static final String USER = "user";
    public static final String ASSISTANT = "assistant";
    public static final String SYSTEM = "system";

    private ChatMessage() {
    }

    /** A message without thoughts. */
    @JSBody(params = {"role", "content"}, script = "return {role: role, content: content};")
    public static native JSObject of(String role, String content);

    /** An answer with the thoughts before it. */
    @JSBody(params = {"content", "thoughts"},
            script = "return {role: 'assistant', content: content, reasoning_content: thoughts};")
    public static native JSObject thoughtful(String content, String thoughts);

    @JSBody(params = "message", script = "return '' + message.role;")
    public static native String role(JSObject message);

    @JSBody(params = "message", script = "return typeof message.content === 'string' ? message.content : '';")
    public static native String content(JSObject message);

    /** The thoughts before the answer; empty where there are none. */
    @JSBody(params = "message", script = "return message.reasoning_content || '';")
    public static native String thoughts(JSObject message);
}
