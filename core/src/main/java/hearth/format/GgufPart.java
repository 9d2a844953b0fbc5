package hearth.format;

/**
 * One file of a model that is split into several.
 *
 * @param head  what its head says; offsets count from its own start
 * @param bytes size of the file
 */
public record GgufPart(Gguf head, long bytes) {
    private static final String NUMBER_KEY = "split.no";
    private static final String COUNT_KEY = "split.count";

    /** Of how many files the model consists that a file with this metadata belongs to; 1 where it is whole. */
    public static int count(Metadata metadata) {
        return metadata.has(COUNT_KEY) ? metadata.integer(COUNT_KEY, 1, GgufParts.MOST) : 1;
    }

    /** Which of them it is, from 0 on; 0 where it does not say. */
    public static int number(Metadata metadata) {
        return metadata.has(NUMBER_KEY) ? metadata.integer(NUMBER_KEY, 0, GgufParts.MOST - 1) : 0;
    }
}
