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

    /** The page that shows a repository's files. */
    private static final String FILES = "/tree/";

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
        String path = pathOf(address);
        int repositoryEnd = repositoryEnd(path);
        if (repositoryEnd < 0 || repositoryEnd == path.length()) {
            return null;
        }
        String rest = path.substring(repositoryEnd);
        String kind = rest.startsWith(RESOLVE) ? RESOLVE : rest.startsWith(PAGE) ? PAGE : null;
        int revisionEnd = kind == null ? -1 : rest.indexOf('/', kind.length());
        if (revisionEnd <= 0 || revisionEnd == rest.length() - 1) {
            return null;
        }
        return new HubFile(path.substring(0, repositoryEnd), rest.substring(kind.length(), revisionEnd),
                AddressText.path(rest.substring(revisionEnd + 1)));
    }

    /** The repository of this hub whose page an address leads to, or null where it leads elsewhere. */
    HubChoice repositoryAt(String address) {
        String path = pathOf(address);
        int repositoryEnd = repositoryEnd(path);
        if (repositoryEnd < 0) {
            return null;
        }
        String rest = path.substring(repositoryEnd);
        if (rest.isEmpty() || rest.equals("/")) {
            return HubChoice.read(path.substring(0, repositoryEnd));
        }
        return rest.startsWith(FILES) ? HubChoice.read(path.substring(0, repositoryEnd) + "@" + rest.substring(FILES.length())) : null;
    }

    /** The address of the list of the files in a folder and, where it is the repository's root, in all folders. */
    String listing(String repository, String revision, String folder) {
        return base + "/api/models/" + repository + "/tree/" + revision + (folder.isEmpty() ? "" : "/" + folder);
    }

    /** Where it is, for people. */
    String shown() {
        return base;
    }

    /** The Authorization header for an address: the token goes to the hub only, so null elsewhere. */
    String authorization(String address) {
        return token != null && owns(address) ? "Bearer " + token : null;
    }

    private boolean owns(String address) {
        return address.startsWith(base + "/");
    }

    /** What follows the hub's base, without query and fragment; empty where the address is not the hub's. */
    private String pathOf(String address) {
        return owns(address) ? address.substring(base.length() + 1, Math.max(base.length() + 1, AddressText.pathEnd(address))) : "";
    }

    /** Where 'org/repo' ends in a path, or -1. */
    private static int repositoryEnd(String path) {
        int name = path.indexOf('/') + 1;
        if (name <= 1 || name == path.length()) {
            return -1;
        }
        int end = path.indexOf('/', name);
        return end < 0 ? path.length() : end;
    }
}
