package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;

/**
 * Integer dot products in lanes that are rows: four signed 8-bit activations, repeated in every lane, times four weights of
 * each of four rows. Each variant gives the same sums; they differ in which instructions a browser has. Accumulators are 32 bits
 * wide unless a variant says otherwise.
 */
public abstract class Dots {
    final WasmFunction f;
    private int activation = -1;
    private int loaded = -1;

    private Dots(WasmFunction f) {
        this.f = f;
    }

    /** Keeps the low four bits of each byte of the vector on the stack. */
    void maskLowNibbles() {
        f.splat(0x0F0F0F0F).simd(Simd.V128_AND);
    }

    /** Writes into {@code f} for a browser with or without relaxed SIMD. */
    public static Dots of(DotVariant variant, WasmFunction f) {
        return switch (variant) {
            case RELAXED_I16 -> new RelaxedI16(f);
            case RELAXED_I32 -> new RelaxedI32(f);
            case PLAIN -> new Plain(f);
        };
    }

    /** Sixteen weights, 4 columns of each of 4 rows, as a factor of {@link #add}. */
    final class Operand {
        final int vector;
        private final int even;
        private final int odd;

        private Operand(boolean split) {
            vector = f.v128();
            even = split ? f.v128() : -1;
            odd = split ? f.v128() : -1;
        }
    }

    final Operand operand() {
        return new Operand(splits());
    }

    final Operand[] operands(int count) {
        Operand[] operands = new Operand[count];
        for (int i = 0; i < count; i++) {
            operands[i] = operand();
        }
        return operands;
    }

    /** Whether bytes are widened before they are multiplied. */
    abstract boolean splits();

    /** Whether an unsigned operand's bytes may be 0..255. */
    final boolean takesWholeBytes() {
        return splits();
    }

    /** Takes the vector on the stack, bytes of 0..127 (or 0..255, see {@link #takesWholeBytes}), as the operand's. */
    abstract void setUnsigned(Operand operand);

    /** Makes the low and the high nibbles of the vector at {@code address + offset} operands. */
    final void setNibbles(Operand low, Operand high, int address, int offset) {
        f.get(address).load(offset).tee(loaded());
        maskLowNibbles();
        setUnsigned(low);
        f.get(loaded()).constant(4).simd(Simd.I16X8_SHR_U);
        maskLowNibbles();
        setUnsigned(high);
    }

    /** Makes the four activations at {@code address + offset} the other factor of the next {@link #add}s. */
    abstract void activation(int address, int offset);

    /**
     * Adds the products with the present activations to an accumulator. What its halves of a row's sum may hold is up to the
     * caller: in the end, with the start value, no more than 16 bits with sign for two of every four columns.
     */
    abstract void add(int accumulator, Operand operand);

    /** Starts an accumulator at the pair of 16-bit values at {@code address + offset}, see {@link ActivationBlock}. */
    void start(int accumulator, int address, int offset) {
        f.get(address).load32Splat(offset).splat(0x00010001).simd(Simd.I32X4_DOT_I16X8_S).set(accumulator);
    }

    /** Multiplies what an accumulator starts at by a power of two. */
    void shiftStart(int accumulator, int bits) {
        f.get(accumulator).constant(bits).simd(Simd.I32X4_SHL).set(accumulator);
    }

    /** Pushes the four rows' sums, 32 bits wide. */
    void pushSums(int accumulator) {
        f.get(accumulator);
    }

    /**
     * Loads the signed scale bytes of 8 rows at {@code address + offset} as factors of {@link #pushScaledSums}.
     *
     * @param scales for rows 0..3 and 4..7 the local that takes them, negative where they are not wanted
     */
    void scales(int[] scales, int address, int offset) {
        f.get(address).vectorMemory(Simd.V128_LOAD8X8_S, offset).set(loaded());
        for (int half = 0; half < 2; half++) {
            if (scales[half] >= 0) {
                f.get(loaded()).simd(half == 0 ? Simd.I32X4_EXTEND_LOW_I16X8_S : Simd.I32X4_EXTEND_HIGH_I16X8_S).set(scales[half]);
            }
        }
    }

    /** Pushes the four rows' sums times their scales. */
    void pushScaledSums(int accumulator, int scale) {
        f.get(accumulator).get(scale).simd(Simd.I32X4_MUL);
    }

    /** Pushes the four rows' sums times a number. */
    void pushMultipliedSums(int accumulator, int factor) {
        f.get(accumulator).splat(factor).simd(Simd.I32X4_MUL);
    }

    public void clear(int accumulator) {
        f.splat(0).set(accumulator);
    }

    /** Clears the accumulators of all quads and tokens. */
    final void clear(int[][] accumulators) {
        for (int[] ofQuad : accumulators) {
            for (int accumulator : ofQuad) {
                clear(accumulator);
            }
        }
    }

    /** Pushes the entries of a table of 16 bytes at the places, 0..15, in local {@code places}. */
    abstract void lookUp(byte[] table, int places);

