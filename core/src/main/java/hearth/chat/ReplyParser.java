package hearth.chat;

/**
 * Splits a reply, as it is generated, into the thought between {@code <think>} and {@code </think>} and the content. A
 * thought stands at the reply's beginning, whether the prompt or the model opened it. Tags and the newlines next to
 * them belong to neither part, and no piece of a tag is ever handed out. If the reply ends within the thought, there is
 * no content.
 */
public final class ReplyParser {
    static final String THOUGHT_BEGIN = "<think>";

    private static final String THOUGHT_END = "</think>";

    private enum Place { BEGINNING, THOUGHT, CONTENT }

    private final StringBuilder thought = new StringBuilder();
    private final StringBuilder content = new StringBuilder();

    /** What was accepted but may still be part of a tag or a newline next to one. */
    private String held = "";
    private Place place;
    private boolean dropNewlines;

    /** @param startsInThought whether the prompt has opened a thought already */
    public ReplyParser(boolean startsInThought) {
        place = startsInThought ? Place.THOUGHT : Place.BEGINNING;
        dropNewlines = startsInThought;
    }

    /** Takes the next piece of the reply. */
    public void accept(String piece) {
        held += piece;
        while (step(false)) {
            // Each step settles a stretch of the text held.
        }
    }

    /** Says that the reply has ended: what was held back belongs to where it stands. */
    public void finish() {
        while (step(true)) {
            // As above.
        }
    }

    /** Whether what comes next belongs to a thought, as far as can be told yet. */
    public boolean isThinking() {
        return place == Place.THOUGHT;
    }

    /** The thought's text since the last call. */
    public String takeThought() {
        return taken(thought);
    }

    /** The content's text since the last call. */
    public String takeContent() {
        return taken(content);
    }

    private static String taken(StringBuilder text) {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }

    /** Settles a stretch of the held text; false when nothing more can be settled yet. */
    private boolean step(boolean last) {
        if (dropNewlines) {
            dropLeadingNewlines();
        }
        if (held.isEmpty()) {
            return false;
        }
        dropNewlines = false;
        switch (place) {
            case BEGINNING:
                return beginning(last);
            case THOUGHT:
                return inThought(last);
            default:
                content.append(held);
                held = "";
                return false;
        }
    }

    private void dropLeadingNewlines() {
        int start = 0;
        while (start < held.length() && isNewline(held.charAt(start))) {
            start++;
        }
        held = held.substring(start);
    }

    private static boolean isNewline(char c) {
        return c == '\n' || c == '\r';
    }

    /** A thought may follow white space. */
    private boolean beginning(boolean last) {
        int start = Letters.skipForward(held, null, 0);
        if (held.startsWith(THOUGHT_BEGIN, start)) {
            held = held.substring(start + THOUGHT_BEGIN.length());
            place = Place.THOUGHT;
            dropNewlines = true;
            return true;
        }
        if (!last && THOUGHT_BEGIN.startsWith(held.substring(start))) {
            return false;
        }
        place = Place.CONTENT;
        return true;
    }

    private boolean inThought(boolean last) {
        int end = held.indexOf(THOUGHT_END);
        if (end < 0) {
            int settled = last ? held.length() : held.length() - pendingTag();
            settled = withoutTrailingNewlines(settled);
            thought.append(held, 0, settled);
            held = last ? "" : held.substring(settled);
            return false;
        }
        thought.append(held, 0, withoutTrailingNewlines(end));
        held = held.substring(end + THOUGHT_END.length());
        place = Place.CONTENT;
        dropNewlines = true;
        return true;
    }

    /** How many of the held text's last characters may begin the closing tag. */
    private int pendingTag() {
        for (int count = Math.min(held.length(), THOUGHT_END.length() - 1); count > 0; count--) {
            if (THOUGHT_END.startsWith(held.substring(held.length() - count))) {
                return count;
            }
        }
        return 0;
    }

    private int withoutTrailingNewlines(int end) {
        int kept = end;
        while (kept > 0 && isNewline(held.charAt(kept - 1))) {
            kept--;
        }
        return kept;
    }
}
