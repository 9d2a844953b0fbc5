package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import hearth.program.Memory;

/**
 * Q4_K, 8 rows x 256 columns in 1216 bytes: 8 float d, 8 float dmin, for each of 8 sub-blocks 8 scale bytes, likewise 8
 * minimum bytes (the file's 6-bit fields unpacked; d and dmin widened as in {@link PackedQ6K}), then for each pair of sub-blocks word 0..7 of the rows' 32 nibble bytes
 * (low nibbles: the first sub-block of the pair, high: the second).
 */
final class PackedQ4K extends PackedFormat {
    private static final int MINIMUM_SCALE = 32;
    private static final int SCALES = 64;
    private static final int MINIMUMS = 128;
    private static final int QUANTS = 192;
    private static final int PAIRS = 4;
    private static final int PAIR_BYTES = 256;
    private static final int WORDS = 8;

    PackedQ4K() {
        super(256, 1216);
    }

    @Override
    public String name() {
        return "Q4_K";
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        int blockBytes = TensorType.Q4_K.bytesPerBlock();
        long rowBytes = tensor.type().rowBytes(tensor.columns());
        int steps = (int) (tensor.columns() / stepColumns());
        for (int s = 0; s < steps; s++) {
            long block = source + (long) s * blockBytes;
            long to = target + (long) s * stepBytes();
            long at = offset + (long) s * blockBytes;
            packFloats(memory, block, rowBytes, rows, tensor, at, to);
            packFloats(memory, block + 2, rowBytes, rows, tensor, at + 2, to + MINIMUM_SCALE);
            packSixBitFields(memory, block + 4, rowBytes, rows, to);
            for (int p = 0; p < PAIRS; p++) {
                interleaveWords(memory, block + 16 + 32 * p, rowBytes, rows, WORDS, to + QUANTS + p * PAIR_BYTES, 32);
            }
        }
    }

    private static void packSixBitFields(Memory memory, long fields, long rowBytes, int rows, long to) {
        for (int r = 0; r < GROUP; r++) {
            long s = fields + r * rowBytes;
            for (int k = 0; k < 8; k++) {
                int scale = 0;
                int minimum = 0;
                if (r < rows && k < 4) {
                    scale = memory.getByte(s + k) & 63;
                    minimum = memory.getByte(s + k + 4) & 63;
                } else if (r < rows) {
                    int both = memory.getByte(s + k + 4) & 255;
                    scale = both & 15 | (memory.getByte(s + k - 4) & 255) >> 6 << 4;
                    minimum = both >> 4 | (memory.getByte(s + k) & 255) >> 6 << 4;
                }
                memory.putByte(to + SCALES + 8 * k + r, (byte) scale);
                memory.putByte(to + MINIMUMS + 8 * k + r, (byte) minimum);
            }
        }
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        int r = row & 7;
        for (int s = 0; s * 256 < columns; s++) {
            long step = step(base, columns, row, s);
            float d = memory.getFloat(step + 4 * r);
            float dmin = memory.getFloat(step + MINIMUM_SCALE + 4 * r);
            for (int k = 0; k < 8; k++) {
                float scale = d * memory.getByte(step + SCALES + 8 * k + r);
                float minimum = dmin * memory.getByte(step + MINIMUMS + 8 * k + r);
                for (int w = 0; w < WORDS; w++) {
                    int nibbles = memory.getInt(word(step + QUANTS + (k >> 1) * PAIR_BYTES, 32, w, row)) >>> 4 * (k & 1);
                    for (int i = 0; i < 4; i++) {
                        out[256 * s + 32 * k + 4 * w + i] = scale * (nibbles >>> 8 * i & 15) - minimum;
                    }
                }
            }
        }
    }

    @Override
    public void emit(Quad quad) {
        WasmFunction f = quad.f();
        Dots dots = quad.dots();
        int tokens = quad.tokens();
        int low = f.v128();
        int high = f.v128();
        int scale = f.v128();
        int minimum = f.v128();
        int[] lowSums = f.v128s(tokens);
        int[] highSums = f.v128s(tokens);
        for (int p = 0; p < PAIRS; p++) {
            for (int t = 0; t < tokens; t++) {
                dots.clear(lowSums[t]);
                dots.clear(highSums[t]);
            }
            for (int w = 0; w < WORDS; w++) {
                f.get(quad.weights()).load(QUANTS + p * PAIR_BYTES + (2 * w + quad.half()) * 16).tee(low);
                f.constant(4).simd(Simd.I16X8_SHR_U);
            dots.maskLowNibbles();
            f.set(high);
                f.get(low);
            dots.maskLowNibbles();
            f.set(low);
                dots.nibbles(low);
                for (int t = 0; t < tokens; t++) {
                    dots.addNibbles(lowSums[t], quad.activation(), quad.block(2 * p, t, 4 * w));
                }
                dots.nibbles(high);
                for (int t = 0; t < tokens; t++) {
                    dots.addNibbles(highSums[t], quad.activation(), quad.block(2 * p + 1, t, 4 * w));
                }
            }
            for (int k = 2 * p; k < 2 * p + 2; k++) {
                pushSixBits(quad, SCALES + 8 * k);
                f.get(quad.weights()).load(16 * quad.half());
                f.simd(Simd.F32X4_MUL).set(scale);
                pushSixBits(quad, MINIMUMS + 8 * k);
                f.get(quad.weights()).load(MINIMUM_SCALE + 16 * quad.half());
                f.simd(Simd.F32X4_MUL).set(minimum);
                for (int t = 0; t < tokens; t++) {
                    int sum = k % 2 == 0 ? lowSums[t] : highSums[t];
                    int activationScale = quad.block(k, t, ActivationBlock.SCALE);
                    int activationSum = quad.block(k, t, ActivationBlock.SUM);
                    dots.multiplyAdd(quad.sums()[t], () -> {
                        dots.pushNibbleSum(sum);
                        f.simd(Simd.F32X4_CONVERT_I32X4_S);
                    }, () -> f.get(scale).get(quad.activation()).load32Splat(activationScale).simd(Simd.F32X4_MUL));
                    dots.multiplySubtract(quad.sums()[t], () -> f.get(minimum),
                            () -> f.get(quad.activation()).load32Splat(activationSum));
                }
            }
        }
    }

    /** Pushes the four rows' bytes at {@code offset} as floats. */
    private static void pushSixBits(Quad quad, int offset) {
        quad.f().get(quad.weights()).vectorMemory(Simd.V128_LOAD32_ZERO, offset + 4 * quad.half());
        quad.f().simd(Simd.I16X8_EXTEND_LOW_I8X16_U).simd(Simd.I32X4_EXTEND_LOW_I16X8_U).simd(Simd.F32X4_CONVERT_I32X4_S);
    }
}
