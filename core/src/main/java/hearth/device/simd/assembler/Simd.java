package hearth.device.simd.assembler;

/** Numbers of the vector instructions that kernels use (prefix 0xFD), named as in the WebAssembly specification. */
public final class Simd {
    public static final int V128_LOAD = 0x00;
    public static final int V128_LOAD8X8_S = 0x01;
    public static final int V128_LOAD16X4_S = 0x03;
    public static final int V128_LOAD16X4_U = 0x04;
    public static final int V128_LOAD32_SPLAT = 0x09;
    public static final int V128_STORE = 0x0B;
    public static final int I8X16_SHUFFLE = 0x0D;
    public static final int I8X16_SWIZZLE = 0x0E;
    public static final int F32X4_SPLAT = 0x13;
    public static final int I32X4_EXTRACT_LANE = 0x1B;
    public static final int F32X4_EXTRACT_LANE = 0x1F;
    public static final int F32X4_EQ = 0x41;
    public static final int F32X4_LT = 0x43;
    public static final int F32X4_GT = 0x44;
    public static final int F32X4_GE = 0x46;
    public static final int V128_AND = 0x4E;
    public static final int V128_OR = 0x50;
    public static final int V128_XOR = 0x51;
    public static final int V128_BITSELECT = 0x52;
    public static final int V128_LOAD32_LANE = 0x56;
    public static final int V128_STORE64_LANE = 0x5B;
    public static final int I8X16_NARROW_I16X8_S = 0x65;
    public static final int I32X4_EXTADD_PAIRWISE_I16X8_S = 0x7E;
    public static final int I16X8_NARROW_I32X4_S = 0x85;
    public static final int I16X8_NARROW_I32X4_U = 0x86;
    public static final int I16X8_SHL = 0x8B;
    public static final int I16X8_SHR_S = 0x8C;
    public static final int I16X8_SHR_U = 0x8D;
    public static final int I16X8_ADD = 0x8E;
    public static final int I32X4_BITMASK = 0xA4;
    public static final int I32X4_EXTEND_LOW_I16X8_S = 0xA7;
    public static final int I32X4_EXTEND_HIGH_I16X8_S = 0xA8;
    public static final int I32X4_SHL = 0xAB;
    public static final int I32X4_SHR_U = 0xAD;
    public static final int I32X4_ADD = 0xAE;
    public static final int I32X4_SUB = 0xB1;
    public static final int I32X4_MUL = 0xB5;
    public static final int I32X4_DOT_I16X8_S = 0xBA;
    public static final int I64X2_SHR_U = 0xCD;
    public static final int F32X4_NEAREST = 0x6A;
    public static final int F32X4_ABS = 0xE0;
    public static final int F32X4_NEG = 0xE1;
    public static final int F32X4_ADD = 0xE4;
    public static final int F32X4_SUB = 0xE5;
    public static final int F32X4_MUL = 0xE6;
    public static final int F32X4_DIV = 0xE7;
    public static final int F32X4_MIN = 0xE8;
    public static final int F32X4_MAX = 0xE9;
    public static final int F32X4_PMIN = 0xEA;
    public static final int F32X4_PMAX = 0xEB;
    public static final int I32X4_TRUNC_SAT_F32X4_S = 0xF8;
    public static final int F32X4_CONVERT_I32X4_S = 0xFA;
    public static final int I8X16_RELAXED_SWIZZLE = 0x100;
    public static final int F32X4_RELAXED_MADD = 0x105;
    public static final int F32X4_RELAXED_NMADD = 0x106;
    public static final int I16X8_RELAXED_DOT_I8X16_I7X16_S = 0x112;
    public static final int I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S = 0x113;

    private Simd() {
    }
}
