package hearth.generate;

import java.util.List;

/**
 * Ends an answer before a stop text. Text that may turn out to begin one is held back until that is clear, so that no part
 * of it is ever shown.
 */
public final class StopRule {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    /** @param stops texts to stop at, none of them empty */
    public StopRule(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Takes the next piece of the answer and returns what can be shown now. After a stop text nothing is. */
    public String accept(String piece) {
        if (stopped) {
            return "";
        }
        held.append(piece);
        int end = earliestStop();
        if (end >= 0) {
            stopped = true;
            String shown = held.substring(0, end);
            held.setLength(0);
            return shown;
        }
        int kept = longestBeginning();
        String shown = held.substring(0, held.length() - kept);
        held.delete(0, held.length() - kept);
        return shown;
    }

    /** Whether a stop text has come. */
    public boolean stopped() {
        return stopped;
    }

    /** What was held back when the answer ends by itself. */
    public String finish() {
        String rest = held.toString();
        held.setLength(0);
        return rest;
    }

    private int earliestStop() {
        int earliest = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (earliest < 0 || at < earliest)) {
                earliest = at;
            }
        }
        return earliest;
    }

    /** Length of the longest end of the held text that begins a stop text. */
    private int longestBeginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (endsWith(stop, length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private boolean endsWith(String stop, int length) {
        int from = held.length() - length;
        for (int i = 0; i < length; i++) {
            if (held.charAt(from + i) != stop.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
