package hearth.web.store;

import hearth.web.platform.Broadcast;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** What tabs tell each other of a file that one of them downloads for all. */
final class DownloadNews {
    private static final String CHANNEL = "hearth:downloads";

    /** How far a download is. */
    private interface Progress extends JSObject {
        @JSProperty
        String getKey();

        @JSProperty
        double getLoaded();

        @JSProperty
        double getTotal();

        @JSProperty
        double getPerSecond();

        @JSProperty
        double getLeft();
    }

    private final Broadcast channel = new Broadcast(CHANNEL);
    private final String key;

    private DownloadNews(String key) {
        this.key = key;
    }

    /** Begins to tell of the file {@code key}. */
    static DownloadNews of(String key) {
        return new DownloadNews(key);
    }

    /** Begins to hear of the file {@code key}. */
    static DownloadNews follow(String key, TransferListener listener) {
        DownloadNews news = new DownloadNews(key);
        news.channel.listen(message -> {
            Progress progress = message.cast();
            if (key.equals(progress.getKey())) {
                listener.progress((long) progress.getLoaded(), (long) progress.getTotal(), progress.getPerSecond(), progress.getLeft(), false);
            }
        });
        return news;
    }

    void tell(long loaded, long total, double perSecond, double left) {
        channel.send(progress(key, loaded, total, perSecond, left));
    }

    void close() {
        channel.close();
    }

    @JSBody(params = {"key", "loaded", "total", "perSecond", "left"},
            script = "return {key: key, loaded: loaded, total: total, perSecond: perSecond, left: left};")
    private static native JSObject progress(String key, double loaded, double total, double perSecond, double left);
}
