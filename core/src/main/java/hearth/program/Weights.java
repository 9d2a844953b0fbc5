package hearth.program;

import hearth.format.Gguf;
import hearth.format.ModelFileException;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors that a model takes from its file, each checked when it is asked for. */
public final class Weights {
    private final Gguf file;
    private final Map<String, Weight> byName = new LinkedHashMap<>();

    public Weights(Gguf file) {
        this.file = file;
    }

    public boolean has(String name) {
        return file.tensor(name) != null;
    }

    /**
     * A matrix of {@code rows} rows of {@code columns} values, or a vector where {@code rows} is 1.
     *
     * @throws ModelFileException where the tensor is missing or has another shape
     */
    public Weight matrix(String name, int columns, int rows) {
        Weight known = byName.get(name);
        if (known != null) {
            return known;
        }
        TensorInfo info = file.tensor(name);
        if (info == null) {
            throw ModelFileException.damaged("Tensor " + name + " is missing");
        }
        if (info.columns() != columns || info.rows() != rows || info.shape().length > 2) {
            throw ModelFileException.damaged("Tensor " + name + " has shape " + shape(info.shape()) + ", expected ["
                    + columns + (rows == 1 ? "" : ", " + rows) + "]");
        }
        Weight weight = new Weight(info, columns, rows);
        byName.put(name, weight);
        return weight;
    }

    /**
     * A tensor that is small and used value by value: it must be stored as F32.
     *
     * @throws ModelFileException where the tensor is missing, has another shape or type
     */
    public Weight vector(String name, int columns, int rows) {
        Weight weight = matrix(name, columns, rows);
        if (weight.type() != TensorType.F32) {
            throw ModelFileException.unsupported("Tensor " + name + " is stored as " + weight.type() + ", expected F32");
        }
        return weight;
    }

    /** All weights asked for so far, in the order of their data in the file. */
    public List<Weight> inFileOrder() {
        List<Weight> sorted = new ArrayList<>(byName.values());
        sorted.sort((a, b) -> Long.compare(a.info().offset(), b.info().offset()));
        return sorted;
    }

    public Collection<Weight> all() {
        return byName.values();
    }

    private static String shape(long[] dimensions) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < dimensions.length; i++) {
            text.append(i == 0 ? "" : ", ").append(dimensions[i]);
        }
        return text.append(']').toString();
    }
}
