package hearth.device.simd.packed;

import hearth.device.simd.assembler.WasmFunction;
import hearth.program.Memory;

/**
 * A small computation with a variant's dot products whose answer is known. An engine can accept an instruction and still
 * compute it wrongly; that has been seen.
 */
public final class DotCheck {
    private static final int VECTORS = 8;
    private static final int ACTIVATIONS = 0;
    private static final int NIBBLES = 4 * VECTORS;
    private static final int SIX_BITS = NIBBLES + 16 * VECTORS;
    private static final int NIBBLE_SUMS = SIX_BITS + 16 * VECTORS;
    private static final int SIX_BIT_SUMS = NIBBLE_SUMS + 16;
    private static final int FOUND = SIX_BIT_SUMS + 16;
    /** Bytes of memory that the computation needs. */
    public static final int BYTES = FOUND + 16;

    private static final byte[] TABLE = {-128, 127, 0, 1, -1, 2, -2, 3, 100, -100, 31, 15, 7, 63, 5, 113};

    private DotCheck() {
    }

    /** Writes the operands: extremes, and what lies between. */
    public static void prepare(Memory memory, long base) {
        for (int i = 0; i < 4 * VECTORS; i++) {
            memory.putByte(base + ACTIVATIONS + i, activation(i));
        }
        for (int i = 0; i < 16 * VECTORS; i++) {
            memory.putByte(base + NIBBLES + i, (byte) weight(i, 15));
            memory.putByte(base + SIX_BITS + i, (byte) weight(i, 63));
        }
        memory.clear(base + NIBBLE_SUMS, 48);
    }

    private static byte activation(int i) {
        return (byte) (i < 8 ? -127 : i < 16 ? 127 : i * 29 % 255 - 127);
    }

    private static int weight(int i, int most) {
        return i < 64 ? most : i * 7 % (most + 1);
    }

    /** Emits the computation over the operands at the address in local {@code base}. */
    public static void emit(WasmFunction f, Dots dots, int base) {
        int accumulator = f.v128();
        int operand = f.v128();
        int second = f.v128();
        dots.clear(accumulator);
        for (int i = 0; i < VECTORS; i++) {
            f.get(base).load(NIBBLES + 16 * i).set(operand);
            dots.nibbles(operand);
            dots.addNibbles(accumulator, base, ACTIVATIONS + 4 * i);
        }
        f.get(base);
        dots.pushNibbleSum(accumulator);
        f.store(NIBBLE_SUMS);
        dots.clear(accumulator);
        for (int i = 0; i < VECTORS; i += 2) {
            f.get(base).load(SIX_BITS + 16 * i).set(operand);
            f.get(base).load(SIX_BITS + 16 * (i + 1)).set(second);
            dots.addSixBits(accumulator, base, ACTIVATIONS + 4 * i, operand, ACTIVATIONS + 4 * (i + 1), second);
        }
        f.get(base).get(accumulator).store(SIX_BIT_SUMS);
        // The last of the nibbles are all different.
        f.get(base).load(NIBBLES + 16 * (VECTORS - 1)).set(operand);
        f.get(base);
        dots.lookUp(TABLE, operand);
        f.store(FOUND);
    }

    /** Whether the sums are what they must be. */
    public static boolean holds(Memory memory, long base) {
        for (int row = 0; row < 4; row++) {
            int nibbles = 0;
            int sixBits = 0;
            for (int i = 0; i < VECTORS; i++) {
                for (int c = 0; c < 4; c++) {
                    int place = 16 * i + 4 * row + c;
                    nibbles += activation(4 * i + c) * weight(place, 15);
                    sixBits += activation(4 * i + c) * weight(place, 63);
                }
            }
            if (memory.getInt(base + NIBBLE_SUMS + 4 * row) != nibbles || memory.getInt(base + SIX_BIT_SUMS + 4 * row) != sixBits) {
                return false;
            }
        }
        for (int i = 0; i < 16; i++) {
            if (memory.getByte(base + FOUND + i) != TABLE[weight(16 * (VECTORS - 1) + i, 15)]) {
                return false;
            }
        }
        return true;
    }
}
