package hearth.web.hub;

/**
 * Where a file is asked for. Hubs redirect to the address where it is stored, often with a signature that expires: that
 * address is asked as long as it works, and then the hub again. The token goes to the hub only.
 */
final class Route {
    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int FIRST_SERVER_ERROR = 500;

    private final String url;
    private final String authorization;
    /** Where the hub redirected to, or null. */
    private String direct;
    /** Whether the present direct address has answered when it was asked without the hub. */
    private boolean proven;
    /** Whether direct addresses are worth remembering: not where each serves once. */
    private boolean remembers = true;

    Route(String url, String authorization) {
        this.url = url;
        this.authorization = authorization;
    }

    /** The address to ask now. */
    String address() {
        return direct == null ? url : direct;
    }

    /** Value of the Authorization header for that address, or null. */
    String authorization(String address) {
        return origin(address).equals(origin(url)) ? authorization : null;
    }

    /**
     * An address answered with the file.
     *
     * @param by the address that answered in the end, or null
     */
    void answered(String asked, String by) {
        if (asked.equals(direct)) {
            proven = true;
        } else if (remembers && direct == null && by != null && !by.isEmpty() && !by.equals(url)) {
            direct = by;
            proven = false;
        }
    }

    /** An address refused the file; returns whether the hub is to be asked again, since the refusal was not its own. */
    boolean expired(String asked, int status) {
        boolean refusal = status >= FIRST_CLIENT_ERROR && status < FIRST_SERVER_ERROR && status != RANGE_NOT_SATISFIABLE;
        if (!refusal || asked.equals(url)) {
            return false;
        }
        if (asked.equals(direct)) {
            remembers &= proven;
            direct = null;
        }
        return true;
    }

    /** An address could not be reached, or is busy: the hub may know a better one. */
    void failed(String asked) {
        if (asked.equals(direct)) {
            direct = null;
        }
    }

    /** Scheme, host and port of an absolute address. */
    private static String origin(String address) {
        int path = address.indexOf('/', address.indexOf("//") + 2);
        return path < 0 ? address : address.substring(0, path);
    }
}
