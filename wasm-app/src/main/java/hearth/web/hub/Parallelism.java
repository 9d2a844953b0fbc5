package hearth.web.hub;

/**
 * How many stretches of a file are under way at once. Two hide the time between an answer and the next request. More are
 * tried where the network is what is waited for, and kept where they bring more: some servers limit what a connection gets.
 * A server that asks for less gets less. Times are milliseconds.
 */
final class Parallelism {
    private static final int FIRST = 2;
    /** A browser opens six connections to a host at most, and other things may want one. */
    private static final int MOST = 5;
    private static final int LARGE = 1 << 20;
    private static final int SMALL = 1 << 19;
    private static final double PERIOD = 1500;
    /** How much more must come for one more connection to be worth it. */
    private static final double GAIN = 1.15;
    /** Share of the time that must have been waiting for the network for more connections to be tried. */
    private static final double WAITING = 0.5;
    private static final double SETTLED = 30_000;
    private static final double REFUSED = 60_000;

    private int windows = FIRST;
    private double began = -1;
    private double notBefore;
    private long bytes;
    private double waited;
    /** Bytes a millisecond with one connection fewer, or 0. */
    private double before;

    int windows() {
        return windows;
    }

    /** Bytes of a stretch: all of them together leave room within {@link WindowPlan#MOST_BEYOND} for what is being stored. */
    int windowBytes() {
        return windows <= FIRST ? LARGE : SMALL;
    }

    /** The transfer stood still for so long because nothing had come. */
    void waited(double milliseconds) {
        waited += milliseconds;
    }

    void arrived(int count, double now) {
        if (began < 0) {
            begin(now);
        }
        bytes += count;
        double elapsed = now - began;
        if (elapsed >= PERIOD) {
            judge(bytes / elapsed, waited / elapsed, now);
            begin(now);
        }
    }

    private void begin(double now) {
        began = now;
        bytes = 0;
        waited = 0;
    }

    private void judge(double rate, double waiting, double now) {
        if (before > 0 && rate < GAIN * before) {
            windows--;
            before = 0;
            notBefore = now + SETTLED;
        } else if (waiting >= WAITING && windows < MOST && now >= notBefore) {
            windows++;
            before = rate;
        } else {
            before = 0;
        }
    }

    /** The server asks for fewer requests. */
    void refused(double now) {
        windows = Math.max(1, windows / 2);
        before = 0;
        notBefore = now + REFUSED;
        began = -1;
    }
}
