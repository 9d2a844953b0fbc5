package hearth.format;

/** How a tensor's values are stored in a GGUF file. A row is a whole number of blocks and carries no padding. */
public enum TensorType {
    F32(0, 1, 4), F16(1, 1, 2), BF16(30, 1, 2),
    Q4_0(2, 32, 18), Q4_1(3, 32, 20), Q5_0(6, 32, 22), Q5_1(7, 32, 24), Q8_0(8, 32, 34),
    Q2_K(10, 256, 84), Q3_K(11, 256, 110), Q4_K(12, 256, 144), Q5_K(13, 256, 176), Q6_K(14, 256, 210),
    IQ4_NL(20, 32, 18), IQ4_XS(23, 256, 136), MXFP4(39, 32, 17);

    private static final TensorType[] BY_ID = new TensorType[64];

    static {
        for (TensorType type : values()) {
            BY_ID[type.id] = type;
        }
    }

    private final int id;
    private final int valuesPerBlock;
    private final int bytesPerBlock;

    TensorType(int id, int valuesPerBlock, int bytesPerBlock) {
        this.id = id;
        this.valuesPerBlock = valuesPerBlock;
        this.bytesPerBlock = bytesPerBlock;
    }

    /** The type's number in a GGUF file. */
    public int id() {
        return id;
    }

    /** Values in one block; a row's length is a multiple of it. */
    public int valuesPerBlock() {
        return valuesPerBlock;
    }

    /** Bytes of one block. */
    public int bytesPerBlock() {
        return bytesPerBlock;
    }

    /** Bytes of a row of {@code columns} values; {@code columns} is a multiple of {@link #valuesPerBlock()}. */
    public long rowBytes(long columns) {
        return columns / valuesPerBlock * bytesPerBlock;
    }

    /** The type with this number in a GGUF file, or null where this engine knows none. */
    public static TensorType byId(long id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[(int) id] : null;
    }
}
