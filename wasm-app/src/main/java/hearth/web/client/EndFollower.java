package hearth.web.client;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.browser.Window;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Keeps the end of a conversation in view while it grows, unless the reader has scrolled away from it. Sizes are read where the
 * browser has just computed them, after the layout of a frame: reading them costs no layout of its own.
 */
public final class EndFollower {
    @JSFunctor
    private interface Resize extends JSObject {
        void run();
    }

    /** So near to the end, in CSS pixels, counts as at the end. */
    private static final int NEAR = 64;

    private final HTMLElement scroller;
    private boolean following = true;
    private boolean waiting;
    private int seenHeight;
    private int seenClientHeight;

    /**
     * Follows from now on.
     *
     * @param scroller what scrolls
     * @param content  what grows in it
     */
    public EndFollower(HTMLElement scroller, HTMLElement content) {
        this.scroller = scroller;
        scroller.addEventListener("scroll", event -> scrolled());
        content.addEventListener("click", event -> {
            HTMLElement clicked = event.getTarget().cast();
            if (clicked.getTagName().equalsIgnoreCase("summary")) {
                // Who unfolds something reads on there.
                following = false;
            }
        });
        // What stands below the conversation grows and shrinks; so does the conversation itself, as it is written.
        observe(scroller, content, this::settle);
    }

    /** Goes to the end with the next frame and follows it again. */
    public void toEnd() {
        following = true;
        if (!waiting) {
            waiting = true;
            Window.requestAnimationFrame(time -> {
                waiting = false;
                settle();
            });
        }
    }

    private void settle() {
        seenHeight = scroller.getScrollHeight();
        seenClientHeight = scroller.getClientHeight();
        if (following) {
            scrollTo(scroller, seenHeight);
        }
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

    @JSBody(params = {"element", "top"}, script = "element.scrollTop = top;")
    private static native void scrollTo(HTMLElement element, int top);

    @JSBody(params = {"scroller", "content", "resized"}, script = "var observer = new ResizeObserver(function () { resized(); });"
            + " observer.observe(scroller); observer.observe(content);")
    private static native void observe(HTMLElement scroller, HTMLElement content, Resize resized);
}
