package hearth.web.chat;

import hearth.web.client.Failure;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** What went wrong, in words, with what to do next. */
final class Trouble {
    private final HTMLElement box = HTMLDocument.current().getElementById("trouble");
    private final HTMLElement what = HTMLDocument.current().getElementById("trouble-what");
    private final HTMLElement hint = HTMLDocument.current().getElementById("trouble-hint");

    Trouble(Runnable onRetry) {
        HTMLDocument.current().getElementById("retry").addEventListener("click", event -> onRetry.run());
    }

    void show(Failure failure) {
        box.setHidden(false);
        what.setTextContent(sentence(failure.message()));
        hint.setTextContent(failure.advice());
    }

    void hide() {
        box.setHidden(true);
        what.setTextContent("");
        hint.setTextContent("");
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }
}
