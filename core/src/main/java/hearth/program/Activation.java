package hearth.program;

/**
 * Floats that live while a program runs: {@link #width()} values for each token of the batch, or one row in all. Rows
 * stand {@link #stride()} floats apart, at {@link #offset()} floats from the arena's start.
 */
public final class Activation implements Tensor {
    /** Rows are padded to whole groups of this many floats, so that a kernel may write a group of rows of a matrix at once. */
    public static final int ROW_ALIGNMENT = 8;

    private final String name;
    private final int width;
    private final boolean perToken;
    private int offset = -1;

    Activation(String name, int width, boolean perToken) {
        this.name = name;
        this.width = width;
        this.perToken = perToken;
    }

    @Override
    public String name() {
        return name;
    }

    /** Values of a row. */
    public int width() {
        return width;
    }

    /** True where every token of the batch has its row, false where there is one row in all. */
    public boolean perToken() {
        return perToken;
    }

    /** Floats from one row's start to the next one's. */
    public int stride() {
        return (width + ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT;
    }

    /** Position of the first row in the arena, in floats. */
    public int offset() {
        return offset;
    }

    void place(int floats) {
        offset = floats;
    }
}
