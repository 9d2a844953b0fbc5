package hearth.format;

/**
 * What a file says of one tensor.
 *
 * @param name   name in the file, for example {@code blk.0.attn_norm.weight}
 * @param type   storage type of the values
 * @param shape  1 to 4 dimensions; {@code shape[0]} is the contiguous one (columns)
 * @param offset byte offset of the data from the start of the file
 * @param bytes  bytes of the data, without padding
 */
public record TensorInfo(String name, TensorType type, long[] shape, long offset, long bytes) {
    /** Values in a row, the contiguous dimension. */
    public long columns() {
        return shape[0];
    }

    /** Rows: the product of all dimensions but the first. */
    public long rows() {
        long rows = 1;
        for (int i = 1; i < shape.length; i++) {
            rows *= shape[i];
        }
        return rows;
    }
}
