package hearth.web.chat;

import hearth.web.client.ChatMessage;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.browser.Storage;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.json.JSON;

/** The messages so far, kept on this device so that a reload loses nothing. */
final class Conversation {
    private static final String KEY = "hearth.conversation";

    private JSArray<JSObject> messages = new JSArray<>();
    private String model = "";

    /** The conversation of the last visit; an empty one where there is none or the browser keeps nothing. */
    static Conversation restored() {
        Conversation conversation = new Conversation();
        try {
            String kept = Storage.getLocalStorage().getItem(KEY);
            if (kept != null) {
                JSObject parsed = JSON.parse(kept);
                conversation.messages = messagesOf(parsed);
                conversation.model = modelOf(parsed);
            }
        } catch (RuntimeException unreadable) {
            conversation.messages = new JSArray<>();
        }
        return conversation;
    }

    /** All messages, as the API takes them. */
    JSArray<JSObject> messages() {
        return messages;
    }

    boolean isEmpty() {
        return messages.getLength() == 0;
    }

    /** Key of the model that was chosen last; empty where none was. */
    String model() {
        return model;
    }

    /** Notes the choice of a model. */
    void choose(String key) {
        model = key;
        keep();
    }

    void add(JSObject message) {
        messages.push(message);
        keep();
    }

    /** Takes the last answer back, if the last message is one. */
    void dropAnswer() {
        int last = messages.getLength() - 1;
        if (last >= 0 && ChatMessage.role(messages.get(last)).equals(ChatMessage.ASSISTANT)) {
            messages.pop();
            keep();
        }
    }

    void clear() {
        messages = new JSArray<>();
        keep();
    }

    private void keep() {
        try {
            Storage.getLocalStorage().setItem(KEY, JSON.stringify(form(model, messages)));
        } catch (RuntimeException full) {
            // The browser keeps nothing here, or no more: the conversation goes on without.
            return;
        }
    }

    @JSBody(params = {"model", "messages"}, script = "return {model: model, messages: messages};")
    private static native JSObject form(String model, JSObject messages);

    @JSBody(params = "kept", script = "return Array.isArray(kept.messages) ? kept.messages.filter(function (message) {"
            + " return message && typeof message.content === 'string' && (message.role === 'user' || message.role === 'assistant'); }) : [];")
    private static native JSArray<JSObject> messagesOf(JSObject kept);

    @JSBody(params = "kept", script = "return typeof kept.model === 'string' ? kept.model : '';")
    private static native String modelOf(JSObject kept);
}
