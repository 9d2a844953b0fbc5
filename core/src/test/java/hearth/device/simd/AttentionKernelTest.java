package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hearth.device.simd.kernel.AttentionKernels;
import hearth.device.simd.kernel.CacheFormat;
import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.packed.DotVariant;
import hearth.format.HalfFloat;
import hearth.program.State;
import hearth.program.StateType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels of the KV cache, in a real WebAssembly engine, against the formula over keys and values rounded as the cache says. */
class AttentionKernelTest {
    private static final NodeEngine ENGINE = new NodeEngine(1);
    private static final LinearHeap HEAP = ENGINE.heap();

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    static Stream<Arguments> cachesAndVariants() {
        List<Arguments> all = new ArrayList<>();
        for (StateType cache : List.of(StateType.F16, StateType.Q8)) {
            for (DotVariant variant : List.of(DotVariant.PLAIN, DotVariant.RELAXED_I32)) {
                all.add(Arguments.of(cache, variant));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("cachesAndVariants")
    void attendsToWhatIsStored(StateType cache, DotVariant variant) {
        Random random = new Random(3);
        int[] headSizes = {256, 128, 64, 4 * (16 + random.nextInt(48)), 4 * (1 + random.nextInt(16)), 4};
        for (int headSize : headSizes) {
            int kvHeads = 1 + random.nextInt(3);
            int queries = 1 + random.nextInt(6);
            int tokens = 1 + random.nextInt(5);
            new Case(cache, variant, headSize, kvHeads, queries, tokens, 200 + random.nextInt(300), random).check();
        }
        for (int positions = 1; positions <= 130; positions += 1 + random.nextInt(20)) {
            new Case(cache, variant, 32, 2, 2, 1, positions, random).check();
        }
    }

    @Test
    void aRowOfEightBitsIsWholeBlocksAndTheirScales() {
        for (int[] sizeAndBytes : new int[][] {{256, 288}, {64, 72}, {36, 72}, {4, 36}}) {
            assertEquals(sizeAndBytes[1], CacheFormat.of(new State("keys", StateType.Q8, 10, sizeAndBytes[0])).rowBytes());
            assertEquals(2 * sizeAndBytes[0], CacheFormat.of(new State("keys", StateType.F16, 10, sizeAndBytes[0])).rowBytes());
        }
    }

    /** The last {@code tokens} of {@code positions} ask, all others are stored before, in several runs. */
    private static final class Case {
        private final StateType cache;
        private final DotVariant variant;
        private final int headSize;
        private final int kvHeads;
        private final int queries;
        private final int tokens;
        private final int positions;
        private final float[][] keys;
        private final float[][] values;
        private final float[][] queryGates;

        Case(StateType cache, DotVariant variant, int headSize, int kvHeads, int queries, int tokens, int positions, Random random) {
            this.cache = cache;
            this.variant = variant;
            this.headSize = headSize;
            this.kvHeads = kvHeads;
            this.queries = queries;
            this.tokens = Math.min(tokens, positions);
            this.positions = positions;
            float[] sizes = new float[kvHeads * headSize];
            for (int i = 0; i < sizes.length; i++) {
                // Some channels are much larger than others, as those of real keys are.
                sizes[i] = random.nextInt(20) == 0 ? 8 : 0.7f;
            }
            keys = rows(positions, sizes, random);
            values = rows(positions, sizes, random);
            values[positions / 2] = new float[sizes.length];
            float[] ones = new float[2 * queries * sizes.length];
            Arrays.fill(ones, 1);
            queryGates = rows(this.tokens, ones, random);
        }

        private static float[][] rows(int count, float[] sizes, Random random) {
            float[][] rows = new float[count][sizes.length];
            for (float[] row : rows) {
                for (int i = 0; i < sizes.length; i++) {
                    row[i] = (float) (sizes[i] * random.nextGaussian());
                }
            }
            return rows;
        }

        @Override
        public String toString() {
            return cache + " " + variant + " head size " + headSize + ", " + kvHeads + " key/value heads with " + queries + " queries each, "
                    + tokens + " tokens at " + positions;
        }

        void check() {
            float[][] out = compute();
            double[] p = new double[positions];
            for (int t = 0; t < tokens; t++) {
                int seen = positions - tokens + t + 1;
                for (int h = 0; h < kvHeads * queries; h++) {
                    int head = h / queries * headSize;
                    double sum = 0;
                    for (int s = 0; s < seen; s++) {
                        float[] key = rounded(keys[s], head);
                        double score = 0;
                        for (int i = 0; i < headSize; i++) {
                            score += (double) queryGates[t][2 * h * headSize + i] * key[i];
                        }
                        p[s] = Math.exp(score / Math.sqrt(headSize));
                        sum += p[s];
                    }
                    double[] expected = new double[headSize];
                    for (int s = 0; s < seen; s++) {
                        float[] value = rounded(values[s], head);
                        for (int i = 0; i < headSize; i++) {
                            expected[i] += p[s] / sum * value[i];
                        }
                    }
                    for (int i = 0; i < headSize; i++) {
                        double gate = 1 / (1 + Math.exp(-queryGates[t][(2 * h + 1) * headSize + i]));
                        assertEquals(expected[i] * gate, out[t][h * headSize + i], 2e-3, this + ", token " + t + ", head " + h + ", value " + i);
                    }
                }
            }
        }

        private float[] rounded(float[] row, int head) {
            float[] rounded = new float[headSize];
            for (int from = 0; from < headSize; from += 32) {
                int count = Math.min(32, headSize - from);
                float largest = 0;
                for (int i = 0; i < count; i++) {
                    largest = Math.max(largest, Math.abs(row[head + from + i]));
                }
                // In single precision, as kernels compute: elsewhere ties would fall differently.
                float step = largest * (1f / 127);
                for (int i = 0; i < count; i++) {
                    float x = row[head + from + i];
                    rounded[from + i] = cache == StateType.F16 ? HalfFloat.toFloat(HalfFloat.fromFloat(x)) : largest == 0 ? 0 : (float) Math.rint(x * (1 / step)) * step;
                }
            }
            return rounded;
        }

        private float[][] compute() {
            CacheFormat format = CacheFormat.of(new State("cache", cache, positions * kvHeads, headSize));
            int width = kvHeads * headSize;
            int outWidth = width * queries;
            long cacheBytes = LinearHeap.align((long) positions * kvHeads * format.rowBytes());
            long caches = HEAP.allocate(2 * cacheBytes + AttentionKernels.readableAfter(format));
            int most = Math.max(tokens, 64);
            long in = HEAP.allocate(4L * most * 2 * width);
            long queryGate = HEAP.allocate(4L * tokens * 2 * outWidth);
            long out = HEAP.allocate(4L * tokens * outWidth);
            long control = HEAP.allocate(Control.BYTES + Kernels.RECORD_BYTES);
            long scratch = HEAP.allocate(AttentionKernels.scratchBytes(format, queries));
            // What lies beyond the rows that are written must not matter.
            for (long at = 0; at < 2 * cacheBytes + AttentionKernels.readableAfter(format); at += 4) {
                ENGINE.putInt(caches + at, -1);
            }
            Kernels kernels = new Kernels(variant, ENGINE.sharedMemory());
            int store = AttentionKernels.store(kernels, format, kvHeads);
            int attention = AttentionKernels.attention(kernels, format, kvHeads * queries, kvHeads);
            KernelEntry entry = ENGINE.instantiate(kernels.toBytes());
            ENGINE.clear(control, Control.BYTES);
            ENGINE.putInt(control + Control.SCRATCH, (int) scratch);
            int valuesAt = (int) in + 4 * most * width;
            for (int from = 0; from < positions; from += most) {
                int count = Math.min(most, positions - from);
                for (int t = 0; t < count; t++) {
                    ENGINE.write(in + 4L * t * width, keys[from + t], 0, width);
                    ENGINE.write(valuesAt + 4L * t * width, values[from + t], 0, width);
                }
                run(entry, control, count, from, store, (int) in, valuesAt, 4 * width, (int) caches, (int) (caches + cacheBytes), positions);
            }
            for (int t = 0; t < tokens; t++) {
                ENGINE.write(queryGate + 4L * t * 2 * outWidth, queryGates[t], 0, 2 * outWidth);
            }
            run(entry, control, tokens, positions - tokens, attention, (int) queryGate, 8 * outWidth, (int) caches, (int) (caches + cacheBytes), positions,
                    (int) out, 4 * outWidth);
            float[][] rows = new float[tokens][outWidth];
            for (int t = 0; t < tokens; t++) {
                ENGINE.read(out + 4L * t * outWidth, rows[t], 0, outWidth);
            }
            entry.close();
            for (long block : new long[] {caches, in, queryGate, out, control, scratch}) {
                HEAP.free(block);
            }
            return rows;
        }

        private static void run(KernelEntry entry, long control, int tokens, int position, int kernel, int... operands) {
            long record = control + Control.BYTES;
            ENGINE.putInt(control + Control.TOKENS, tokens);
            ENGINE.putInt(control + Control.POSITION, position);
            ENGINE.putInt(control + Control.END, (int) record + Kernels.RECORD_BYTES);
            ENGINE.putInt(record, kernel);
            for (int i = 0; i < operands.length; i++) {
                ENGINE.putInt(record + Kernels.OPERANDS + 4L * i, operands[i]);
            }
            entry.run((int) control, (int) record);
        }
    }
}
