package hearth.web.store;

import hearth.web.platform.Timer;

/** Measures how fast bytes come, and tells the listener and other tabs a few times a second. */
final class TransferMeter {
    private static final double BETWEEN_REPORTS = 100;
    /** Milliseconds after which a past speed counts half. */
    private static final double HALF_LIFE = 2000;

    private final TransferListener listener;
    private final DownloadNews news;
    private final long total;
    private final boolean cached;
    private long loaded;
    private long counted;
    private double since = Timer.now();
    private double perSecond;

    /** @param news for other tabs, or null */
    TransferMeter(TransferListener listener, DownloadNews news, long total, boolean cached) {
        this.listener = listener;
        this.news = news;
        this.total = total;
        this.cached = cached;
        report();
    }

    /** Bytes that were here before: they say nothing about the speed to come. */
    void passed(int bytes) {
        loaded += bytes;
        double now = Timer.now();
        if (now - since >= BETWEEN_REPORTS) {
            since = now;
            report();
        }
    }

    void moved(int bytes) {
        loaded += bytes;
        counted += bytes;
        double now = Timer.now();
        double elapsed = now - since;
        if (elapsed >= BETWEEN_REPORTS) {
            double latest = counted * 1000.0 / elapsed;
            double weight = perSecond == 0 ? 1 : 1 - Math.exp(-elapsed * Math.log(2) / HALF_LIFE);
            perSecond += weight * (latest - perSecond);
            since = now;
            counted = 0;
            report();
        }
    }

    /** Tells the last state. */
    void report() {
        double left = total < 0 || perSecond == 0 ? -1 : (total - loaded) / perSecond;
        listener.progress(loaded, total, perSecond, left, cached);
        if (news != null) {
            news.tell(loaded, total, perSecond, left);
        }
    }
}
