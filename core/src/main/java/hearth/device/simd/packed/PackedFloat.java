package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/** F32, F16 and BF16: column after column, the values of 8 rows. The kernel multiplies floats with floats. */
final class PackedFloat extends PackedFormat {
    /** Columns of a step where the row's length allows: fewer turns of the loop. */
    private static final int UNROLLED = 8;

    private final TensorType type;

    PackedFloat(TensorType type, int columns) {
        super(columns % UNROLLED == 0 ? UNROLLED : 1, (columns % UNROLLED == 0 ? UNROLLED : 1) * GROUP * type.bytesPerBlock());
        this.type = type;
    }

    @Override
    public String name() {
        return type + "x" + stepColumns();
    }

    @Override
    public boolean quantisedActivations() {
        return false;
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        int columns = (int) tensor.columns();
        int size = type.bytesPerBlock();
        for (int r = 0; r < GROUP; r++) {
            for (int c = 0; c < columns; c++) {
                long from = ((long) r * columns + c) * size;
                long to = target + ((long) c * GROUP + r) * size;
                if (size == 4) {
                    int bits = r < rows ? memory.getInt(source + from) : 0;
                    requireFinite((bits & 0x7F800000) != 0x7F800000, tensor, offset + from);
                    memory.putInt(to, bits);
                } else {
                    short bits = r < rows ? memory.getShort(source + from) : 0;
                    int exponent = type == TensorType.F16 ? 0x7C00 : 0x7F80;
                    requireFinite((bits & exponent) != exponent, tensor, offset + from);
                    memory.putShort(to, bits);
                }
            }
        }
    }

    private static void requireFinite(boolean finite, TensorInfo tensor, long offset) {
        if (!finite) {
            throw notFinite(tensor, offset);
        }
    }

    @Override
    public boolean packsByKernel() {
        return stepColumns() == UNROLLED;
    }

    @Override
    public void emitPack(PackStep step) {
        int exponent = type == TensorType.F32 ? 0x7F800000 : type == TensorType.F16 ? 0x7C00 : 0x7F80;
        int columns = 16 / type.bytesPerBlock();
        for (int c = 0; c < UNROLLED; c += columns) {
            step.load(c * type.bytesPerBlock());
            for (int w = 0; w < 4; w++) {
                step.requireFinite(w, exponent);
                if (type == TensorType.F32) {
                    step.storeWord(w, (c + w) * GROUP * 4);
                } else {
                    step.requireFinite(w, exponent << 16);
                    step.storeHalves(w, 0, 2 * w * GROUP * 2);
                    step.storeHalves(w, 1, (2 * w + 1) * GROUP * 2);
                }
            }
        }
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        int size = type.bytesPerBlock();
        long first = base + row / GROUP * groupBytes(columns) + (row % GROUP) * size;
        for (int c = 0; c < columns; c++) {
            long at = first + (long) c * GROUP * size;
            out[c] = switch (type) {
                case F16 -> half(memory, at);
                case BF16 -> Float.intBitsToFloat(memory.getShort(at) << 16);
                default -> memory.getFloat(at);
            };
        }
    }

    /** Neighbours may have the same weights and different activations, for several tokens, or the other way round. */
    @Override
    public void emit(Quad[] quads) {
        WasmFunction f = quads[0].f();
        int weights = f.v128();
        int activation = f.v128();
        for (int c = 0; c < stepColumns(); c++) {
            for (int q = 0; q < quads.length; q++) {
                Quad quad = quads[q];
                Quad before = q == 0 ? null : quads[q - 1];
                if (before == null || before.weights() != quad.weights() || before.half() != quad.half()) {
                    pushWeights(f, quad.weights(), (c * GROUP + 4 * quad.half()) * type.bytesPerBlock());
                    f.set(weights);
                }
                if (before == null || before.activation() != quad.activation()) {
                    f.get(quad.activation()).load32Splat(4 * c).set(activation);
                }
                quad.dots().multiplyAdd(quad.sums()[0], () -> f.get(weights), () -> f.get(activation));
            }
        }
    }

    private void pushWeights(WasmFunction f, int address, int offset) {
        switch (type) {
            case F16 -> {
                Halves.push(f, address, offset);
                f.splat(Halves.FACTOR).simd(Simd.F32X4_MUL);
            }
            case BF16 -> {
                f.get(address).vectorMemory(Simd.V128_LOAD16X4_U, offset);
                f.constant(16).simd(Simd.I32X4_SHL);
            }
            default -> f.get(address).load(offset);
        }
    }
}
