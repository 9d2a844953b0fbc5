package hearth.web.client;

import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLButtonElement;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.html.HTMLTextAreaElement;

/** Where a message is written: Enter sends, Shift and Enter is a new line; Stop stands where Send stood while it is busy. */
public final class MessageBox {
    /** Takes what was written. */
    public interface Receiver {
        void send(String text);
    }

    private final HTMLTextAreaElement input;
    private final HTMLButtonElement send;
    private final HTMLButtonElement stop;
    private final Receiver receiver;
    private boolean busy;

    /** Wires up elements that are in the document. */
    public MessageBox(HTMLElement form, HTMLTextAreaElement input, HTMLButtonElement send, HTMLButtonElement stop,
            Receiver receiver, Runnable onStop) {
        this.input = input;
        this.send = send;
        this.stop = stop;
        this.receiver = receiver;
        form.addEventListener("submit", event -> {
            event.preventDefault();
            submit();
        });
        input.addEventListener("keydown", (KeyboardEvent event) -> {
            if (event.getKey().equals("Enter") && !event.isShiftKey() && !event.isComposing()) {
                event.preventDefault();
                submit();
            }
        });
        input.addEventListener("input", event -> changed());
        stop.addEventListener("click", event -> onStop.run());
        changed();
    }

    /** Says whether an answer is under way. */
    public void setBusy(boolean busy) {
        this.busy = busy;
        send.setHidden(busy);
        stop.setHidden(!busy);
        send.setDisabled(isEmpty());
    }

    /** Puts a text into the input. */
    public void fill(String text) {
        input.setValue(text);
        changed();
    }

    /** Whether nothing is written. */
    public boolean isEmpty() {
        return input.getValue().trim().isEmpty();
    }

    /** Puts the cursor into the input. */
    public void focus() {
        input.focus();
    }

    private void submit() {
        String text = input.getValue().trim();
        if (busy || text.isEmpty()) {
            return;
        }
        fill("");
        receiver.send(text);
    }

    /** Fits the height to the text; the style sheet sets the limits. */
    private void changed() {
        send.setDisabled(isEmpty());
        input.getStyle().setProperty("height", "auto");
        input.getStyle().setProperty("height", input.getScrollHeight() + "px");
    }
}
