package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;

/**
 * Half-precision values as floats, without an instruction for it: shifted into place, a half is a float with the exponent's
 * bias of a half, too small by {@link #FACTOR}. Subnormal halves come out right as well.
 */
public final class Halves {
    /** What {@link #push} leaves its values too small by; it goes into whatever they are multiplied with. */
    public static final float FACTOR = 0x1p112f;

    private static final int SIGN_AND_VALUE = 0x8FFFE000;

    private Halves() {
    }

    /** Pushes four floats: the halves at the address in local {@code address} plus {@code offset}, times 2^-112. */
    public static void push(WasmFunction f, int address, int offset) {
        f.get(address).vectorMemory(Simd.V128_LOAD16X4_S, offset);
        f.constant(13).simd(Simd.I32X4_SHL).splat(SIGN_AND_VALUE).simd(Simd.V128_AND);
    }
}
