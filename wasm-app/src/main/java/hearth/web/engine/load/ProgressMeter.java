package hearth.web.engine.load;

import hearth.web.protocol.Phase;

import java.util.LinkedHashMap;
import java.util.Map;

/** Turns the bytes that arrive into progress reports: how many, how fast, how long still. */
public final class ProgressMeter {
    /** Takes reports, as plain JSON values. */
    public interface Listener {
        void report(Map<String, Object> progress);
    }

    private static final long INTERVAL_NANOSECONDS = 100_000_000;
    private static final double SMOOTHING = 0.2;

    private final String file;
    private final long totalBytes;
    private final boolean cached;
    private final Listener listener;
    private String phase = Phase.RESOLVE;
    private long loaded;
    private long reportedBytes;
    private long reportedAt = System.nanoTime();
    private double bytesPerSecond;

    /**
     * @param file       the name that users know the file by
     * @param totalBytes its size; -1 where it is not known
     * @param cached     whether its bytes come from this device
     */
    public ProgressMeter(String file, long totalBytes, boolean cached, Listener listener) {
        this.file = file;
        this.totalBytes = totalBytes;
        this.cached = cached;
        this.listener = listener;
    }

    /** A new phase begins. */
    public void phase(String name) {
        phase = name;
        report();
    }

    /** So many bytes more have been taken. */
    public void took(int bytes) {
        loaded += bytes;
        long now = System.nanoTime();
        long passed = now - reportedAt;
        if (passed >= INTERVAL_NANOSECONDS) {
            double rate = (loaded - reportedBytes) * 1e9 / passed;
            bytesPerSecond = bytesPerSecond == 0 ? rate : bytesPerSecond + SMOOTHING * (rate - bytesPerSecond);
            reportedAt = now;
            reportedBytes = loaded;
            report();
        }
    }

    private void report() {
        long total = Math.max(totalBytes, loaded);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("phase", phase);
        json.put("file", file);
        json.put("loadedBytes", loaded);
        json.put("totalBytes", total);
        json.put("bytesPerSecond", bytesPerSecond);
        json.put("secondsLeft", bytesPerSecond > 0 ? (total - loaded) / bytesPerSecond : 0);
        json.put("cached", cached);
        listener.report(json);
    }
}
