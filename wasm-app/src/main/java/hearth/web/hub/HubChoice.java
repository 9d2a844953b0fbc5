package hearth.web.hub;

/**
 * A repository of a hub, of which the file is still to be chosen.
 *
 * @param repository   'org/repo'
 * @param revision     branch, tag or commit
 * @param quantization the one that was asked for, such as 'Q4_K_M', or null for the one that suits best
 */
public record HubChoice(String repository, String revision, String quantization) {
    private static final String FILE = ".gguf";
    /** How other programs begin a name of the hub. */
    private static final String[] HOSTS = {"hf.co/", "huggingface.co/"};

    /** Reads 'org/repo', 'org/repo:Q4_K_M', 'org/repo@revision' or 'org/repo@revision:Q4_K_M'; null where the text is no such name. */
    static HubChoice read(String text) {
        String name = text;
        for (String host : HOSTS) {
            name = name.startsWith(host) ? name.substring(host.length()) : name;
        }
        int colon = name.indexOf(':');
        String quantization = colon < 0 ? null : name.substring(colon + 1);
        String repository = colon < 0 ? name : name.substring(0, colon);
        int at = repository.indexOf('@');
        String revision = at < 0 ? HubFile.MAIN : repository.substring(at + 1);
        repository = at < 0 ? repository : repository.substring(0, at);
        int slash = repository.indexOf('/');
        boolean named = slash > 0 && slash < repository.length() - 1 && repository.indexOf('/', slash + 1) < 0 && !repository.endsWith(FILE);
        if (!named || !isWord(repository.substring(0, slash)) || !isWord(repository.substring(slash + 1)) || revision.isEmpty()
                || quantization != null && !isWord(quantization)) {
            return null;
        }
        return new HubChoice(repository, revision, quantization);
    }

    /** As it was asked for, without what goes without saying. */
    String id() {
        return repository + (revision.equals(HubFile.MAIN) ? "" : "@" + revision) + (quantization == null ? "" : ":" + quantization);
    }

    private static boolean isWord(String text) {
        boolean word = !text.isEmpty() && text.charAt(0) != '.';
        for (int i = 0; word && i < text.length(); i++) {
            char c = text.charAt(i);
            word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
        }
        return word;
    }
}
