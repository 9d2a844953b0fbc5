package hearth.web.client;

import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.xml.Node;

/**
 * The messages of a conversation on the page, its end in view. They stand in groups: style sheets let the browser skip a group
 * that is out of sight ({@code content-visibility}), so that a long past costs next to nothing while an answer grows.
 */
public final class MessageLog {
    /** Messages of a group: neither many groups nor large ones, up to some hundred messages. */
    private static final int GROUP = 8;

    private final HTMLElement log;
    private final EndFollower end;

    /**
     * An empty conversation.
     *
     * @param scroller what scrolls
     * @param log      an element in it; gets the groups, elements of class {@code group}
     */
    public MessageLog(HTMLElement scroller, HTMLElement log) {
        this.log = log;
        end = new EndFollower(scroller, log);
    }

    /** Adds a message and goes to it. */
    public void add(HTMLElement message) {
        Node group = log.getLastChild();
        if (group == null || group.getChildNodes().getLength() >= GROUP) {
            group = Elements.of("div", "group");
            log.appendChild(group);
        }
        group.appendChild(message);
        end.toEnd();
    }

    /** Takes a message away; nothing happens where it is gone already. */
    public void remove(HTMLElement message) {
        Node group = message.getParentNode();
        message.delete();
        if (group != null && !group.hasChildNodes()) {
            group.delete();
        }
    }

    /** Takes all messages away. */
    public void clear() {
        log.clear();
    }
}
