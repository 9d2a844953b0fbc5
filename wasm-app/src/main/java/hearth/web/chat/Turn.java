package hearth.web.chat;

import hearth.web.client.ChatMessage;
import hearth.web.client.Elements;
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
    private final HTMLElement actions;
    private final HTMLElement regenerate;
    private final HTMLElement note;
    private final boolean assistant;
    private HTMLElement thoughts;
    private final StringBuilder thought = new StringBuilder();
    private final StringBuilder text = new StringBuilder();

    private Turn(boolean assistant, Runnable onRegenerate) {
        this.assistant = assistant;
        String name = assistant ? "Assistant" : "You";
        article = Elements.of("article", assistant ? "turn assistant" : "turn you");
        article.setAttribute("aria-label", name);
        HTMLElement heading = Elements.text("p", "name", name);
        heading.setAttribute("aria-hidden", "true");
        body = Elements.of("div", "text");
        body.setAttribute("dir", "auto");
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
        if (thoughts == null) {
            HTMLElement details = Elements.of("details", "thoughts");
            details.appendChild(Elements.text("summary", "", "Thoughts"));
            thoughts = Elements.of("div", "text");
            thoughts.setAttribute("dir", "auto");
            details.appendChild(thoughts);
            article.insertBefore(details, body);
        }
        thought.append(piece);
        append(thoughts, piece);
    }

    /** Adds to the text. */
    void write(String piece) {
        text.append(piece);
        append(body, piece);
    }

    /** Whether nothing has been written. */
    boolean isBlank() {
        return text.length() == 0 && thought.length() == 0;
    }

    /** The message is whole; {@code words} is a quiet remark on it. */
    void finish(String words) {
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
        return thought.length() == 0
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

    @JSBody(params = {"element", "piece"}, script = "if (element.lastChild) element.lastChild.appendData(piece); else element.append(piece);")
    private static native void append(HTMLElement element, String piece);

    @JSBody(params = {"text", "done"}, script = "navigator.clipboard.writeText(text).then(done, function () {});")
    private static native void copy(String text, Done done);
}
