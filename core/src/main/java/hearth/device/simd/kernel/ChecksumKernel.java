package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.ValueType;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.assembler.WasmModule;

/**
 * A checksum of 32 bits against accidents of storage, not against attackers, as a module of its own: as fast as memory is
 * read. Four vectors of four 32-bit words run through the bytes side by side; each adds up its words, and adds up those
 * sums, so that it matters where a word stands. The 32 resulting words are then mixed into one.
 *
 * <p>Its export {@code run(from, to, unused, unused)} takes addresses. It stores the sum of the bytes between them in the word
 * at {@code to}.
 */
public final class ChecksumKernel {
    /** The number of bytes is a multiple of this. */
    public static final int BLOCK = 64;

    private static final int VECTORS = 4;
    private static final int VECTOR_BYTES = 16;
    private static final int MULTIPLIER = 0x9E3779B1;
    private static final int SHIFT = 15;

    private ChecksumKernel() {
    }

    /**
     * The module's bytes.
     *
     * @param shared whether the memory that it imports is shared
     */
    public static byte[] module(boolean shared) {
        WasmModule module = new WasmModule(shared);
        WasmFunction f = module.function(ValueType.I32, ValueType.I32, ValueType.I32, ValueType.I32);
        int from = 0;
        int to = 1;
        int[] sums = f.v128s(VECTORS);
        int[] sumsOfSums = f.v128s(VECTORS);
        f.loop(from, to, BLOCK, () -> {
            for (int i = 0; i < VECTORS; i++) {
                f.get(sums[i]).get(from).load(VECTOR_BYTES * i).simd(Simd.I32X4_ADD).tee(sums[i]);
                f.get(sumsOfSums[i]).simd(Simd.I32X4_ADD).set(sumsOfSums[i]);
            }
        });
        int mixed = f.i32();
        for (int i = 0; i < VECTORS; i++) {
            mix(f, mixed, sums[i]);
            mix(f, mixed, sumsOfSums[i]);
        }
        f.get(to).get(mixed).storeI32(0);
        module.export("run", f);
        return module.toBytes();
    }

    private static void mix(WasmFunction f, int mixed, int vector) {
        for (int lane = 0; lane < 4; lane++) {
            f.get(vector).extractLane(Simd.I32X4_EXTRACT_LANE, lane).get(mixed).add().constant(MULTIPLIER).mul().tee(mixed);
            f.get(mixed).constant(SHIFT).shiftRightUnsigned().xor().set(mixed);
        }
    }
}
