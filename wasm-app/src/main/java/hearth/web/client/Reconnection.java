package hearth.web.client;

import org.teavm.jso.browser.Window;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;

/** Waits for the network to come back, without asking for it: the browser tells. */
public final class Reconnection {
    private final Runnable onReturn;
    private final EventListener<Event> listener = event -> returned();
    private boolean waiting;

    /** @param onReturn runs once for each {@link #await} that the network's return ends */
    public Reconnection(Runnable onReturn) {
        this.onReturn = onReturn;
    }

    /** Begins to wait. */
    public void await() {
        if (!waiting) {
            waiting = true;
            Window.current().addEventListener("online", listener);
        }
    }

    /** Waits no more. */
    public void cancel() {
        if (waiting) {
            waiting = false;
            Window.current().removeEventListener("online", listener);
        }
    }

    private void returned() {
        cancel();
        onReturn.run();
    }
}
