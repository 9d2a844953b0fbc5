package hearth.web.engine.load;

import hearth.web.protocol.Phase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far one load is, in the shape that users are told. */
public final class LoadProgress {
    /** Takes reports, as plain JSON values. */
    public interface Listener {
        void report(Object progress);
    }

    private final String file;
    private final Listener listener;
    private final List<String> notices = new ArrayList<>();
    private long loadedBytes;
    private long totalBytes;
    private double bytesPerSecond;
    private double secondsLeft;
    private boolean cached;

    /**
     * @param file       the name that users know the file by
     * @param totalBytes its size, -1 where it is not known yet
     */
    public LoadProgress(String file, long totalBytes, Listener listener) {
        this.file = file;
        this.totalBytes = totalBytes;
        this.listener = listener;
    }

    /** A new phase begins. */
    public void phase(String phase) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("phase", phase);
        json.put("file", file);
        json.put("loadedBytes", loadedBytes);
        json.put("totalBytes", Math.max(totalBytes, loadedBytes));
        json.put("bytesPerSecond", bytesPerSecond);
        json.put("secondsLeft", Math.max(secondsLeft, 0));
        json.put("cached", cached);
        listener.report(json);
    }

    /**
     * Bytes have come.
     *
     * @param left seconds, or -1 where that cannot be told
     * @param here whether all of the file is already on this device
     */
    public void moved(long loaded, long total, double perSecond, double left, boolean here) {
        loadedBytes = loaded;
        totalBytes = total;
        bytesPerSecond = perSecond;
        secondsLeft = left;
        cached = here;
        phase(here ? Phase.LOAD : Phase.DOWNLOAD);
    }

    /** Adds something that the user should know although the load goes on. */
    public void notice(String text) {
        notices.add(text);
    }

    /** What the user should know, in sentences. */
    public List<String> notices() {
        return notices;
    }
}
