package hearth.web.widget;

import hearth.web.client.ChatMessage;
import hearth.web.client.Elements;
import hearth.web.client.GrowingText;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/** One message in the widget. */
final class MessageView {
    private final HTMLElement article;
    private final HTMLElement body = Elements.of("div", "text");
    private final GrowingText text = new GrowingText(body);
    private GrowingText thought;

    private MessageView(boolean user) {
        article = Elements.of("article", user ? "message user" : "message assistant");
        article.setAttribute("aria-label", user ? "You" : "Assistant");
        article.setAttribute("part", user ? "message user" : "message assistant");
        body.setAttribute("dir", "auto");
        article.appendChild(body);
    }

    static MessageView user(String text) {
        MessageView view = new MessageView(true);
        view.write(text);
        view.finish();
        return view;
    }

    static MessageView assistant() {
        MessageView view = new MessageView(false);
        view.article.setAttribute("aria-busy", "true");
        return view;
    }

    HTMLElement element() {
        return article;
    }

    void think(String piece) {
        if (thought == null) {
            HTMLElement details = Elements.of("details", "thoughts");
            details.appendChild(Elements.text("summary", "", "Thoughts"));
            HTMLElement thoughts = Elements.of("div", "");
            details.appendChild(thoughts);
            article.insertBefore(details, body);
            thought = new GrowingText(thoughts);
        }
        thought.append(piece);
    }

    void write(String piece) {
        text.append(piece);
    }

    void finish() {
        if (thought != null) {
            thought.show();
        }
        text.show();
        article.setAttribute("aria-busy", "false");
    }

    boolean isBlank() {
        return text.isEmpty();
    }

    String text() {
        return text.toString();
    }

    /** The answer in the form of the API. */
    JSObject message() {
        return ChatMessage.of(ChatMessage.ASSISTANT, text.toString());
    }
}
