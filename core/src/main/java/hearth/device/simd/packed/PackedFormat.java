package hearth.device.simd.packed;

import hearth.format.HalfFloat;
import hearth.format.ModelFileException;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/**
 * How the rows of a matrix lie in linear memory: in groups of 8 rows, interleaved so that a vector's lanes are rows and no
 * sum ever crosses lanes. A group is a run of <em>steps</em>, each holding {@link #stepColumns()} columns of its 8 rows.
 * The last group of a matrix is filled up with rows of zeros.
 */
public abstract class PackedFormat {
    /** Rows that lie together. */
    public static final int GROUP = 8;

    private static final int WORD_STRIDE = 4 * GROUP;

    private final int stepColumns;
    private final int stepBytes;

    PackedFormat(int stepColumns, int stepBytes) {
        this.stepColumns = stepColumns;
        this.stepBytes = stepBytes;
    }

    /** The format for matrices of this type with this many columns. */
    public static PackedFormat of(TensorType type, int columns) {
        return switch (type) {
            case Q4_0 -> new PackedQ4();
            case Q4_1 -> new PackedQ41();
            case Q5_0, Q5_1 -> new PackedQ5(type);
            case Q8_0 -> new PackedQ8();
            case Q4_K -> new PackedQ4K();
            case Q5_K -> new PackedQ5K();
            case Q6_K -> new PackedQ6K();
            case IQ4_NL -> new PackedIQ4();
            case IQ4_XS -> new PackedIQ4XS();
            case F32, F16, BF16 -> new PackedFloat(type, columns);
            default -> new PackedWide(type);
        };
    }

    public final int stepColumns() {
        return stepColumns;
    }

    public final int stepBytes() {
        return stepBytes;
    }

    /** Bytes of a group of 8 rows. */
    public final long groupBytes(int columns) {
        return (long) (columns / stepColumns) * stepBytes;
    }

    /** Bytes of a whole matrix. */
    public final long bytes(int columns, int rows) {
        return (rows + GROUP - 1) / GROUP * groupBytes(columns);
    }

    /** Name by which kernels for this format are told apart. */
    public abstract String name();

    /** True where the kernel reads quantised activations, false where it reads floats. */
    public boolean quantisedActivations() {
        return true;
    }

    /** Instructions of a step go by quads, and a stream's steps in turn: so many streams keep the memory busy. */
    public int streams() {
        return 4;
    }

    /**
     * Streams whose steps are emitted together, so that they share activations; a divisor of {@link #streams}. More than one
     * only where {@link #emit} heeds each quad's own weights.
     */
    public int streamsTogether() {
        return 1;
    }

    /**
     * Packs a group.
     *
     * @param source where the rows' bytes lie as in the file, one row after another
     * @param rows   rows present, 1 to 8
     * @param tensor the tensor, for messages
     * @param offset offset in the file of the first byte at {@code source}, for messages
     * @param target where the group goes, {@link #groupBytes} bytes
     * @throws ModelFileException where a scale or value is not finite
     */
    public abstract void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target);

    /** Whether {@link #emitPack} can write a kernel; rarer formats do without. */
    public boolean packsByKernel() {
        return false;
    }

    /** Emits the packing of one step of 8 rows: byte for byte what {@link #pack} makes of it, and the same of what is not finite. */
    public void emitPack(PackStep step) {
        throw new UnsupportedOperationException(name() + " is packed without a kernel");
    }

    /** Expands row {@code row} of the matrix at {@code base} into {@code out}. */
    public abstract void decodeRow(Memory memory, long base, int columns, int row, float[] out);

    /**
     * Emits one step of a kernel: each quad's {@code sums += weights * activations}. Quads that read the same activations
     * may have them loaded once for all of them. They are of one group, or of {@link #streamsTogether} groups.
     */
    public abstract void emit(Quad[] quads);

    /** Address of step {@code step} of the group that {@code row} is in. */
    final long step(long base, int columns, int row, int step) {
        return base + row / GROUP * groupBytes(columns) + (long) step * stepBytes;
    }

    /** Where the quants start in a step that {@link #packScaledWords} made. */
    static final int SCALED_QUANTS = 2 * GROUP;

    /** Packs blocks of a half-precision scale and {@code words} 32-bit words: a step is 8 scales, then word after word of 8 rows. */
    final void packScaledWords(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target, int words) {
        int blockBytes = tensor.type().bytesPerBlock();
        long rowBytes = tensor.type().rowBytes(tensor.columns());
        int steps = (int) (tensor.columns() / stepColumns);
        for (int s = 0; s < steps; s++) {
            long block = source + (long) s * blockBytes;
            long to = target + (long) s * stepBytes;
            packHalves(memory, block, rowBytes, rows, tensor, offset + (long) s * blockBytes, to);
            interleaveWords(memory, block + 2, rowBytes, rows, words, to + SCALED_QUANTS);
        }
    }

    /** Copies the half-precision scale of each row's block, zero for the rows that are not there. */
    static void packHalves(Memory memory, long source, long rowBytes, int rows, TensorInfo tensor, long offset, long target) {
        for (int r = 0; r < GROUP; r++) {
            short half = 0;
            if (r < rows) {
                half = memory.getShort(source + r * rowBytes);
                requireFiniteHalf(half, tensor, offset + r * rowBytes);
            }
            memory.putShort(target + 2 * r, half);
        }
    }

    /** The same as floats. */
    static void packFloats(Memory memory, long source, long rowBytes, int rows, TensorInfo tensor, long offset, long target) {
        for (int r = 0; r < GROUP; r++) {
            float value = 0;
            if (r < rows) {
                requireFiniteHalf(memory.getShort(source + r * rowBytes), tensor, offset + r * rowBytes);
                value = half(memory, source + r * rowBytes);
            }
            memory.putFloat(target + 4 * r, value);
        }
    }

    static void requireFiniteHalf(short half, TensorInfo tensor, long offset) {
        if ((half & 0x7C00) == 0x7C00) {
            throw notFinite(tensor, offset);
        }
    }

    static ModelFileException notFinite(TensorInfo tensor, long offset) {
        return ModelFileException.damaged("Tensor " + tensor.name() + " holds a value that is not finite (NaN or infinity) at file offset " + offset);
    }

    /**
     * Interleaves 32-bit words: word {@code w} of the rows' data goes to {@code target + w * 32}, rows 0..7 one after
     * another.
     */
    static void interleaveWords(Memory memory, long source, long rowBytes, int rows, int words, long target) {
        for (int r = 0; r < GROUP; r++) {
            long from = source + r * rowBytes;
            long to = target + 4 * r;
            if (r < rows) {
                for (int w = 0; w < words; w++) {
                    memory.putInt(to + (long) w * WORD_STRIDE, memory.getInt(from + 4 * w));
                }
            } else {
                for (int w = 0; w < words; w++) {
                    memory.putInt(to + (long) w * WORD_STRIDE, 0);
                }
            }
        }
    }

    /** Address of word {@code w} of row {@code row} as {@link #interleaveWords} places it. */
    static long word(long base, int w, int row) {
        return base + (long) w * WORD_STRIDE + (row & 7) * 4;
    }

    /** The half-precision value at {@code address}. */
    static float half(Memory memory, long address) {
        return HalfFloat.toFloat(memory.getShort(address));
    }
}
