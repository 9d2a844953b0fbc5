package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.DeltaKernels;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.packed.DotVariant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The gated delta rule in chunks and token by token, in a real WebAssembly engine, against the operation's formula in double
 * precision. What is in memory but means nothing is no number here: the kernels' scratch space, rows after the last token.
 */
class DeltaKernelsTest {
    private static final float EPSILON = 1e-6f;
    private static final float UNTOUCHED = 77;

    private static final NodeEngine ENGINE = new NodeEngine(3);
    private static final LinearHeap HEAP = ENGINE.heap();

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    @ParameterizedTest
    @EnumSource(DotVariant.class)
    void followsTheFormula(DotVariant variant) {
        Random random = new Random(11 + variant.ordinal());
        for (int i = 0; i < 12; i++) {
            int keyHeads = 1 + random.nextInt(3);
            int headSize = i % 3 == 0 ? 128 : i % 3 == 1 ? 16 * (1 + random.nextInt(6)) : 4 * (1 + random.nextInt(24));
            new Layer(variant, keyHeads, keyHeads * (1 + random.nextInt(3)), headSize, i % 4, random).check();
        }
    }

    /** A layer's weights, its state in doubles, and where all of it lies in memory. */
    private static final class Layer {
        private static final int MOST_TOKENS = 48;

        private final DotVariant variant;
        private final int keyHeads;
        private final int valueHeads;
        private final int headSize;
        private final int decays;
        private final Random random;
        private final int width;
        private final int stride;
        private final int valueStride;
        private final int scalarStride;
        private final float[] decay;
        private final float[] bias;
        private final float[] norm;
        private final double[] state;
        private final long memory;
        private final long control;
        private final long scratch;
        private final long qkv;
        private final long gate;
        private final long alpha;
        private final long beta;
        private final long weights;
        private final long states;
        private final long out;
        private final int floats;
        private double size;

        Layer(DotVariant variant, int keyHeads, int valueHeads, int headSize, int decays, Random random) {
            this.variant = variant;
            this.keyHeads = keyHeads;
            this.valueHeads = valueHeads;
            this.headSize = headSize;
            this.decays = decays;
            this.random = random;
            width = (2 * keyHeads + valueHeads) * headSize;
            stride = width + 4 * random.nextInt(3);
            valueStride = valueHeads * headSize + 4 * random.nextInt(3);
            scalarStride = valueHeads + random.nextInt(3);
            decay = new float[valueHeads];
            bias = new float[valueHeads];
            norm = new float[headSize];
            state = new double[valueHeads * headSize * headSize];
            for (int j = 0; j < valueHeads; j++) {
                // Hardly any, as trained models have, both next to each other, and none of the state is left after a token.
                decay[j] = -(float) Math.exp(new double[] {-6, 0, 4 * random.nextGaussian(), 5}[decays]);
                bias[j] = (float) random.nextGaussian();
            }
            for (int c = 0; c < headSize; c++) {
                norm[c] = 0.5f + random.nextFloat();
            }
            long at = Control.BYTES + 64;
            long[] offsets = new long[8];
            long[] sizes = {3L * DeltaKernels.scratchBytes(headSize, true), 4L * MOST_TOKENS * stride, 4L * MOST_TOKENS * valueStride,
                4L * (MOST_TOKENS + 4) * scalarStride, 4L * (MOST_TOKENS + 4) * scalarStride, 4L * (2 * valueHeads + headSize + 8),
                4L * state.length, 4L * MOST_TOKENS * valueStride};
            for (int i = 0; i < sizes.length; i++) {
                offsets[i] = at;
                at += (sizes[i] + 15) / 16 * 16;
            }
            floats = (int) at / 4;
            memory = HEAP.allocate(at);
            control = memory;
            scratch = memory + offsets[0];
            qkv = memory + offsets[1];
            gate = memory + offsets[2];
            alpha = memory + offsets[3];
            beta = memory + offsets[4];
            weights = memory + offsets[5];
            states = memory + offsets[6];
            out = memory + offsets[7];
        }

        void check() {
            for (int i = 0; i < floats; i++) {
                ENGINE.putFloat(memory + 4L * i, Float.NaN);
            }
            ENGINE.clear(control, Control.BYTES + 64);
            ENGINE.clear(states, 4L * state.length);
            ENGINE.write(weights, decay, 0, valueHeads);
            ENGINE.write(weights + 4L * valueHeads, bias, 0, valueHeads);
            ENGINE.write(norms(), norm, 0, headSize);
            ENGINE.putInt(control + Control.SCRATCH, (int) scratch);
            ENGINE.putInt(control + Control.SCRATCH_BYTES, DeltaKernels.scratchBytes(headSize, true));
            ENGINE.putInt(control + Control.END, (int) control + Control.BYTES + Kernels.RECORD_BYTES);
            Kernels kernels = new Kernels(variant, ENGINE.sharedMemory());
            int chunks = DeltaKernels.gatedDelta(kernels, keyHeads, valueHeads, headSize, EPSILON, true);
            int steps = DeltaKernels.gatedDelta(kernels, keyHeads, valueHeads, headSize, EPSILON, false);
            KernelEntry entry = ENGINE.instantiate(kernels.toBytes());
            for (int run = 0; run < 6; run++) {
                int tokens = run == 0 ? MOST_TOKENS : run % 2 == 1 ? 1 : 2 + random.nextInt(MOST_TOKENS - 2);
                ENGINE.force(1 + random.nextInt(3));
                run(entry, run % 2 == 1 ? steps : chunks, tokens);
            }
            ENGINE.force(0);
            entry.close();
            HEAP.free(memory);
        }

        private long norms() {
            return (weights + 8L * valueHeads + 15) / 16 * 16;
        }

