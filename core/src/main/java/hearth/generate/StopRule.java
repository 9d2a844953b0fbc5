package hearth.generate;

import java.util.List;

/**
 * Ends an answer before a stop text. Text that may turn out to begin one is held back until that is clear, so that no part
 * of it is ever shown. Of stop texts that overlap, the one that is complete first counts, the longest of those that are
 * complete together: so what is shown does not depend on where the answer is cut into pieces.
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
        int stop = startOfFirstStop();
        if (stop >= 0) {
            stopped = true;
            String shown = held.substring(0, stop);
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

    /** Where the stop text that is complete first starts in the held text; -1 where there is none. */
    private int startOfFirstStop() {
        int first = -1;
        int firstEnd = Integer.MAX_VALUE;
        for (String stop : stops) {
            int start = held.indexOf(stop);
            int end = start + stop.length();
            if (start >= 0 && (end < firstEnd || end == firstEnd && start < first)) {
                first = start;
                firstEnd = end;
            }
        }
        return first;
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
