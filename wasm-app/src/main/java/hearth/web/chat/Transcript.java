package hearth.web.chat;

import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/** The conversation on the page. Its end stays in view unless the reader has scrolled away from it. */
final class Transcript {
    @JSFunctor
    private interface Resize extends JSObject {
        void run();
    }

    /** So near to the end, in CSS pixels, counts as at the end. */
    private static final int NEAR = 64;

    private final HTMLElement scroller;
    private final HTMLElement log;
    private final List<Turn> turns = new ArrayList<>();
    private boolean following = true;
    private int seenHeight;
    private int seenClientHeight;

    Transcript(HTMLElement scroller, HTMLElement log) {
        this.scroller = scroller;
        this.log = log;
        scroller.addEventListener("scroll", event -> scrolled());
        log.addEventListener("click", event -> {
            HTMLElement clicked = event.getTarget().cast();
            if (clicked.getTagName().equalsIgnoreCase("summary")) {
                // Who unfolds something reads on there.
                following = false;
            }
        });
        // What stands below the conversation grows and shrinks; so does the conversation itself, as it is written.
        Resize follow = () -> {
            seenHeight = scroller.getScrollHeight();
            seenClientHeight = scroller.getClientHeight();
            if (following) {
                scrollTo(scroller, seenHeight);
            }
        };
        observe(scroller, log, follow);
    }

    /** Tells the reader's scrolling from the browser's own, which comes with a change of size. */
    private void scrolled() {
        int height = scroller.getScrollHeight();
        int clientHeight = scroller.getClientHeight();
        if (height - scroller.getScrollTop() - clientHeight < NEAR) {
            following = true;
        } else if (height == seenHeight && clientHeight == seenClientHeight) {
            following = false;
        }
    }

    /** Adds a turn and goes to it. */
    void add(Turn turn) {
        if (!turns.isEmpty()) {
            last().offerRegenerate(false);
        }
        turns.add(turn);
        log.appendChild(turn.element());
        following = true;
        scrollTo(scroller, scroller.getScrollHeight());
    }

    /** Takes the last turn away. */
    void removeLast() {
        log.removeChild(turns.remove(turns.size() - 1).element());
    }

    void clear() {
        while (!turns.isEmpty()) {
            removeLast();
        }
    }

    /** The last turn; there must be one. */
    Turn last() {
        return turns.get(turns.size() - 1);
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    @JSBody(params = {"element", "top"}, script = "element.scrollTop = top;")
    private static native void scrollTo(HTMLElement element, int top);

    @JSBody(params = {"scroller", "log", "resized"}, script = "var observer = new ResizeObserver(function () { resized(); });"
            + " observer.observe(scroller); observer.observe(log);")
    private static native void observe(HTMLElement scroller, HTMLElement log, Resize resized);
}
