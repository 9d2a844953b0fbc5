package hearth.web.hub;

/** The Retry-After header: seconds, or a date. */
final class RetryAfter {
    private RetryAfter() {
    }

    /**
     * Milliseconds to wait, or -1 where the header is absent or unreadable.
     *
     * @param now milliseconds since 1970
     */
    static double milliseconds(String header, double now) {
        if (header == null) {
            return -1;
        }
        String value = header.trim();
        long seconds = ContentRange.number(value);
        if (seconds >= 0) {
            return seconds * 1000.0;
        }
        double date = HttpDate.milliseconds(value);
        return date < 0 ? -1 : Math.max(0, date - now);
    }
}
