package hearth.device.simd.assembler;

/** The value types that kernels use. */
public enum ValueType {
    I32(0x7F), F32(0x7D), F64(0x7C), V128(0x7B);

    final int code;

    ValueType(int code) {
        this.code = code;
    }
}
