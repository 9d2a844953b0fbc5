package hearth.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tensor infos of a file, each checked as it is read, all together checked when the last one has come. */
final class TensorTable {
    private static final int NAME_LIMIT = 63;
    private static final int DIMENSIONS_LIMIT = 4;

    private final HeadBytes in;
    private final int count;
    private final long alignment;
    private final Set<String> names = new HashSet<>();
    /** Offsets count from the start of the data section until {@link #placed}. */
    private final List<TensorInfo> infos = new ArrayList<>();

    TensorTable(HeadBytes in, int count, long alignment) {
        this.in = in;
        this.count = count;
        this.alignment = alignment;
    }

    /** Reads the infos that have arrived; true when all are read. */
    boolean read() {
        while (infos.size() < count) {
            if (!readInfo()) {
                return false;
            }
        }
        return true;
    }

    private boolean readInfo() {
        in.reading("tensor info ", infos.size());
        if (!in.has(8)) {
            return false;
        }
        long nameBytes = in.peek64(0);
        if (nameBytes < 1 || nameBytes > NAME_LIMIT) {
            throw in.damaged(in.position(), "has a name of " + Long.toUnsignedString(nameBytes) + " bytes; allowed are 1 to "
                + NAME_LIMIT);
        }
        int beforeDimensions = 8 + (int) nameBytes + 4;
        if (!in.has(beforeDimensions)) {
            return false;
        }
        long dimensions = in.peekU32(beforeDimensions - 4);
        if (dimensions < 1 || dimensions > DIMENSIONS_LIMIT) {
            throw in.damaged(in.position() + beforeDimensions - 4, "has " + dimensions + " dimensions; allowed are 1 to "
                + DIMENSIONS_LIMIT);
        }
        if (!in.has(beforeDimensions + 8 * dimensions + 12)) {
            return false;
        }
        in.skip(8);
        String name = in.name((int) nameBytes);
        if (!names.add(name)) {
            throw refusal(name, "appears twice");
        }
        in.skip(4);
        infos.add(info(name, (int) dimensions));
        return true;
    }

    private TensorInfo info(String name, int dimensions) {
        long[] shape = new long[dimensions];
        long values = 1;
        for (int i = 0; i < dimensions; i++) {
            shape[i] = in.u64();
            if (shape[i] <= 0) {
                throw refusal(name, "has a dimension of " + Long.toUnsignedString(shape[i]));
            }
            if (values > Long.MAX_VALUE / shape[i]) {
                throw refusal(name, "has dimensions whose product is too large");
            }
            values *= shape[i];
        }
        TensorType type = type(name, in.u32());
        if (shape[0] % type.valuesPerBlock() != 0) {
            throw refusal(name, "has rows of " + shape[0] + " values, but " + type + " comes in blocks of "
                + type.valuesPerBlock());
        }
        long blocks = values / type.valuesPerBlock();
        if (blocks > Long.MAX_VALUE / type.bytesPerBlock()) {
            throw refusal(name, "has dimensions whose product is too large");
        }
        long offset = in.u64();
        if (offset < 0 || offset % alignment != 0) {
            throw refusal(name, "has the offset " + Long.toUnsignedString(offset) + ", no multiple of the alignment "
                + alignment);
        }
        return new TensorInfo(name, type, shape, offset, blocks * type.bytesPerBlock());
    }

    /** The tensors in the order of their data, with offsets from the start of the file; refuses where any overlap. */
    List<TensorInfo> placed(long dataOffset) {
        List<TensorInfo> placed = new ArrayList<>(infos);
        placed.sort(Comparator.comparingLong(TensorInfo::offset));
        long end = dataOffset;
        for (int i = 0; i < placed.size(); i++) {
            TensorInfo info = placed.get(i);
            if (info.offset() > Long.MAX_VALUE - dataOffset || dataOffset + info.offset() > Long.MAX_VALUE - info.bytes()) {
                throw refusal(info.name(), "has the offset " + info.offset() + ", which is too large");
            }
            long offset = dataOffset + info.offset();
            if (offset < end) {
                throw refusal(info.name(), "overlaps tensor " + placed.get(i - 1).name());
            }
            end = offset + info.bytes();
            placed.set(i, new TensorInfo(info.name(), info.type(), info.shape(), offset, info.bytes()));
        }
        return placed;
    }

    /** Refuses where the data of a tensor does not end within the file. */
    static void requireInside(List<TensorInfo> placed, long fileBytes) {
        for (TensorInfo info : placed) {
            if (info.offset() + info.bytes() > fileBytes) {
                throw refusal(info.name(), "ends at byte " + (info.offset() + info.bytes()) + ", but the file has only "
                    + fileBytes + " bytes: it is cut, or its download is not complete");
            }
        }
    }

    private static TensorType type(String name, long id) {
        TensorType type = TensorType.byId(id);
        if (type != null) {
            return type;
        }
        String label = switch ((int) Math.min(id, 64)) {
            case 4, 5, 31, 32, 33, 36, 37, 38 -> throw refusal(name, "has the type " + id + ", which the format has removed");
            case 9 -> "Q8_1";
            case 15 -> "Q8_K";
            case 16 -> "IQ2_XXS";
            case 17 -> "IQ2_XS";
            case 18 -> "IQ3_XXS";
            case 19 -> "IQ1_S";
            case 21 -> "IQ3_S";
            case 22 -> "IQ2_S";
            case 24 -> "I8";
            case 25 -> "I16";
            case 26 -> "I32";
            case 27 -> "I64";
            case 28 -> "F64";
            case 29 -> "IQ1_M";
            case 34 -> "TQ1_0";
            case 35 -> "TQ2_0";
            default -> "unknown";
        };
        throw ModelFileException.unsupported("Tensor " + name + " has the type " + id + " (" + label
            + "), which this engine does not have");
    }

    private static ModelFileException refusal(String name, String what) {
        return ModelFileException.damaged("Tensor " + name + " " + what);
    }
}
