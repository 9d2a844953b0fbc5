package hearth.web.chat;

import hearth.web.client.Failure;
import hearth.web.client.Progress;
import hearth.web.client.Reconnection;
import hearth.web.client.Words;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** What went wrong, in words, with what to do next. */
final class Trouble {
    private final HTMLElement box = HTMLDocument.current().getElementById("trouble");
    private final HTMLElement what = HTMLDocument.current().getElementById("trouble-what");
    private final HTMLElement hint = HTMLDocument.current().getElementById("trouble-hint");

    private final Reconnection reconnection;

    Trouble(Runnable onRetry) {
        reconnection = new Reconnection(onRetry);
        HTMLDocument.current().getElementById("retry").addEventListener("click", event -> onRetry.run());
    }

    /** @param reached how far the load had come; null where nothing was being loaded */
    void show(Failure failure, Progress reached) {
        box.setHidden(false);
        what.setTextContent(failure.isOffline() ? withoutNetwork(reached) : sentence(failure.message()));
        hint.setTextContent(failure.advice());
        if (failure.isOffline()) {
            reconnection.await();
        }
    }

    void hide() {
        reconnection.cancel();
        box.setHidden(true);
        what.setTextContent("");
        hint.setTextContent("");
    }

    private static String withoutNetwork(Progress reached) {
        return reached == null || reached.getTotalBytes() <= 0 ? "There is no network to fetch the model."
                : "There is no network. " + Words.bytes(reached.getLoadedBytes()) + " of " + Words.bytes(reached.getTotalBytes()) + " have arrived.";
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }
}
