package hearth.web.hub;

/**
 * Which bytes of a file a request asks for.
 *
 * @param from first byte
 * @param end  byte after the last, or -1 for all that follow
 */
record ByteWindow(long from, long end) {
    boolean open() {
        return end < 0;
    }

    /** True where the request is for the whole file, without a Range header. */
    boolean whole() {
        return from == 0 && open();
    }

    /** The value of the Range header. */
    String header() {
        return "bytes=" + from + "-" + (open() ? "" : Long.toString(end - 1));
    }
}
