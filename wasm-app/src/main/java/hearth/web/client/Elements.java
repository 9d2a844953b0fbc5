package hearth.web.client;

import org.teavm.jso.dom.html.HTMLButtonElement;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** Makes elements. Text is always set as text: what a model says is never markup. */
public final class Elements {
    private Elements() {
    }

    /** An element with a class. */
    public static HTMLElement of(String tag, String className) {
        HTMLElement element = HTMLDocument.current().createElement(tag);
        if (!className.isEmpty()) {
            element.setClassName(className);
        }
        return element;
    }

    /** An element with a class and a text. */
    public static HTMLElement text(String tag, String className, String text) {
        HTMLElement element = of(tag, className);
        element.setTextContent(text);
        return element;
    }

    /** A button that submits nothing. */
    public static HTMLButtonElement button(String className, String label, Runnable action) {
        HTMLButtonElement button = text("button", className, label).cast();
        button.setType("button");
        button.addEventListener("click", event -> action.run());
        return button;
    }
}
