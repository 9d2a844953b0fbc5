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
    public void emit(Quad quad) {
        new Emission(quad).write();
    }

    /** The code of one step: a loop over the sub-blocks, for the reason given in {@link PackedQ6K}. */
    private static final class Emission {
        private final Quad quad;
        private final WasmFunction f;
        private final Dots dots;
        private final FiveBits.Products products;
        private final int scale;
        private final int minimum;
        private final int[] accumulators;
        /** Addresses less the constant offsets: of the sub-block's quants, scales and activations. */
        private final int quants;
        private final int scales;
        private final int activation;

        Emission(Quad quad) {
            this.quad = quad;
            f = quad.f();
            dots = quad.dots();
            products = new FiveBits.Products(quad);
            scale = f.v128();
            minimum = f.v128();
            accumulators = f.v128s(quad.tokens());
            quants = f.i32();
            scales = f.i32();
            activation = f.i32();
        }

        void write() {
            int end = f.i32();
            f.get(quad.weights()).tee(quants).set(scales);
            f.get(quad.activation()).tee(activation).constant(quad.block(SUB_BLOCKS, 0, 0)).add().set(end);
            f.loop(activation, end, quad.block(1, 0, 0), () -> {
                for (int accumulator : accumulators) {
                    dots.clear(accumulator);
                }
                products.add(quants, PackedQ4K.QUANTS, activation, accumulators);
                writeScaling();
                f.advance(quants, FiveBits.BYTES);
                f.advance(scales, GROUP);
            });
        }

        private void writeScaling() {
            pushScaled(PackedQ4K.SCALES, 0);
            f.set(scale);
            pushScaled(PackedQ4K.MINIMUMS, PackedQ4K.MINIMUM_SCALE);
            f.set(minimum);
            for (int t = 0; t < quad.tokens(); t++) {
                int accumulator = accumulators[t];
                int activationScale = quad.block(0, t, ActivationBlock.SCALE);
                int activationSum = quad.block(0, t, ActivationBlock.SUM);
                dots.multiplyAdd(quad.sums()[t], () -> f.get(accumulator).simd(Simd.F32X4_CONVERT_I32X4_S),
                        () -> f.get(scale).get(activation).load32Splat(activationScale).simd(Simd.F32X4_MUL));
                dots.multiplySubtract(quad.sums()[t], () -> f.get(minimum), () -> f.get(activation).load32Splat(activationSum));
            }
        }

        /** Pushes the four rows' bytes at {@code bytes}, each times its row's float at {@code floats}. */
        private void pushScaled(int bytes, int floats) {
            f.get(scales).vectorMemory(Simd.V128_LOAD32_ZERO, bytes + 4 * quad.half());
            f.simd(Simd.I16X8_EXTEND_LOW_I8X16_U).simd(Simd.I32X4_EXTEND_LOW_I16X8_U).simd(Simd.F32X4_CONVERT_I32X4_S);
            f.get(quad.weights()).load(floats + 16 * quad.half()).simd(Simd.F32X4_MUL);
        }
    }
}
