package hearth.device.simd.packed;

import hearth.format.TensorInfo;
import hearth.program.Memory;

/**
 * Q4_0, 8 rows x 32 columns in 144 bytes, the file's own size: 8 half-precision scales, then word j = 0..3 of the 16 nibble
 * bytes of rows 0..7. Low nibbles are columns 4j.., high nibbles columns 16 + 4j...
 */
final class PackedQ4 extends PackedFormat {
    private static final int WORDS = 4;

    PackedQ4() {
        super(32, 144);
    }

    @Override
    public String name() {
        return "Q4_0";
    }

    @Override
    public int streamsTogether() {
        return 2;
    }

    @Override
    public void pack(Memory memory, long source, int rows, TensorInfo tensor, long offset, long target) {
        packScaledWords(memory, source, rows, tensor, offset, target, WORDS);
    }

    @Override
    public boolean packsByKernel() {
        return true;
    }

    @Override
    public void emitPack(PackStep step) {
        step.packHalves(0);
        step.interleaveWords(2, WORDS, SCALED_QUANTS, 0);
    }

    @Override
    public void decodeRow(Memory memory, long base, int columns, int row, float[] out) {
        for (int s = 0; s * 32 < columns; s++) {
            long step = step(base, columns, row, s);
            float d = half(memory, step + 2 * (row & 7));
            for (int w = 0; w < WORDS; w++) {
                int nibbles = memory.getInt(word(step + SCALED_QUANTS, w, row));
                for (int i = 0; i < 4; i++) {
                    out[32 * s + 4 * w + i] = d * ((nibbles >>> 8 * i & 15) - 8);
                    out[32 * s + 16 + 4 * w + i] = d * ((nibbles >>> 8 * i + 4 & 15) - 8);
                }
            }
        }
    }

    @Override
    public void emit(Quad[] quads) {
        Dots dots = quads[0].dots();
        int tokens = quads[0].tokens();
        Dots.Operand[] low = dots.operands(quads.length);
        Dots.Operand[] high = dots.operands(quads.length);
        int[][] accumulators = Quad.accumulators(quads);
        for (int q = 0; q < quads.length; q++) {
            for (int t = 0; t < tokens; t++) {
                dots.start(accumulators[q][t], quads[q].activation(), quads[q].block(0, t, ActivationBlock.MINUS_8_SUMS));
            }
        }
        for (int w = 0; w < WORDS; w++) {
            for (int q = 0; q < quads.length; q++) {
                dots.setNibbles(low[q], high[q], quads[q].weights(), SCALED_QUANTS + (2 * w + quads[q].half()) * 16);
            }
            add(quads, accumulators, low, ActivationBlock.VALUES + 4 * w);
            add(quads, accumulators, high, ActivationBlock.VALUES + 16 + 4 * w);
        }
        for (int q = 0; q < quads.length; q++) {
            int[] ofQuad = accumulators[q];
            quads[q].addTimesHalves(0, t -> dots.pushSums(ofQuad[t]));
        }
    }

    private static void add(Quad[] quads, int[][] accumulators, Dots.Operand[] operands, int field) {
        Quad.eachToken(quads, 0, field, (q, t) -> quads[q].dots().add(accumulators[q][t], operands[q]));
    }
}
