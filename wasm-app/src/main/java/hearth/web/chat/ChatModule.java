package hearth.web.chat;

import hearth.web.client.Hearth;
import org.teavm.jso.JSExport;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** Starts the chat page. */
public final class ChatModule {
    private ChatModule() {
    }

    /** Nothing runs until the page asks for it. */
    public static void main(String[] arguments) {
    }

    /** Brings the page to life, or says in words why this browser cannot. */
    @JSExport
    public static void start(Hearth hearth) {
        hearth.support().then(support -> {
            if (support.isSupported()) {
                new ChatPage(hearth).open();
                OfflineSite.keep();
            } else {
                refuse(support.getMessage());
            }
            return null;
        });
    }

    private static void refuse(String message) {
        HTMLDocument document = HTMLDocument.current();
        document.getElementById("unsupported-words").setTextContent(message);
        document.getElementById("unsupported").setHidden(false);
        HTMLElement app = document.getElementById("chat");
        app.setHidden(true);
    }
}
