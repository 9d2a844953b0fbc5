package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;

/**
 * Integer dot products in lanes that are rows: four signed 8-bit activations, repeated in every lane, times four weights of
 * each of four rows. Each variant gives the same sums; they differ in which instructions a browser has.
 */
public abstract class Dots {
    final WasmFunction f;
    private int even = -1;
    private int odd = -1;
    private int activation = -1;

    private Dots(WasmFunction f) {
        this.f = f;
    }

    /** Keeps the low four bits of each byte of the vector on the stack. */
    void maskLowNibbles() {
        f.splat(0x0F0F0F0F).simd(Simd.V128_AND);
    }

    /** The low and the high nibbles of the vector at {@code address + offset}. */
    void splitNibbles(int address, int offset, int low, int high) {
        f.get(address).load(offset).tee(low);
        f.constant(4).simd(Simd.I16X8_SHR_U);
        maskLowNibbles();
        f.set(high).get(low);
        maskLowNibbles();
        f.set(low);
    }

    /** Keeps bits 4 and 5 of each byte of the vector on the stack. */
    void maskBits4And5() {
        f.splat(0x30303030).simd(Simd.V128_AND);
    }

    /** Writes into {@code f} for a browser with or without relaxed SIMD. */
    public static Dots of(DotVariant variant, WasmFunction f) {
        return switch (variant) {
            case RELAXED_I16 -> new RelaxedI16(f);
            case RELAXED_I32 -> new RelaxedI32(f);
            case PLAIN -> new Plain(f);
        };
    }

    public void clear(int accumulator) {
        f.splat(0).set(accumulator);
    }

    /** Makes the vector in local {@code operand} (16 values of 0..15) the second factor of {@link #addNibbles}. */
    abstract void nibbles(int operand);

    /**
     * Adds the products with the four activations at {@code address + offset}. At most 8 such additions go into one
     * accumulator, read by {@link #pushNibbleSum}.
     */
    abstract void addNibbles(int accumulator, int address, int offset);

    abstract void pushNibbleSum(int accumulator);

    /** Adds the products of two vectors of values 0..63 with the activations at their offsets; the sums are 32 bits wide. */
    abstract void addSixBits(int accumulator, int address, int firstOffset, int first, int secondOffset, int second);

    /**
     * Adds the products of four vectors of values 0..31 with the activations at {@code address + offset + columns[i]}; the
     * sums are 32 bits wide.
     */
    abstract void addFiveBits(int accumulator, int address, int offset, int[] columns, int[] operands);

    /** Pushes the entries of a table of 16 bytes at the places, 0..15, in local {@code places}. */
    abstract void lookUp(byte[] table, int places);

    /** True where products with signed bytes cost no more than those with nibbles. */
    boolean multipliesSigned() {
        return false;
    }

    /** Makes the vector in local {@code operand} (16 signed bytes) the second factor of {@link #addSigned}. */
    void signed(int operand) {
        split();
        f.get(operand).constant(8).simd(Simd.I16X8_SHL).constant(8).simd(Simd.I16X8_SHR_S).set(even);
        f.get(operand).constant(8).simd(Simd.I16X8_SHR_S).set(odd);
    }

    /** Adds the products with the four activations at {@code address + offset}; the sums are 32 bits wide. */
    void addSigned(int accumulator, int address, int offset) {
        f.get(address).load32Splat(offset).tee(activation);
        f.constant(8).simd(Simd.I16X8_SHL).constant(8).simd(Simd.I16X8_SHR_S);
        f.get(even).simd(Simd.I32X4_DOT_I16X8_S).get(accumulator).simd(Simd.I32X4_ADD);
        f.get(activation).constant(8).simd(Simd.I16X8_SHR_S);
        f.get(odd).simd(Simd.I32X4_DOT_I16X8_S).simd(Simd.I32X4_ADD).set(accumulator);
    }

    /** {@code sum += a * b} in float lanes. */
    void multiplyAdd(int sum, Runnable a, Runnable b) {
        a.run();
        b.run();
        f.get(sum).simd(Simd.F32X4_RELAXED_MADD).set(sum);
    }

    /** {@code sum -= a * b} in float lanes. */
    void multiplySubtract(int sum, Runnable a, Runnable b) {
        a.run();
        b.run();
        f.get(sum).simd(Simd.F32X4_RELAXED_NMADD).set(sum);
    }

    private void split() {
        if (even < 0) {
            even = f.v128();
            odd = f.v128();
            activation = f.v128();
        }
    }

    private abstract static class Relaxed extends Dots {
        Relaxed(WasmFunction f) {
            super(f);
        }

        // No place is beyond the table: what the relaxed instruction makes of those differs.
        @Override
        void lookUp(byte[] table, int places) {
            f.bytes(table).get(places).simd(Simd.I8X16_RELAXED_SWIZZLE);
        }
    }

    /** One 16-bit dot instruction for 16 products: the best form where the hardware has no 32-bit one. */
    private static final class RelaxedI16 extends Relaxed {
        private int operand;

