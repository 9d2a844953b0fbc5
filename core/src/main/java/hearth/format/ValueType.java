package hearth.format;

/** The types of metadata values. The position in this list is the type's number in the file. */
enum ValueType {
    U8(1), I8(1), U16(2), I16(2), U32(4), I32(4), F32(4), BOOL(1), STRING(8), ARRAY(12), U64(8), I64(8), F64(8);

    private static final ValueType[] BY_ID = values();

    /** Bytes of a value, or the fewest where that varies. */
    final int bytes;

    ValueType(int bytes) {
        this.bytes = bytes;
    }

    /** The type of this number, or null where there is none. */
    static ValueType byId(long id) {
        return id < BY_ID.length ? BY_ID[(int) id] : null;
    }
}
