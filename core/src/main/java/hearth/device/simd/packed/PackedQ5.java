package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/**
 * Q5_0 and Q5_1, 8 rows x 32 columns in 176 or 192 bytes, the file's own size: 8 half-precision scales, for Q5_1 8
 * half-precision minimums, then the values as {@link FiveBits}.
 */
final class PackedQ5 extends PackedFormat {
    private static final int MINIMUMS = 2 * GROUP;

    private final TensorType type;
    private final boolean minimum;
    private final int quants;

    PackedQ5(TensorType type) {
        super(FiveBits.COLUMNS, GROUP * type.bytesPerBlock());
        this.type = type;
        minimum = type == TensorType.Q5_1;
        quants = minimum ? 2 * MINIMUMS : MINIMUMS;
    }

    @Override
    public String name() {
        return type.name();
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        int blockBytes = type.bytesPerBlock();
        long rowBytes = type.rowBytes(tensor.columns());
        int steps = (int) (tensor.columns() / stepColumns());
        int high = minimum ? 4 : 2;
        int[] words = new int[8];
        for (int s = 0; s < steps; s++) {
            long block = source + (long) s * blockBytes;
            long to = target + (long) s * stepBytes();
            long at = offset + (long) s * blockBytes;
            packHalves(memory, block, rowBytes, rows, tensor, at, to);
            if (minimum) {
                packHalves(memory, block + 2, rowBytes, rows, tensor, at + 2, to + MINIMUMS);
            }
            for (int r = 0; r < GROUP; r++) {
                long fields = block + r * rowBytes + high;
                int fifth = r < rows ? memory.getInt(fields) : 0;
                for (int w = 0; w < 4; w++) {
                    int nibbles = r < rows ? memory.getInt(fields + 4 + 4 * w) : 0;
                    words[w] = FiveBits.word(nibbles & 0x0F0F0F0F, fifth >>> 4 * w);
                    words[4 + w] = FiveBits.word(nibbles >>> 4 & 0x0F0F0F0F, fifth >>> 16 + 4 * w);
                }
                FiveBits.pack(memory, words, to + quants, r);
            }
        }
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        for (int s = 0; s * 32 < columns; s++) {
            long step = step(base, columns, row, s);
            float d = half(memory, step + 2 * (row & 7));
            float m = minimum ? half(memory, step + MINIMUMS + 2 * (row & 7)) : 0;
            int zero = minimum ? 0 : 16;
            for (int w = 0; w < 8; w++) {
                int values = FiveBits.unpack(memory, step + quants, w, row);
                for (int i = 0; i < 4; i++) {
                    out[32 * s + 4 * w + i] = d * ((values >>> 8 * i & 31) - zero) + m;
                }
            }
        }
    }

    @Override
    public void emit(Quad[] quads) {
        WasmFunction f = quads[0].f();
        int[][] accumulators = new FiveBits.Products(quads).write(quants);
        for (int q = 0; q < quads.length; q++) {
            Quad quad = quads[q];
            int[] ofQuad = accumulators[q];
            quad.addTimesHalves(0, t -> quad.dots().pushSums(ofQuad[t]));
            if (minimum) {
                // The sums are of values less 16: m + 16 d goes with the activations' sum.
                quad.addMinimums(() -> {
                    Halves.push(f, quad.weights(), 8 * quad.half());
                    f.splat(16f).simd(Simd.F32X4_MUL);
                    Halves.push(f, quad.weights(), MINIMUMS + 8 * quad.half());
                    f.simd(Simd.F32X4_ADD).splat(Halves.FACTOR).simd(Simd.F32X4_MUL);
                });
            }
        }
    }
}