        RelaxedI16(WasmFunction f) {
            super(f);
        }

        @Override
        void nibbles(int local) {
            operand = local;
        }

        // A 16-bit lane takes 2 products an addition: 8 additions stay below 16 * 15 * 127 = 30,480.
        @Override
        void addNibbles(int accumulator, int address, int offset) {
            f.get(address).load32Splat(offset).get(operand).simd(Simd.I16X8_RELAXED_DOT_I8X16_I7X16_S);
            f.get(accumulator).simd(Simd.I16X8_ADD).set(accumulator);
        }

        @Override
        void pushNibbleSum(int accumulator) {
            f.get(accumulator).simd(Simd.I32X4_EXTADD_PAIRWISE_I16X8_S);
        }

        // Two additions at most in 16 bits: 4 * 63 * 127 = 32,004.
        @Override
        void addSixBits(int accumulator, int address, int firstOffset, int first, int secondOffset, int second) {
            f.get(address).load32Splat(firstOffset).get(first).simd(Simd.I16X8_RELAXED_DOT_I8X16_I7X16_S);
            f.get(address).load32Splat(secondOffset).get(second).simd(Simd.I16X8_RELAXED_DOT_I8X16_I7X16_S);
            f.simd(Simd.I16X8_ADD).simd(Simd.I32X4_EXTADD_PAIRWISE_I16X8_S);
            f.get(accumulator).simd(Simd.I32X4_ADD).set(accumulator);
        }

        // Four additions at most in 16 bits: 8 * 31 * 127 = 31,496.
        @Override
        void addFiveBits(int accumulator, int address, int offset, int[] columns, int[] operands) {
            for (int i = 0; i < operands.length; i++) {
                f.get(address).load32Splat(offset + columns[i]).get(operands[i]).simd(Simd.I16X8_RELAXED_DOT_I8X16_I7X16_S);
                if (i > 0) {
                    f.simd(Simd.I16X8_ADD);
                }
            }
            f.simd(Simd.I32X4_EXTADD_PAIRWISE_I16X8_S).get(accumulator).simd(Simd.I32X4_ADD).set(accumulator);
        }
    }

    /** One 32-bit dot-and-add instruction: the best form where the hardware has it (VNNI, Arm's SDOT). */
    private static final class RelaxedI32 extends Relaxed {
        private int operand;

        RelaxedI32(WasmFunction f) {
            super(f);
        }

        @Override
        void nibbles(int local) {
            operand = local;
        }

        @Override
        void addNibbles(int accumulator, int address, int offset) {
            dot(accumulator, address, offset, operand);
        }

        @Override
        void pushNibbleSum(int accumulator) {
            f.get(accumulator);
        }

        @Override
        void addSixBits(int accumulator, int address, int firstOffset, int first, int secondOffset, int second) {
            dot(accumulator, address, firstOffset, first);
            dot(accumulator, address, secondOffset, second);
        }

        @Override
        void addFiveBits(int accumulator, int address, int offset, int[] columns, int[] operands) {
            for (int i = 0; i < operands.length; i++) {
                dot(accumulator, address, offset + columns[i], operands[i]);
            }
        }

        private void dot(int accumulator, int address, int offset, int weights) {
            f.get(address).load32Splat(offset).get(weights).get(accumulator);
            f.simd(Simd.I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S).set(accumulator);
        }
    }

    /** SIMD128 alone: bytes are widened to 16 bits, even and odd ones apart, so that a lane still is a row. */
    private static final class Plain extends Dots {
        Plain(WasmFunction f) {
            super(f);
        }

        @Override
        void nibbles(int operand) {
            signed(operand);
        }

        @Override
        void addNibbles(int accumulator, int address, int offset) {
            addSigned(accumulator, address, offset);
        }

        @Override
        void pushNibbleSum(int accumulator) {
            f.get(accumulator);
        }

        @Override
        void addSixBits(int accumulator, int address, int firstOffset, int first, int secondOffset, int second) {
            signed(first);
            addSigned(accumulator, address, firstOffset);
            signed(second);
            addSigned(accumulator, address, secondOffset);
        }

        @Override
        void addFiveBits(int accumulator, int address, int offset, int[] columns, int[] operands) {
            for (int i = 0; i < operands.length; i++) {
                signed(operands[i]);
                addSigned(accumulator, address, offset + columns[i]);
            }
        }

        @Override
        void lookUp(byte[] table, int places) {
            f.bytes(table).get(places).simd(Simd.I8X16_SWIZZLE);
        }

        @Override
        boolean multipliesSigned() {
            return true;
        }

        @Override
        void multiplyAdd(int sum, Runnable a, Runnable b) {
            a.run();
            b.run();
            f.simd(Simd.F32X4_MUL).get(sum).simd(Simd.F32X4_ADD).set(sum);
        }

        @Override
        void multiplySubtract(int sum, Runnable a, Runnable b) {
            f.get(sum);
            a.run();
            b.run();
            f.simd(Simd.F32X4_MUL).simd(Simd.F32X4_SUB).set(sum);
        }
    }
}
