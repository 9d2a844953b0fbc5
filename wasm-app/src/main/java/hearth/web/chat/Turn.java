package hearth.web.chat;

import hearth.web.client.ChatMessage;
import hearth.web.client.Elements;
import hearth.web.client.GrowingText;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.browser.Window;
import org.teavm.jso.dom.html.HTMLElement;

/** One message on the page: an article named "You" or "Assistant". */
final class Turn {
    @JSFunctor
    private interface Done extends JSObject {
        void run();
    }

    private static final int COPIED_MILLISECONDS = 1500;

    private final HTMLElement article;
    private final HTMLElement body;
    private final GrowingText text;
    private final HTMLElement actions;
    private final HTMLElement regenerate;
    private final HTMLElement note;
    private final boolean assistant;
    private GrowingText thought;

    private Turn(boolean assistant, Runnable onRegenerate) {
        this.assistant = assistant;
        String name = assistant ? "Assistant" : "You";
        article = Elements.of("article", assistant ? "turn assistant" : "turn you");
        article.setAttribute("aria-label", name);
        HTMLElement heading = Elements.text("p", "name", name);
        heading.setAttribute("aria-hidden", "true");
        body = Elements.of("div", "text");
        body.setAttribute("dir", "auto");
        text = new GrowingText(body);
        actions = Elements.of("div", "actions");
        if (assistant) {
            actions.appendChild(copyButton());
        }
        regenerate = Elements.button("quiet", "Regenerate", onRegenerate);
        regenerate.setHidden(true);
        note = Elements.of("span", "note");
        actions.appendChild(regenerate);
        actions.appendChild(note);
        article.appendChild(heading);
        article.appendChild(body);
        article.appendChild(actions);
    }

    /** A message that is whole. */
    static Turn of(JSObject message, Runnable onRegenerate) {
        Turn turn = new Turn(ChatMessage.role(message).equals(ChatMessage.ASSISTANT), onRegenerate);
        if (!ChatMessage.thoughts(message).isEmpty()) {
            turn.think(ChatMessage.thoughts(message));
        }
        turn.write(ChatMessage.content(message));
        turn.finish("");
        return turn;
    }

    /** An answer that is still to come. */
    static Turn pending(Runnable onRegenerate) {
        Turn turn = new Turn(true, onRegenerate);
        turn.article.setAttribute("aria-busy", "true");
        turn.actions.setHidden(true);
        return turn;
    }

    HTMLElement element() {
        return article;
    }

    /** Adds to the thoughts, which are folded away. */
    void think(String piece) {
        if (thought == null) {
            HTMLElement details = Elements.of("details", "thoughts");
            details.appendChild(Elements.text("summary", "", "Thoughts"));
            HTMLElement thoughts = Elements.of("div", "text");
            thoughts.setAttribute("dir", "auto");
            details.appendChild(thoughts);
            article.insertBefore(details, body);
            thought = new GrowingText(thoughts);
        }
        thought.append(piece);
    }

    /** Adds to the text. */
    void write(String piece) {
        text.append(piece);
    }

    /** Whether nothing has been written. */
    boolean isBlank() {
        return text.isEmpty() && thought == null;
    }

    /** The message is whole; {@code words} is a quiet remark on it. */
    void finish(String words) {
        if (thought != null) {
            thought.show();
        }
        text.show();
        note.setTextContent(words);
        article.setAttribute("aria-busy", "false");
        actions.setHidden(false);
    }

    /** Shows something on the message below it. */
    void append(HTMLElement element) {
        article.appendChild(element);
    }

    /** Whether a new answer can be asked for here: at the last message only. */
    void offerRegenerate(boolean offered) {
        regenerate.setHidden(!offered);
        actions.setHidden(!offered && !assistant);
    }

    /** The message in the form of the API. */
    JSObject message() {
        return thought == null
                ? ChatMessage.of(assistant ? ChatMessage.ASSISTANT : ChatMessage.USER, text.toString())
                : ChatMessage.thoughtful(text.toString(), thought.toString());
    }

    private HTMLElement copyButton() {
        HTMLElement[] button = {null};
        button[0] = Elements.button("quiet", "Copy", () -> copy(text.toString(), () -> {
            button[0].setTextContent("Copied");
            Window.setTimeout(() -> button[0].setTextContent("Copy"), COPIED_MILLISECONDS);
        }));
        return button[0];
    }

    @JSBody(params = {"text", "done"}, script = "navigator.clipboard.writeText(text).then(done, function () {});")
    private static native void copy(String text, Done done);
}
