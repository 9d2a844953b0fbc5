package hearth.web.hub;

/**
 * Which bytes of a file a request asks for.
 *
 * @param from first byte
 * @param end  byte after the last, or -1 for all that follow
 */
record ByteWindow(long from, long end) {
    /** True where the request is for the whole file, without a Range header. */
    boolean whole() {
        return from == 0 && end < 0;
    }

    /** The value of the Range header. */
    String header() {
        return "bytes=" + from + "-" + (end < 0 ? "" : Long.toString(end - 1));
    }
}
