package hearth.web.hub;

/**
 * A model hub whose addresses are those of Hugging Face: where its files lie, and which addresses are its own. A mirror
 * may lie under a path.
 */
final class Hub {
    private static final String DEFAULT_BASE = "https://huggingface.co";
    private static final String RESOLVE = "/resolve/";
    /** The page that shows a file, which people copy the address of. */
    private static final String PAGE = "/blob/";

    private final String base;
    private final String token;

    /**
     * @param base  absolute address, or null for Hugging Face
     * @param token for gated repositories, or null
     */
    Hub(String base, String token) {
        String given = base == null || base.isEmpty() ? DEFAULT_BASE : base;
        this.base = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
        this.token = token == null || token.isEmpty() ? null : token;
    }

    /** The address of a file's bytes. */
    String address(HubFile file) {
        return base + "/" + file.repository() + RESOLVE + file.revision() + "/" + file.path();
    }

    /** The file of this hub that an address leads to, or null where it leads elsewhere. */
    HubFile fileAt(String address) {
        if (!owns(address)) {
            return null;
        }
        String path = pathOf(address);
        int repositoryEnd = path.indexOf('/', path.indexOf('/') + 1);
        if (repositoryEnd < 0) {
            return null;
        }
        String rest = path.substring(repositoryEnd);
        String kind = rest.startsWith(RESOLVE) ? RESOLVE : rest.startsWith(PAGE) ? PAGE : null;
        int revisionEnd = kind == null ? -1 : rest.indexOf('/', kind.length());
        if (revisionEnd <= 0 || revisionEnd == rest.length() - 1) {
            return null;
        }
        return new HubFile(path.substring(0, repositoryEnd), rest.substring(kind.length(), revisionEnd), rest.substring(revisionEnd + 1));
    }

    /** The Authorization header for an address: the token goes to the hub only, so null elsewhere. */
    String authorization(String address) {
        return token != null && owns(address) ? "Bearer " + token : null;
    }

    private boolean owns(String address) {
        return address.startsWith(base + "/");
    }

    /** What follows the hub's base, without query and fragment. */
    private String pathOf(String address) {
        int end = address.length();
        for (char stop : new char[] {'?', '#'}) {
            int at = address.indexOf(stop);
            end = at >= 0 && at < end ? at : end;
        }
        return address.substring(Math.min(end, base.length() + 1), end);
    }
}
