package hearth.web.widget;

import hearth.web.client.Hearth;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.xml.Node;

/** What {@code hearth-widget.js} gets from compiled code. */
public final class WidgetModule {
    /** Fetches {@code hearth.js}. */
    @JSFunctor
    public interface Library extends JSObject {
        JSPromise<Hearth> fetch();
    }

    private WidgetModule() {
    }

    /** Nothing runs until an element is there. */
    public static void main(String[] arguments) {
    }

    /** What one element does. */
    @JSExport
    public static Widget create(HTMLElement element, Node root, Library library) {
        return new Widget(element, root, library);
    }
}
