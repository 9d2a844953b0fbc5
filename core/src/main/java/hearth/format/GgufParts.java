package hearth.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A model that is split into several files, as {@code llama-gguf-split} does it: the first has all metadata, each has some
 * of the tensors, the first perhaps none. Read one after the other, whole, the files are to be taken for one file; this
 * makes its head.
 */
public final class GgufParts {
    /** Files of a model; file names have room for no more. */
    static final int MOST = 99999;
    private static final String TENSORS_KEY = "split.tensors.count";

    private GgufParts() {
    }

    /**
     * The head of all parts as one file: the metadata and data offset of the first, the tensors of all, with offsets from
     * the start of the first.
     *
     * @param parts in order, at least one
     * @throws ModelFileException where they are not the parts of one model, all of them and in order
     */
    public static Gguf joined(List<GgufPart> parts) {
        Gguf first = parts.get(0).head();
        int count = GgufPart.count(first.metadata());
        if (count != parts.size()) {
            throw ModelFileException.damaged("The first file says that its model has " + files(count) + ", but " + parts.size()
                + (parts.size() == 1 ? " was given" : " were given"));
        }
        List<TensorInfo> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long start = 0;
        for (int i = 0; i < count; i++) {
            GgufPart part = parts.get(i);
            requirePlace(part.head().metadata(), i, count);
            for (TensorInfo tensor : part.head().tensors()) {
                if (!names.add(tensor.name())) {
                    throw ModelFileException.damaged("Tensor " + tensor.name() + " is in two of the model's files, the second time in file "
                        + (i + 1) + " of " + count);
                }
                if (tensor.offset() + tensor.bytes() > part.bytes()) {
                    throw ModelFileException.damaged("Tensor " + tensor.name() + " ends at byte " + (tensor.offset() + tensor.bytes())
                        + " of file " + (i + 1) + " of " + count + ", which has only " + part.bytes() + " bytes");
                }
                tensors.add(new TensorInfo(tensor.name(), tensor.type(), tensor.shape(), start + tensor.offset(), tensor.bytes()));
            }
            start += part.bytes();
        }
        long expected = first.metadata().integer(TENSORS_KEY, tensors.size());
        if (expected != tensors.size()) {
            throw ModelFileException.damaged("The model's " + files(count) + " have " + tensors.size() + " tensors together, but "
                + TENSORS_KEY + " is " + expected);
        }
        return new Gguf(first.version(), first.metadata(), tensors, first.dataOffset());
    }

    private static void requirePlace(Metadata metadata, int index, int count) {
        int number = GgufPart.number(metadata);
        int claimed = GgufPart.count(metadata);
        if (number != index || claimed != count) {
            throw ModelFileException.damaged("File " + (index + 1) + " of " + count + " says that it is file " + (number + 1) + " of "
                + claimed + ": it belongs to another model, or the files are not in order");
        }
    }

    private static String files(int count) {
        return count == 1 ? "1 file" : count + " files";
    }
}
