package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/**
 * IQ4_XS, 8 rows x 256 columns in 1120 bytes: 8 float d (widened as in {@link PackedQ6K}), for each of 8 sub-blocks 8 signed
 * scale bytes (the file's 6-bit fields unpacked, less 32), then the sub-blocks' {@link NonLinear} values.
 */
final class PackedIQ4XS extends PackedFormat {
    private static final int SCALES = 32;
    private static final int QUANTS = 96;
    private static final int SUB_BLOCKS = 8;

    PackedIQ4XS() {
        super(256, QUANTS + SUB_BLOCKS * NonLinear.BYTES);
    }

    @Override
    public String name() {
        return "IQ4_XS";
    }

    @Override
    public int streams() {
        return 2;
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        int blockBytes = TensorType.IQ4_XS.bytesPerBlock();
        long rowBytes = tensor.type().rowBytes(tensor.columns());
        int steps = (int) (tensor.columns() / stepColumns());
        for (int s = 0; s < steps; s++) {
            long block = source + (long) s * blockBytes;
            long to = target + (long) s * stepBytes();
            packFloats(memory, block, rowBytes, rows, tensor, offset + (long) s * blockBytes, to);
            for (int r = 0; r < GROUP; r++) {
                packScales(memory, block + r * rowBytes, r < rows, to + SCALES + r);
            }
            for (int k = 0; k < SUB_BLOCKS; k++) {
                interleaveWords(memory, block + 8 + 16 * k, rowBytes, rows, 4, to + QUANTS + k * NonLinear.BYTES);
            }
        }
    }

    private static void packScales(Memory memory, long block, boolean present, long to) {
        int high = present ? memory.getShort(block + 2) : 0;
        for (int k = 0; k < SUB_BLOCKS; k++) {
            int low = present ? memory.getByte(block + 4 + k / 2) >> 4 * (k % 2) & 15 : 0;
            memory.putByte(to + GROUP * k, (byte) ((low | (high >> 2 * k & 3) << 4) - 32));
        }
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        int r = row & 7;
        for (int s = 0; s * 256 < columns; s++) {
            long step = step(base, columns, row, s);
            for (int k = 0; k < SUB_BLOCKS; k++) {
                float scale = memory.getFloat(step + 4 * r) * memory.getByte(step + SCALES + GROUP * k + r);
                NonLinear.decode(memory, step + QUANTS + k * NonLinear.BYTES, row, scale, out, 256 * s + 32 * k);
            }
        }
    }

    /** A loop over the sub-blocks, for the reason given in {@link PackedQ6K}. */
    @Override
    public void emit(Quad[] quads) {
        WasmFunction f = quads[0].f();
        int scale = f.v128();
        int bytes = f.v128();
        int scales = f.i32();
        int end = f.i32();
        Quad[] subBlocks = Quad.walking(quads);
        int quants = subBlocks[0].weights();
        int activation = subBlocks[0].activation();
        NonLinear.Products products = new NonLinear.Products(subBlocks);
        f.get(quads[0].weights()).tee(quants).set(scales);
        f.get(quads[0].activation()).tee(activation).constant(quads[0].block(SUB_BLOCKS, 0, 0)).add().set(end);
        f.loop(activation, end, quads[0].block(1, 0, 0), () -> {
            products.write(QUANTS);
            f.get(scales).vectorMemory(Simd.V128_LOAD8X8_S, SCALES).set(bytes);
            for (int q = 0; q < quads.length; q++) {
                Quad quad = quads[q];
                int index = q;
                quad.pushHalf(bytes);
                f.get(quad.weights()).load(16 * quad.half()).simd(Simd.F32X4_MUL).set(scale);
                for (int t = 0; t < quad.tokens(); t++) {
                    int token = t;
                    int activationScale = quad.block(0, t, ActivationBlock.SCALE);
                    quad.dots().multiplyAdd(quad.sums()[t], () -> {
                        products.pushSums(index, token);
                        f.simd(Simd.F32X4_CONVERT_I32X4_S);
                    }, () -> f.get(scale).get(activation).load32Splat(activationScale).simd(Simd.F32X4_MUL));
                }
            }
            f.advance(quants, NonLinear.BYTES);
            f.advance(scales, GROUP);
        });
    }
}
