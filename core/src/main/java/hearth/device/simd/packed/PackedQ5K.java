package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/**
 * Q5_K, 8 rows x 256 columns in 1472 bytes: d, dmin, scales and minimums as {@link PackedQ4K} has them, then the 8
 * sub-blocks' values as {@link FiveBits}.
 */
final class PackedQ5K extends PackedFormat {
    private static final int SUB_BLOCKS = 8;

    PackedQ5K() {
        super(256, PackedQ4K.QUANTS + SUB_BLOCKS * FiveBits.BYTES);
    }

    @Override
    public String name() {
        return "Q5_K";
    }

    @Override
    public int streams() {
        return 2;
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        int blockBytes = TensorType.Q5_K.bytesPerBlock();
        long rowBytes = tensor.type().rowBytes(tensor.columns());
        int steps = (int) (tensor.columns() / stepColumns());
        int[] words = new int[8];
        for (int s = 0; s < steps; s++) {
            long block = source + (long) s * blockBytes;
            long to = target + (long) s * stepBytes();
            long at = offset + (long) s * blockBytes;
            packFloats(memory, block, rowBytes, rows, tensor, at, to);
            packFloats(memory, block + 2, rowBytes, rows, tensor, at + 2, to + PackedQ4K.MINIMUM_SCALE);
            PackedQ4K.packSixBitFields(memory, block + 4, rowBytes, rows, to);
            for (int r = 0; r < GROUP; r++) {
                long high = block + r * rowBytes + 16;
                for (int k = 0; k < SUB_BLOCKS; k++) {
                    long nibbles = high + 32 + 32 * (k >> 1);
                    for (int w = 0; w < 8; w++) {
                        words[w] = r >= rows ? 0 : FiveBits.wordOfBytes(memory.getInt(nibbles + 4 * w) >>> 4 * (k & 1) & 0x0F0F0F0F,
                                memory.getInt(high + 4 * w) >>> k);
                    }
                    FiveBits.pack(memory, words, to + PackedQ4K.QUANTS + k * FiveBits.BYTES, r);
                }
            }
        }
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        int r = row & 7;
        for (int s = 0; s * 256 < columns; s++) {
            long step = step(base, columns, row, s);
            for (int k = 0; k < SUB_BLOCKS; k++) {
                float scale = memory.getFloat(step + 4 * r) * memory.getByte(step + PackedQ4K.SCALES + GROUP * k + r);
                float minimum = memory.getFloat(step + PackedQ4K.MINIMUM_SCALE + 4 * r) * memory.getByte(step + PackedQ4K.MINIMUMS + GROUP * k + r);
                for (int w = 0; w < 8; w++) {
                    int values = FiveBits.unpack(memory, step + PackedQ4K.QUANTS + k * FiveBits.BYTES, w, row);
                    for (int i = 0; i < 4; i++) {
                        out[256 * s + 32 * k + 4 * w + i] = scale * (values >>> 8 * i & 31) - minimum;
                    }
                }
            }
        }
    }

    @Override
    public void emit(Quad[] quads) {
        new Emission(quads).write();
    }

    /** The code of one step: a loop over the sub-blocks, for the reason given in {@link PackedQ6K}. */
    private static final class Emission {
        private final Quad[] quads;
        private final WasmFunction f;
        private final Dots dots;
        private final Quad[] subBlocks;
        private final FiveBits.Products products;
        private final int[] scales;
        private final int scaleBytes;
        private final int minimumBytes;
        /** Address of the sub-block's scale, less the constant offset. */
        private final int fields;

        Emission(Quad[] quads) {
            this.quads = quads;
            f = quads[0].f();
            dots = quads[0].dots();
            subBlocks = Quad.walking(quads);
            products = new FiveBits.Products(subBlocks);
            scales = new int[] {-1, -1};
            for (Quad quad : quads) {
                scales[quad.half()] = f.v128();
            }
            scaleBytes = f.v128();
            minimumBytes = f.v128();
            fields = f.i32();
        }

        void write() {
            int end = f.i32();
            int quants = subBlocks[0].weights();
            int activation = subBlocks[0].activation();
            f.get(quads[0].weights()).tee(quants).set(fields);
            f.get(quads[0].activation()).tee(activation).constant(quads[0].block(SUB_BLOCKS, 0, 0)).add().set(end);
            f.loop(activation, end, quads[0].block(1, 0, 0), () -> {
                writeScaling(products.write(PackedQ4K.QUANTS));
                f.advance(quants, FiveBits.BYTES);
                f.advance(fields, GROUP);
            });
        }

        private void writeScaling(int[][] accumulators) {
            dots.scales(scales, fields, PackedQ4K.SCALES);
            f.get(fields).vectorMemory(Simd.V128_LOAD8X8_S, PackedQ4K.SCALES).set(scaleBytes);
            f.get(fields).vectorMemory(Simd.V128_LOAD8X8_S, PackedQ4K.MINIMUMS).set(minimumBytes);
            for (int q = 0; q < quads.length; q++) {
                Quad quad = subBlocks[q];
                int step = quads[q].weights();
                int scale = scales[quad.half()];
                for (int t = 0; t < quad.tokens(); t++) {
                    int accumulator = accumulators[q][t];
                    int activationScale = quad.block(0, t, ActivationBlock.SCALE);
                    dots.multiplyAdd(quad.sums()[t], () -> {
                        dots.pushScaledSums(accumulator, scale);
                        f.simd(Simd.F32X4_CONVERT_I32X4_S);
                    }, () -> f.get(step).load(16 * quad.half()).get(quad.activation()).load32Splat(activationScale).simd(Simd.F32X4_MUL));
                }
                // The sums are of values less 16.
                quad.addMinimums(() -> {
                    quad.pushHalf(scaleBytes);
                    f.splat(16f).simd(Simd.F32X4_MUL).get(step).load(16 * quad.half()).simd(Simd.F32X4_MUL);
                    quad.pushHalf(minimumBytes);
                    f.get(step).load(PackedQ4K.MINIMUM_SCALE + 16 * quad.half()).simd(Simd.F32X4_MUL).simd(Simd.F32X4_SUB);
                });
            }
        }
    }
}
