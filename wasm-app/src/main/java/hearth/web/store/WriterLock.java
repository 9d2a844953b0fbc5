package hearth.web.store;

import hearth.web.platform.AbortSignal;
import hearth.web.platform.WebLock;

/** The right to write one file, which one tab or worker has at a time. */
final class WriterLock {
    private final String key;
    private WebLock lock;

    /** @param key of the file */
    WriterLock(String key) {
        this.key = key;
    }

    boolean isHeld() {
        return lock != null;
    }

    /**
     * Takes it. Where another tab writes the file now, this suspends until that tab is done, has given up or is gone, and
     * tells {@code listener} meanwhile how far it is.
     *
     * @throws hearth.web.platform.JavaScriptException AbortError where the signal ends the wait
     */
    void take(AbortSignal signal, TransferListener listener) {
        if (!takeIfFree()) {
            DownloadNews news = DownloadNews.follow(key, listener);
            try {
                lock = WebLock.take(name(), signal);
            } finally {
                news.close();
            }
        }
    }

    /** Takes it, or returns false at once. */
    boolean takeIfFree() {
        lock = WebLock.takeIfFree(name());
        return lock != null;
    }

    void release() {
        if (lock != null) {
            lock.release();
            lock = null;
        }
    }

    private String name() {
        return "hearth:file:" + key;
    }
}
