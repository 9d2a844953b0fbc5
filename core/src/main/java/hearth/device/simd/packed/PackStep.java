package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;

/**
 * One step of a kernel that packs: its formats write the instructions with what is here. Rows come four at a time, a
 * <em>quad</em>; their words are transposed, so that lanes become rows.
 */
public final class PackStep {
    private static final int[] FIRST_BYTES = {0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29};
    private static final int HALF_EXPONENT = 0x7C00;
    private static final int UPPER = 16;

    private final WasmFunction f;
    private final int[] rows;
    private final int target;
    private final int notFinite;
    private final int[][] words;
    private final int[] pairs;

    /**
     * @param rows      locals with the addresses of the 8 rows' blocks
     * @param target    local with the address of the packed step
     * @param notFinite vector local of which a lane's sign is set where a value is not finite
     */
    public PackStep(WasmFunction f, int[] rows, int target, int notFinite) {
        this.f = f;
        this.rows = rows;
        this.target = target;
        this.notFinite = notFinite;
        words = new int[][] {f.v128s(4), f.v128s(4)};
        pairs = f.v128s(4);
    }

    WasmFunction f() {
        return f;
    }

    /** Loads 16 bytes of each row's block; word {@code i} of rows {@code 4 quad ...} is then in local {@code word(quad, i)}. */
    void load(int offset) {
        for (int quad = 0; quad < 2; quad++) {
            int[] w = words[quad];
            for (int r = 0; r < 4; r++) {
                f.get(rows[4 * quad + r]).load(offset).set(w[r]);
            }
            f.get(w[0]).get(w[1]).shuffle32(0, 4, 1, 5).set(pairs[0]);
            f.get(w[2]).get(w[3]).shuffle32(0, 4, 1, 5).set(pairs[1]);
            f.get(w[0]).get(w[1]).shuffle32(2, 6, 3, 7).set(pairs[2]);
            f.get(w[2]).get(w[3]).shuffle32(2, 6, 3, 7).set(pairs[3]);
            f.get(pairs[0]).get(pairs[1]).shuffle32(0, 1, 4, 5).set(w[0]);
            f.get(pairs[0]).get(pairs[1]).shuffle32(2, 3, 6, 7).set(w[1]);
            f.get(pairs[2]).get(pairs[3]).shuffle32(0, 1, 4, 5).set(w[2]);
            f.get(pairs[2]).get(pairs[3]).shuffle32(2, 3, 6, 7).set(w[3]);
        }
    }

    int word(int quad, int index) {
        return words[quad][index];
    }

    /** {@link PackedFormat#interleaveWords}, each word xor {@code flip}; {@code count} is a multiple of 4. */
    void interleaveWords(int offset, int count, int to, int flip) {
        for (int w = 0; w < count; w += 4) {
            load(offset + 4 * w);
            for (int i = 0; i < 4; i++) {
                if (flip != 0) {
                    f.get(words[0][i]).splat(flip).simd(Simd.V128_XOR).set(words[0][i]);
                    f.get(words[1][i]).splat(flip).simd(Simd.V128_XOR).set(words[1][i]);
                }
                storeWord(i, to + (w + i) * 4 * PackedFormat.GROUP);
            }
        }
    }

    /** Stores word {@code index} of the 8 rows. */
    void storeWord(int index, int to) {
        f.get(target).get(words[0][index]).store(to);
        f.get(target).get(words[1][index]).store(to + 16);
    }

    /** {@link PackedFormat#packHalves} of each block's first two bytes. */
    void packHalves(int to) {
        load(0);
        requireFinite(0, HALF_EXPONENT);
        storeHalves(0, 0, to);
    }

    /** Stores the low halves ({@code side} 0) or the high ones (1) of the 8 rows' word {@code index}. */
    void storeHalves(int index, int side, int to) {
        f.get(target).get(words[0][index]).get(words[1][index]);
        f.shuffle16(side, side + 2, side + 4, side + 6, side + 8, side + 10, side + 12, side + 14).store(to);
    }

    /** {@link PackedFormat#packFloats} of the low halves ({@code side} 0) or the high ones (1) of the 8 rows' word {@code index}. */
    void packFloats(int index, int side, int to) {
        requireFinite(index, HALF_EXPONENT << side * UPPER);
        for (int quad = 0; quad < 2; quad++) {
            int word = words[quad][index];
            if (side == 1) {
                f.get(word).constant(16).simd(Simd.I32X4_SHR_U).set(pairs[0]);
                word = pairs[0];
            }
            f.get(target);
            f.get(word).splat(0x7FFF).simd(Simd.V128_AND).constant(13).simd(Simd.I32X4_SHL).splat(Halves.FACTOR).simd(Simd.F32X4_MUL);
            f.get(word).splat(0x8000).simd(Simd.V128_AND).constant(16).simd(Simd.I32X4_SHL).simd(Simd.V128_OR);
            f.store(to + 16 * quad);
        }
    }

    /** Stores the 4 bytes of the 8 rows' word {@code index}: 8 bytes of the rows for each. */
    void storeBytes(int index, int to) {
        for (int k = 0; k < 4; k += 2) {
            int[] lanes = new int[16];
            for (int i = 0; i < 16; i++) {
                lanes[i] = FIRST_BYTES[i] + k;
            }
            f.get(target).get(words[0][index]).get(words[1][index]).shuffle8(lanes).store(to + 8 * k);
        }
    }

    /** Notes it where word {@code index} has the exponent {@code mask} all ones: of its low half, its high one, or a float. */
    void requireFinite(int index, int mask) {
        for (int quad = 0; quad < 2; quad++) {
            // The exponent's lowest bit added to an exponent of ones carries into the sign.
            f.get(words[quad][index]).splat(mask).simd(Simd.V128_AND).splat(mask & -mask).simd(Simd.I32X4_ADD);
            if (mask >>> UPPER == 0) {
                f.constant(UPPER).simd(Simd.I32X4_SHL);
            }
            f.get(notFinite).simd(Simd.V128_OR).set(notFinite);
        }
    }

    int target() {
        return target;
    }
}
