package hearth.web.hub;

/**
 * One file of a model and where it comes from. A model is one file, or several that were split from one.
 *
 * @param key           under which the store keeps it: the model's id where it is the only file, else that with
 *                      {@code #k} for the k-th file, from 1 on
 * @param url           absolute address, or null where the user gave the file
 * @param sha256        lower-case hex of the whole file, or null where it is not known
 * @param bytes         its length, or -1 where it is not known
 * @param authorization value of the Authorization header for this address, or null
 */
public record FilePart(String key, String url, String sha256, long bytes, String authorization) {
    /**
     * Under which key a file of a model is kept.
     *
     * @param index which file, from 0 on
     * @param count how many the model has
     */
    static String key(String model, int index, int count) {
        return count == 1 ? model : model + "#" + (index + 1);
    }
}
