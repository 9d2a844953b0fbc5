package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
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
    private static final int SCALES = SIX_BIT_SUMS + 16;
    private static final int START = SCALES + 8;
    private static final int FOUND = START + 2 * VECTORS;
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
        memory.clear(base + NIBBLE_SUMS, 32);
        for (int row = 0; row < 8; row++) {
            memory.putByte(base + SCALES + row, scale(row));
        }
        for (int i = 0; i < VECTORS; i++) {
            memory.putShort(base + START + 2 * i, start(i));
        }
        memory.clear(base + FOUND, 16);
    }

    private static byte activation(int i) {
        return (byte) (i < 8 ? -127 : i < 16 ? 127 : i * 29 % 255 - 127);
    }

    private static int weight(int i, int most) {
        return i < 64 ? most : i * 7 % (most + 1);
    }

    private static byte scale(int row) {
        return (byte) (row == 0 ? -128 : row * 55 % 128);
    }

    private static short start(int i) {
        return (short) (i * 37 - 99);
    }

    /** Emits the computation over the operands at the address in local {@code base}. */
    public static void emit(WasmFunction f, Dots dots, int base) {
        int accumulator = f.v128();
        Dots.Operand operand = dots.operand();
        dots.clear(accumulator);
        for (int i = 0; i < VECTORS; i++) {
            f.get(base).load(NIBBLES + 16 * i);
            dots.setUnsigned(operand);
            dots.activation(base, ACTIVATIONS + 4 * i);
            dots.add(accumulator, operand);
        }
        f.get(base);
        dots.pushSums(accumulator);
        f.store(NIBBLE_SUMS);
        int[] scales = {f.v128(), -1};
        dots.scales(scales, base, SCALES);
        f.get(base);
        for (int i = 0; i < VECTORS; i += 2) {
            dots.start(accumulator, base, START + 4 * (i / 2));
            for (int j = i; j < i + 2; j++) {
                f.get(base).load(SIX_BITS + 16 * j);
                dots.setUnsigned(operand);
                dots.activation(base, ACTIVATIONS + 4 * j);
                dots.add(accumulator, operand);
            }
            dots.pushScaledSums(accumulator, scales[0]);
            if (i > 0) {
                f.simd(Simd.I32X4_ADD);
            }
        }
        f.store(SIX_BIT_SUMS);
        // The last vector has each of the nibbles once.
        f.get(base).load(NIBBLES + 16 * (VECTORS - 1)).set(accumulator);
        f.get(base);
        dots.lookUp(TABLE, accumulator);
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
                sixBits += start(i);
            }
            sixBits *= scale(row);
            if (memory.getInt(base + NIBBLE_SUMS + 4 * row) != nibbles || memory.getInt(base + SIX_BIT_SUMS + 4 * row) != sixBits) {
                return false;
            }
        }
        for (int i = 0; i < TABLE.length; i++) {
            if (memory.getByte(base + FOUND + i) != TABLE[weight(16 * (VECTORS - 1) + i, 15)]) {
                return false;
            }
        }
        return true;
    }
}
