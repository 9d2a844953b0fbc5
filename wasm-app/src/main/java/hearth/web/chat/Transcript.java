package hearth.web.chat;

import hearth.web.client.MessageLog;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.dom.html.HTMLElement;

/** The turns on the page, the last of which can be taken back. */
final class Transcript {
    private final MessageLog log;
    private final List<Turn> turns = new ArrayList<>();

    Transcript(HTMLElement scroller, HTMLElement log) {
        this.log = new MessageLog(scroller, log);
    }

    /** Adds a turn and goes to it. */
    void add(Turn turn) {
        if (!turns.isEmpty()) {
            last().offerRegenerate(false);
        }
        turns.add(turn);
        log.add(turn.element());
    }

    /** Takes the last turn away. */
    void removeLast() {
        log.remove(turns.remove(turns.size() - 1).element());
    }

    void clear() {
        turns.clear();
        log.clear();
    }

    /** The last turn; there must be one. */
    Turn last() {
        return turns.get(turns.size() - 1);
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }
}
