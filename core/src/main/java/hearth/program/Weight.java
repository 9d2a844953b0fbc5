package hearth.program;

import hearth.format.TensorInfo;
import hearth.format.TensorType;

/**
 * A trained tensor of the file: {@code rows} rows of {@code columns} values. As a matrix it maps {@code columns} inputs to
 * {@code rows} outputs, {@code y[r] = sum over c of W[r][c] x[c]}; a vector has one row.
 */
public record Weight(TensorInfo info, int columns, int rows) implements Tensor {
    @Override
    public String name() {
        return info.name();
    }

    public TensorType type() {
        return info.type();
    }
}
