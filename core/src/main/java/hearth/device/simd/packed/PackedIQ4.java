package hearth.device.simd.packed;

import hearth.format.TensorInfo;
import hearth.program.Memory;

/** IQ4_NL, 8 rows x 32 columns in 144 bytes, the file's own size: 8 half-precision scales, then {@link NonLinear} values. */
final class PackedIQ4 extends PackedFormat {
    PackedIQ4() {
        super(NonLinear.COLUMNS, SCALED_QUANTS + NonLinear.BYTES);
    }

    @Override
    public String name() {
        return "IQ4_NL";
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        packScaledWords(memory, source, rows, tensor, offset, target, 4);
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        for (int s = 0; s * 32 < columns; s++) {
            long step = step(base, columns, row, s);
            NonLinear.decode(memory, step + SCALED_QUANTS, row, half(memory, step + 2 * (row & 7)), out, 32 * s);
        }
    }

    @Override
    public void emit(Quad[] quads) {
        NonLinear.Products products = new NonLinear.Products(quads);
        products.write(SCALED_QUANTS);
        for (int q = 0; q < quads.length; q++) {
            int index = q;
            quads[q].addTimesHalves(0, t -> products.pushSums(index, t));
        }
    }
}
