package hearth.web.hub;

import hearth.web.platform.Timer;
import org.teavm.jso.JSBody;

/** The Retry-After header: seconds, or a date. */
final class RetryAfter {
    private RetryAfter() {
    }

    /** Milliseconds to wait, or -1 where the header is absent or unreadable. */
    static double milliseconds(String header) {
        if (header == null || header.isEmpty()) {
            return -1;
        }
        double seconds = number(header);
        if (seconds >= 0) {
            return seconds * 1000;
        }
        double date = date(header);
        return date != date ? -1 : Math.max(0, date - Timer.epoch());
    }

    @JSBody(params = "text", script = "return /^\\s*\\d+\\s*$/.test(text) ? Number(text) : -1;")
    private static native double number(String text);

    @JSBody(params = "text", script = "return Date.parse(text);")
    private static native double date(String text);
}
