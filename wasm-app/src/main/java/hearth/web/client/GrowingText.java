package hearth.web.client;

import org.teavm.jso.JSBody;
import org.teavm.jso.browser.Window;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Text that is written piece by piece into an element. However many pieces come between two frames, the document changes once
 * before the next; a page that nobody sees gets no frames, and shows on return what was gathered meanwhile.
 */
public final class GrowingText {
    private final HTMLElement element;
    private final StringBuilder text = new StringBuilder();
    private int shown;
    private int frame;
    private boolean waiting;

    /** Nothing is written yet; the element is empty. */
    public GrowingText(HTMLElement element) {
        this.element = element;
    }

    /** Adds to the text; it is seen with the next frame. */
    public void append(String piece) {
        text.append(piece);
        if (!waiting) {
            waiting = true;
            frame = Window.requestAnimationFrame(time -> {
                waiting = false;
                write();
            });
        }
    }

    /** Shows at once what is not shown yet. */
    public void show() {
        if (waiting) {
            waiting = false;
            Window.cancelAnimationFrame(frame);
        }
        write();
    }

    public boolean isEmpty() {
        return text.length() == 0;
    }

    /** The whole text, also what is not shown yet. */
    @Override
    public String toString() {
        return text.toString();
    }

    private void write() {
        if (shown < text.length()) {
            append(element, text.substring(shown));
            shown = text.length();
        }
    }

    @JSBody(params = {"element", "piece"}, script = "if (element.lastChild) element.lastChild.appendData(piece); else element.append(piece);")
    private static native void append(HTMLElement element, String piece);
}
