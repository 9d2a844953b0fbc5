package hearth.web.hub;

import hearth.web.platform.Timer;

/**
 * How long to wait for bytes, and how often to try: at most {@link #SECONDS} without a byte, whatever happens in them,
 * and waits that double, with jitter so that many clients do not come back at once.
 */
final class Patience {
    static final int SECONDS = 30;
    private static final int MOST_TRIES = 6;
    private static final double FIRST_WAIT = 500;
    private static final double LONGEST_WAIT = 8000;

    /** When the wait for the next byte began, or -1 while nobody waits. */
    private double since = -1;
    private int failures;

    /** Someone waits for bytes from now on. */
    void begin() {
        since = Timer.now();
    }

    /** Nobody waits until the next {@link #begin}. */
    void end() {
        since = -1;
    }

    /** Bytes came. */
    void rewarded() {
        since = Timer.now();
        failures = 0;
    }

    /** Milliseconds left until a transfer without a byte is given up; 0 or less when it is time. */
    double left() {
        return since < 0 ? SECONDS * 1000.0 : since + SECONDS * 1000.0 - Timer.now();
    }

    /**
     * Milliseconds to wait before the next try, or -1 for none.
     *
     * @param asked milliseconds that the server asks for, or -1
     */
    double afterFailure(double asked) {
        failures++;
        double doubled = Math.min(LONGEST_WAIT, FIRST_WAIT * (1 << failures - 1));
        double wait = asked >= 0 ? asked + FIRST_WAIT * Math.random() : doubled * (0.5 + 0.5 * Math.random());
        return failures >= MOST_TRIES || wait >= left() ? -1 : wait;
    }
}
