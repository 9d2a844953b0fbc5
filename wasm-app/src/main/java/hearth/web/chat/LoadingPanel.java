package hearth.web.chat;

import hearth.web.client.Progress;
import hearth.web.client.Words;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** How far a load has come: a bar and words. */
final class LoadingPanel {
    private final HTMLElement panel = HTMLDocument.current().getElementById("loading");
    private final HTMLElement what = HTMLDocument.current().getElementById("loading-what");
    private final HTMLElement amount = HTMLDocument.current().getElementById("loading-amount");
    private final HTMLElement bar = HTMLDocument.current().getElementById("loading-bar");
    private final HTMLElement fill = HTMLDocument.current().getElementById("loading-fill");

    void show(Progress progress, String model) {
        int percent = Words.percent(progress);
        String words = Words.amount(progress);
        what.setTextContent(Words.phase(progress, model));
        amount.setTextContent(words);
        bar.setAttribute("aria-valuenow", Integer.toString(percent));
        bar.setAttribute("aria-valuetext", percent + " %, " + words);
        fill.getStyle().setProperty("width", percent + "%");
        panel.setHidden(false);
    }

    void hide() {
        panel.setHidden(true);
    }
}
