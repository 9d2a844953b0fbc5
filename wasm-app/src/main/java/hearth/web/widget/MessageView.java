package hearth.web.widget;

import hearth.web.client.ChatMessage;
import hearth.web.client.Elements;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/** One message in the widget. */
final class MessageView {
    private final HTMLElement article;
    private final HTMLElement body = Elements.of("div", "text");
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();
    private HTMLElement thoughts;

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
        if (thoughts == null) {
            HTMLElement details = Elements.of("details", "thoughts");
            details.appendChild(Elements.text("summary", "", "Thoughts"));
            thoughts = Elements.of("div", "");
            details.appendChild(thoughts);
            article.insertBefore(details, body);
        }
        thought.append(piece);
        thoughts.setTextContent(thought.toString());
    }

    void write(String piece) {
        text.append(piece);
        body.setTextContent(text.toString());
    }

    void finish() {
        article.setAttribute("aria-busy", "false");
    }

    boolean isBlank() {
        return text.length() == 0;
    }

    String text() {
        return text.toString();
    }

    /** The answer in the form of the API. */
    JSObject message() {
        return ChatMessage.of(ChatMessage.ASSISTANT, text.toString());
    }
}
