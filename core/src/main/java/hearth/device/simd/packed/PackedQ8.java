package hearth.device.simd.packed;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.format.TensorInfo;
import hearth.program.Memory;

/**
 * Q8_0, 8 rows x 32 columns in 272 bytes, the file's own size: 8 half-precision scales, then word 0..7 of the rows' bytes,
 * each plus 128. As high and low nibble, {@code w = 16 (high - 8) + low}, a byte fits dot products that take seven bits.
 */
final class PackedQ8 extends PackedFormat {
    private static final int WORDS = 8;
    private static final int PLUS_128 = 0x80808080;

    PackedQ8() {
        super(32, 272);
    }

    @Override
    public String name() {
        return "Q8_0";
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        packScaledWords(memory, source, rows, tensor, offset, target, WORDS);
        int steps = (int) (tensor.columns() / stepColumns());
        for (int s = 0; s < steps; s++) {
            long quants = target + (long) s * stepBytes() + SCALED_QUANTS;
            for (int at = 0; at < stepBytes() - SCALED_QUANTS; at += 4) {
                memory.putInt(quants + at, memory.getInt(quants + at) ^ PLUS_128);
            }
        }
    }

    @Override
    public boolean packsByKernel() {
        return true;
    }

    @Override
    public void emitPack(PackStep step) {
        step.packHalves(0);
        step.interleaveWords(2, WORDS, SCALED_QUANTS, PLUS_128);
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        for (int s = 0; s * 32 < columns; s++) {
            long step = step(base, columns, row, s);
            float d = half(memory, step + 2 * (row & 7));
            for (int w = 0; w < WORDS; w++) {
                int bytes = memory.getInt(word(step + SCALED_QUANTS, w, row));
                for (int i = 0; i < 4; i++) {
                    out[32 * s + 4 * w + i] = d * ((bytes >> 8 * i & 255) - 128);
                }
            }
        }
    }

    @Override
    public void emit(Quad[] quads) {
        if (quads[0].dots().takesWholeBytes()) {
            emitWholeBytes(quads);
        } else {
            emitNibbles(quads);
        }
    }

    private static void emitNibbles(Quad[] quads) {
        WasmFunction f = quads[0].f();
        Dots dots = quads[0].dots();
        Dots.Operand[] low = dots.operands(quads.length);
        Dots.Operand[] high = dots.operands(quads.length);
        int[][] lowSums = Quad.accumulators(quads);
        int[][] highSums = Quad.accumulators(quads);
        start(quads, highSums);
        dots.clear(lowSums);
        for (int w = 0; w < WORDS; w++) {
            for (int q = 0; q < quads.length; q++) {
                dots.setNibbles(low[q], high[q], quads[q].weights(), SCALED_QUANTS + (2 * w + quads[q].half()) * 16);
            }
            Quad.eachToken(quads, 0, ActivationBlock.VALUES + 4 * w, (q, t) -> {
                dots.add(lowSums[q][t], low[q]);
                dots.add(highSums[q][t], high[q]);
            });
        }
        scale(quads, (q, t) -> {
            dots.pushSums(highSums[q][t]);
            f.constant(4).simd(Simd.I32X4_SHL);
            dots.pushSums(lowSums[q][t]);
            f.simd(Simd.I32X4_ADD);
        });
    }

    private static void emitWholeBytes(Quad[] quads) {
        WasmFunction f = quads[0].f();
        Dots dots = quads[0].dots();
        Dots.Operand[] operands = dots.operands(quads.length);
        int[][] sums = Quad.accumulators(quads);
        start(quads, sums);
        for (int[] ofQuad : sums) {
            for (int sum : ofQuad) {
                dots.shiftStart(sum, 4);
            }
        }
        for (int w = 0; w < WORDS; w++) {
            for (int q = 0; q < quads.length; q++) {
                f.get(quads[q].weights()).load(SCALED_QUANTS + (2 * w + quads[q].half()) * 16);
                dots.setUnsigned(operands[q]);
            }
            Quad.eachToken(quads, 0, ActivationBlock.VALUES + 4 * w, (q, t) -> dots.add(sums[q][t], operands[q]));
        }
        scale(quads, (q, t) -> dots.pushSums(sums[q][t]));
    }

    private static void start(Quad[] quads, int[][] sums) {
        for (int q = 0; q < quads.length; q++) {
            for (int t = 0; t < quads[q].tokens(); t++) {
                quads[q].dots().start(sums[q][t], quads[q].activation(), quads[q].block(0, t, ActivationBlock.MINUS_8_SUMS));
            }
        }
    }

    /** @param push pushes the rows' sums of a quad and a token */
    private static void scale(Quad[] quads, Quad.Use push) {
        for (int q = 0; q < quads.length; q++) {
            int quad = q;
            quads[q].addTimesHalves(0, t -> push.write(quad, t));
        }
    }
}