    /** {@code sum += a * b} in float lanes. */
    public void multiplyAdd(int sum, Runnable a, Runnable b) {
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

    final int activation() {
        if (activation < 0) {
            activation = f.v128();
        }
        return activation;
    }

    final int loaded() {
        if (loaded < 0) {
            loaded = f.v128();
        }
        return loaded;
    }

    private abstract static class Relaxed extends Dots {
        Relaxed(WasmFunction f) {
            super(f);
        }

        @Override
        boolean splits() {
            return false;
        }

        @Override
        void setUnsigned(Operand operand) {
            f.set(operand.vector);
        }

        @Override
        void activation(int address, int offset) {
            f.get(address).load32Splat(offset).set(activation());
        }

        // No place is beyond the table: what the relaxed instruction makes of those differs.
        @Override
        void lookUp(byte[] table, int places) {
            f.bytes(table).get(places).simd(Simd.I8X16_RELAXED_SWIZZLE);
        }
    }

    /** One 16-bit dot instruction for 16 products: the best form where the hardware has no 32-bit one. */
    private static final class RelaxedI16 extends Relaxed {
        RelaxedI16(WasmFunction f) {
            super(f);
        }

        @Override
        void add(int accumulator, Operand weights) {
            f.get(activation()).get(weights.vector).simd(Simd.I16X8_RELAXED_DOT_I8X16_I7X16_S);
            f.get(accumulator).simd(Simd.I16X8_ADD).set(accumulator);
        }

        @Override
        void start(int accumulator, int address, int offset) {
            f.get(address).load32Splat(offset).set(accumulator);
        }

        @Override
        void shiftStart(int accumulator, int bits) {
            f.get(accumulator).constant(bits).simd(Simd.I16X8_SHL).set(accumulator);
        }

        @Override
        void pushMultipliedSums(int accumulator, int factor) {
            f.get(accumulator).splat(factor * 0x00010001).simd(Simd.I32X4_DOT_I16X8_S);
        }

        @Override
        void pushSums(int accumulator) {
            f.get(accumulator).simd(Simd.I32X4_EXTADD_PAIRWISE_I16X8_S);
        }

        @Override
        void scales(int[] scales, int address, int offset) {
            f.get(address).vectorMemory(Simd.V128_LOAD8X8_S, offset).set(loaded());
            for (int half = 0; half < 2; half++) {
                if (scales[half] >= 0) {
                    int row = 4 * half;
                    f.get(loaded()).get(loaded());
                    f.shuffle16(row, row, row + 1, row + 1, row + 2, row + 2, row + 3, row + 3).set(scales[half]);
                }
            }
        }

        @Override
        void pushScaledSums(int accumulator, int scale) {
            f.get(accumulator).get(scale).simd(Simd.I32X4_DOT_I16X8_S);
        }
    }

    /** One 32-bit dot-and-add instruction: the best form where the hardware has it (VNNI, Arm's SDOT). */
    private static final class RelaxedI32 extends Relaxed {
        RelaxedI32(WasmFunction f) {
            super(f);
        }

        @Override
        void add(int accumulator, Operand weights) {
            f.get(activation()).get(weights.vector).get(accumulator);
            f.simd(Simd.I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S).set(accumulator);
        }

    }

    /** SIMD128 alone: bytes are widened to 16 bits, even and odd ones apart, so that a lane still is a row. */
    private static final class Plain extends Dots {
        private int evenActivations = -1;
        private int oddActivations = -1;

        Plain(WasmFunction f) {
            super(f);
        }

        @Override
        boolean splits() {
            return true;
        }

        @Override
        void setUnsigned(Operand operand) {
            f.tee(operand.vector).splat(0x00FF00FF).simd(Simd.V128_AND).set(operand.even);
            f.get(operand.vector).constant(8).simd(Simd.I16X8_SHR_U).set(operand.odd);
        }

        @Override
        void activation(int address, int offset) {
            if (evenActivations < 0) {
                evenActivations = f.v128();
                oddActivations = f.v128();
            }
            f.get(address).load32Splat(offset).tee(oddActivations);
            f.constant(8).simd(Simd.I16X8_SHL).constant(8).simd(Simd.I16X8_SHR_S).set(evenActivations);
            f.get(oddActivations).constant(8).simd(Simd.I16X8_SHR_S).set(oddActivations);
        }

        @Override
        void add(int accumulator, Operand weights) {
            f.get(evenActivations).get(weights.even).simd(Simd.I32X4_DOT_I16X8_S);
            f.get(oddActivations).get(weights.odd).simd(Simd.I32X4_DOT_I16X8_S).simd(Simd.I32X4_ADD);
            f.get(accumulator).simd(Simd.I32X4_ADD).set(accumulator);
        }

        @Override
        void lookUp(byte[] table, int places) {
            f.bytes(table).get(places).simd(Simd.I8X16_SWIZZLE);
        }

        @Override
        public void multiplyAdd(int sum, Runnable a, Runnable b) {
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
