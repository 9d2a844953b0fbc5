package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.ArrayLogits;
import hearth.device.Logits;
import hearth.device.simd.packed.DotVariant;
import hearth.generate.Sampler;
import hearth.generate.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The kernels that look through logits, in a real WebAssembly engine, against the plain loops. */
class SimdLogitsTest {
    private static final NodeEngine ENGINE = new NodeEngine(1);
    private static final LinearHeap HEAP = ENGINE.heap();
    /** Around whole vectors, whole blocks, and what the search finds at once. */
    private static final int[] SIZES = {1, 2, 3, 4, 5, 63, 64, 66, 255, 256, 257, 300, 1000, 1024, 1027, 4096, 4101, 9000, 20_001};

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    /** What is compared: the row in an array, and its copy in linear memory. */
    private static final class Pair implements AutoCloseable {
        final float[] row;
        final Logits expected;
        final SimdLogits actual;
        private final long address;
        private final long work;

        Pair(float[] row) {
            this.row = row;
            expected = new ArrayLogits(row);
            address = HEAP.allocate(4L * (row.length + 3));
            work = HEAP.allocate(SimdLogits.bytes(row.length));
            ENGINE.clear(work, SimdLogits.bytes(row.length));
            ENGINE.write(address, row, 0, row.length);
            for (int beyond = row.length; beyond < row.length + 3; beyond++) {
                ENGINE.putFloat(address + 4L * beyond, 1e9f);
            }
            actual = new SimdLogits(ENGINE, ENGINE, DotVariant.PLAIN, work, row.length).at(address);
        }

        void requireSame(String what) {
            int blocks = Logits.blocks(row.length);
            float[] maxima = new float[blocks];
            float[] actualMaxima = new float[blocks];
            expected.blockMaxima(maxima);
            actual.blockMaxima(actualMaxima);
            float largest = Float.NEGATIVE_INFINITY;
            for (int block = 0; block < blocks; block++) {
                assertTrue(maxima[block] == actualMaxima[block], what + ": maximum of block " + block);
                largest = Math.max(largest, maxima[block]);
            }
            if (largest > Float.NEGATIVE_INFINITY) {
                for (float temperature : new float[] {1, 0.3f, 40, 1e-30f}) {
                    requireSameSums(what + " at " + temperature, largest, temperature);
                }
            }
            for (float least : new float[] {-Float.MAX_VALUE, -1, 0, 2.5f, largest, Float.POSITIVE_INFINITY}) {
                if (least > Float.NEGATIVE_INFINITY) {
                    assertEquals(found(expected, least), found(actual, least), what + ": from " + least);
                }
            }
        }

        private void requireSameSums(String what, float largest, float temperature) {
            double[] sums = new double[Logits.blocks(row.length)];
            double[] actualSums = new double[sums.length];
            expected.blockSums(largest, temperature, sums);
            actual.blockSums(largest, temperature, actualSums);
            for (int block = 0; block < sums.length; block++) {
                // What is 80 below the largest need not count.
                assertEquals(sums[block], actualSums[block], 1e-5 * sums[block] + 1e-30, what + ": sum of block " + block);
            }
        }

        private static List<Object> found(Logits logits, float least) {
            List<Object> found = new ArrayList<>();
            logits.forEachFrom(least, (id, logit) -> {
                found.add(id);
                found.add(logit);
            });
            return found;
        }

        @Override
        public void close() {
            actual.close();
            HEAP.free(work);
            HEAP.free(address);
        }
    }

    private static float[] row(Random random, int size, int kind) {
        float[] special = {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE, -0f, 0f, Float.MIN_VALUE};
        float[] row = new float[size];
        for (int i = 0; i < size; i++) {
            row[i] = switch (kind) {
                case 0 -> (float) (3 * random.nextGaussian());
                case 1 -> random.nextInt(12) - 6;
                case 2 -> random.nextInt(4) == 0 ? special[random.nextInt(2)] : (float) random.nextGaussian();
                case 3 -> special[random.nextInt(special.length)];
                case 4 -> (float) (1e4 * random.nextGaussian());
                default -> 2.5f;
            };
        }
        return row;
    }

    @Test
    void seesWhatThePlainLoopsSee() {
        Random random = new Random(3);
        for (int size : SIZES) {
            for (int kind = 0; kind < 6; kind++) {
                try (Pair pair = new Pair(row(random, size, kind))) {
                    pair.requireSame(size + " logits of kind " + kind);
                }
            }
        }
    }

    @Test
    void seesChanges() {
        Random random = new Random(4);
        for (int size : SIZES) {
            try (Pair pair = new Pair(row(random, size, 0))) {
                pair.requireSame("at first");
                for (int change = 0; change < 5; change++) {
                    int id = change == 0 ? size - 1 : random.nextInt(size);
                    float logit = change % 2 == 0 ? 50 + change : Float.NEGATIVE_INFINITY;
                    pair.expected.set(id, logit);
                    pair.actual.set(id, logit);
                    assertEquals(logit, pair.actual.get(id));
                    pair.requireSame("after change " + change);
                }
            }
        }
    }

    @Test
    void aRowOfNoNumbersHoldsNothing() {
        try (Pair pair = new Pair(new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.NaN, Float.NaN, Float.NaN})) {
            float[] maxima = new float[1];
            pair.actual.blockMaxima(maxima);
            assertEquals(Float.NEGATIVE_INFINITY, maxima[0]);
            assertEquals(List.of(), Pair.found(pair.actual, -Float.MAX_VALUE));
        }
    }

    /** The same tokens from the same seeds, and the row as it was. */
    @Test
    void samplesTheSameTokens() {
        List<Consumer<SamplingOptions.Builder>> options = List.of(
            builder -> builder.temperature(0), builder -> { }, builder -> builder.topK(20).topP(0.95f), builder -> builder.topK(1),
            builder -> builder.topK(30_000).topP(0.5f), builder -> builder.topP(0.9f), builder -> builder.topP(0.999999f).temperature(2),
            builder -> builder.topP(0.7f).minP(0.05f), builder -> builder.minP(0.1f).temperature(0.7f), builder -> builder.topK(40).minP(1),
            builder -> builder.topK(20).presencePenalty(1.5f).frequencyPenalty(0.2f).repetitionPenalty(1.2f));
        Random random = new Random(5);
        for (int size : new int[] {5, 300, 1026, 9001}) {
            for (int kind : new int[] {0, 1, 2, 5}) {
                float[] row = row(random, size, kind);
                row[2] = 1;
                try (Pair pair = new Pair(row.clone())) {
                    for (int i = 0; i < options.size(); i++) {
                        SamplingOptions.Builder builder = SamplingOptions.builder().seed(i).logitBias(Map.of(0, 0.5f, size - 1, 3f, 1, -2f));
                        options.get(i).accept(builder);
                        int[] banned = {0, size / 2 + 1, size - 2};
                        int[] prompt = {1, 2, 2};
                        Sampler expected = new Sampler(builder.build(), size, banned, prompt);
                        Sampler actual = new Sampler(builder.build(), size, banned, prompt);
                        for (int token = 0; token < 8; token++) {
                            int id = expected.sample(pair.expected);
                            assertEquals(id, actual.sample(pair.actual), size + " logits of kind " + kind + ", options " + i + ", token " + token);
                            expected.accept(id);
                            actual.accept(id);
                        }
                    }
                    float[] after = new float[size];
                    for (int id = 0; id < size; id++) {
                        after[id] = pair.actual.get(id);
                    }
                    assertArrayEquals(row, after);
                }
            }
        }
    }
}
