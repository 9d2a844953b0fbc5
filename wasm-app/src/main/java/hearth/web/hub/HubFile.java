package hearth.web.hub;

/**
 * A file in a repository of a hub.
 *
 * @param repository 'org/repo'
 * @param revision   branch, tag or commit
 * @param path       of the file in the repository, as it stands in an address
 */
record HubFile(String repository, String revision, String path) {
    static final String MAIN = "main";
    private static final String EXTENSION = ".gguf";

    /** Reads 'org/repo/file.gguf' or 'org/repo@revision/folder/file.gguf'; null where the text is no such name. */
    static HubFile read(String text) {
        int first = text.indexOf('/');
        int second = text.indexOf('/', first + 1);
        if (first <= 0 || second <= first + 1 || text.charAt(0) == '.' || !text.endsWith(EXTENSION) || text.indexOf(':') >= 0) {
            return null;
        }
        int at = text.indexOf('@');
        boolean revised = at > first + 1 && at < second - 1;
        return new HubFile(text.substring(0, revised ? at : second), revised ? text.substring(at + 1, second) : MAIN,
                AddressText.path(text.substring(second + 1)));
    }

    /** The one name of this file: its revision is left out where that is main. */
    String id() {
        return repository + (revision.equals(MAIN) ? "" : "@" + revision) + "/" + path;
    }

    /** The folder that it lies in, empty where it lies in none. */
    String folder() {
        int end = path.lastIndexOf('/');
        return end < 0 ? "" : path.substring(0, end);
    }
}