        private void run(KernelEntry entry, int kernel, int tokens) {
            float[][] rows = rows(tokens, width, 1);
            float[][] gates = rows(tokens, valueHeads * headSize, 2);
            float[][] alphas = rows(tokens, valueHeads, 2);
            float[][] betas = rows(tokens, valueHeads, 2);
            write(qkv, stride, rows);
            write(gate, valueStride, gates);
            write(alpha, scalarStride, alphas);
            write(beta, scalarStride, betas);
            for (int i = 0; i < MOST_TOKENS * valueStride; i++) {
                ENGINE.putFloat(out + 4L * i, UNTOUCHED);
            }
            int[] operands = {(int) qkv, 4 * stride, (int) gate, 4 * valueStride, (int) alpha, (int) beta, 4 * scalarStride, (int) weights,
                (int) weights + 4 * valueHeads, (int) norms(), (int) states, (int) out, 4 * valueStride};
            ENGINE.putInt(control + Control.TOKENS, tokens);
            long record = control + Control.BYTES;
            ENGINE.putInt(record, kernel);
            ENGINE.putInt(record + 4, 0);
            for (int i = 0; i < operands.length; i++) {
                ENGINE.putInt(record + Kernels.OPERANDS + 4L * i, operands[i]);
            }
            entry.run((int) control, (int) record);
            for (int t = 0; t < MOST_TOKENS; t++) {
                for (int c = t < tokens ? valueHeads * headSize : 0; c < valueStride; c++) {
                    assertEquals(UNTOUCHED, ENGINE.getFloat(out + 4L * (t * valueStride + c)));
                }
            }
            for (int t = 0; t < tokens; t++) {
                for (int j = 0; j < valueHeads; j++) {
                    compare(t, j, token(rows[t], gates[t], alphas[t][j], betas[t][j], j), tokens);
                }
            }
            // What runs with fewer tokens must not read.
            ENGINE.write(qkv, filled(MOST_TOKENS * stride), 0, MOST_TOKENS * stride);
            ENGINE.write(gate, filled(MOST_TOKENS * valueStride), 0, MOST_TOKENS * valueStride);
            ENGINE.write(alpha, filled(MOST_TOKENS * scalarStride), 0, MOST_TOKENS * scalarStride);
            ENGINE.write(beta, filled(MOST_TOKENS * scalarStride), 0, MOST_TOKENS * scalarStride);
        }

        private static float[] filled(int count) {
            float[] nan = new float[count];
            Arrays.fill(nan, Float.NaN);
            return nan;
        }

        /** Rows that have a part in common, so that keys and queries of different tokens are far from orthogonal. */
        private float[][] rows(int tokens, int columns, double scale) {
            float[][] rows = new float[tokens][columns];
            double[] common = random.doubles(columns, -scale, scale).toArray();
            for (float[] row : rows) {
                for (int c = 0; c < columns; c++) {
                    row[c] = (float) (common[c] + scale * random.nextGaussian());
                }
            }
            return rows;
        }

        private static void write(long address, int stride, float[][] rows) {
            for (int t = 0; t < rows.length; t++) {
                ENGINE.write(address + 4L * t * stride, rows[t], 0, rows[t].length);
            }
        }

        /** A head's output for a token, its state after it, and how large the terms of the output are that may cancel each other. */
        private double[] token(float[] row, float[] gates, double a, double b, int j) {
            double[] q = unit(row, j % keyHeads * headSize, 1 / Math.sqrt(headSize));
            double[] k = unit(row, (keyHeads + j % keyHeads) * headSize, 1);
            double g = Math.exp(decay[j] * Math.log1p(Math.exp(a + bias[j])));
            double[] o = new double[headSize];
            double squares = 0;
            size = 0;
            for (int c = 0; c < headSize; c++) {
                double terms = 0;
                double known = 0;
                for (int r = 0; r < headSize; r++) {
                    known += k[r] * g * state[(j * headSize + r) * headSize + c];
                }
                double d = (row[(2 * keyHeads + j) * headSize + c] - known) / (1 + Math.exp(-b));
                for (int r = 0; r < headSize; r++) {
                    int at = (j * headSize + r) * headSize + c;
                    state[at] = g * state[at] + k[r] * d;
                    o[c] += q[r] * state[at];
                    terms += Math.abs(q[r] * state[at]);
                }
                size = Math.max(size, terms);
                squares += o[c] * o[c];
            }
            double scale = 1 / Math.sqrt(squares / headSize + EPSILON);
            double largest = 0;
            for (int c = 0; c < headSize; c++) {
                double z = gates[j * headSize + c];
                double factor = scale * norm[c] * z / (1 + Math.exp(-z));
                o[c] *= factor;
                largest = Math.max(largest, Math.abs(factor));
            }
            size *= largest;
            return o;
        }

        private double[] unit(float[] row, int from, double length) {
            double squares = EPSILON;
            for (int i = 0; i < headSize; i++) {
                squares += (double) row[from + i] * row[from + i];
            }
            double[] unit = new double[headSize];
            for (int i = 0; i < headSize; i++) {
                unit[i] = row[from + i] * length / Math.sqrt(squares);
            }
            return unit;
        }

        private void compare(int t, int j, double[] expected, int tokens) {
            for (int c = 0; c < headSize; c++) {
                float actual = ENGINE.getFloat(out + 4L * (t * valueStride + j * headSize + c));
                assertTrue(Math.abs(actual - expected[c]) <= 2e-6 * size, variant + ", " + keyHeads + " and " + valueHeads + " heads of " + headSize
                        + ", decays " + decays + ", token " + t + " of " + tokens + ", head " + j + ", value " + c + ": " + actual
                        + ", expected " + expected[c] + ", terms " + size);
            }
        }
    }
}
