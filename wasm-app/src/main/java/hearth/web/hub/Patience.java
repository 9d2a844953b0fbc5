package hearth.web.hub;

/**
 * How long to wait for bytes, and how often to try: at most {@link #SECONDS} without a byte, whatever happens in them, and
 * waits that double, with jitter so that many clients do not come back at once. Times are milliseconds of a clock that never
 * goes back.
 */
final class Patience {
    static final int SECONDS = 30;
    private static final int MOST_TRIES = 6;
    private static final double FIRST_WAIT = 500;
    private static final double LONGEST_WAIT = 8000;
    /** After so long a connection without a byte is given up for a new one, if others bring bytes meanwhile; else after twice that. */
    private static final double SILENCE = 5000;
    private static final int MOST_SILENCES = 3;
    /** So long a network may be gone before that is an error: devices change networks. */
    static final double OFFLINE = 2000;

    /** When the wait for the next byte began, or -1 while nobody waits. */
    private double since = -1;
    private int failures;
    private int silences;
    /** Before this nothing is asked of the server. */
    private double notBefore;

    /** Someone waits for bytes from now on. */
    void begin(double now) {
        since = now;
    }

    /** Nobody waits until the next {@link #begin}. */
    void end() {
        since = -1;
    }

    /** Bytes came. */
    void rewarded(double now) {
        since = since < 0 ? -1 : now;
        failures = 0;
    }

    /** A stretch that was asked for has come whole. */
    void finished() {
        silences = 0;
    }

    /** Milliseconds left until a transfer without a byte is given up; 0 or less when it is time. */
    double left(double now) {
        return since < 0 ? SECONDS * 1000.0 : since + SECONDS * 1000.0 - now;
    }

    /** Milliseconds until the server may be asked again; 0 or less where it may be now. */
    double pause(double now) {
        return notBefore - now;
    }

    /** The network is there again: no reason to wait is left. */
    void refreshed(double now) {
        since = since < 0 ? -1 : now;
        failures = 0;
        silences = 0;
        notBefore = now;
    }

    /**
     * A request failed: whether there is to be another, after {@link #pause}. Requests that fail together count once.
     *
     * @param asked  milliseconds that the server asks to wait, or -1
     * @param chance from 0 to 1, exclusive
     */
    boolean afterFailure(double asked, double now, double chance) {
        if (asked < 0 && pause(now) > 0) {
            // It broke with others.
            return true;
        }
        failures++;
        double doubled = Math.min(LONGEST_WAIT, FIRST_WAIT * (1 << failures - 1));
        double wait = asked >= 0 ? asked + FIRST_WAIT * chance : doubled * (0.5 + 0.5 * chance);
        if (failures >= MOST_TRIES || wait >= left(now)) {
            return false;
        }
        notBefore = Math.max(notBefore, now + wait);
        return true;
    }

    /** Milliseconds without a byte after which a connection is given up for a new one. */
    double silence(boolean othersFlow) {
        return (othersFlow ? SILENCE : 2 * SILENCE) * (1 << silences);
    }

    /** A connection is given up for its silence: whether there is to be another. */
    boolean silenced() {
        silences++;
        return silences < MOST_SILENCES;
    }
}
