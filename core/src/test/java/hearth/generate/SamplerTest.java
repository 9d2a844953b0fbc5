package hearth.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.ArrayLogits;
import hearth.device.Logits;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final int[] NONE = {};

    private static SamplingOptions.Builder greedy() {
        return SamplingOptions.builder().temperature(0);
    }

    private static Sampler sampler(SamplingOptions.Builder options, int vocabulary, int... prompt) {
        return new Sampler(options.build(), vocabulary, NONE, prompt);
    }

    /** Logits of these probabilities, which need not add up to 1. */
    private static float[] likely(double... weights) {
        float[] logits = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            logits[i] = (float) Math.log(weights[i]);
        }
        return logits;
    }

    /** How often each token comes up. */
    private static int[] draws(SamplingOptions.Builder options, float[] logits, int count) {
        Sampler sampler = sampler(options.seed(11), logits.length);
        int[] drawn = new int[logits.length];
        for (int i = 0; i < count; i++) {
            drawn[sampler.sample(new ArrayLogits(logits))]++;
        }
        return drawn;
    }

    @Test
    void greedyTakesTheLargestAndOfEqualsTheLowerId() {
        assertEquals(1, sampler(greedy(), 4).sample(new ArrayLogits(-1, 3, 3, 2)));
        assertEquals(2, sampler(greedy(), 3).sample(new ArrayLogits(-5, Float.NEGATIVE_INFINITY, -4)));
    }

    @Test
    void whatIsNoNumberIsNeverTaken() {
        float[] logits = {Float.NaN, 1, Float.NaN, Float.NEGATIVE_INFINITY, 0};
        assertEquals(1, sampler(greedy(), 5).sample(new ArrayLogits(logits)));
        for (int topK : new int[] {0, 1, 3, 100}) {
            int[] drawn = draws(SamplingOptions.builder().topK(topK).topP(0.99f).minP(0.001f), logits, 200);
            assertEquals(200, drawn[1] + drawn[4], () -> "with top_k " + topK);
        }
    }

    @Test
    void noNumberAtAllIsAnError() {
        float[] logits = {Float.NaN, Float.NEGATIVE_INFINITY};
        assertThrows(ArithmeticException.class, () -> sampler(greedy(), 2).sample(new ArrayLogits(logits)));
        assertThrows(ArithmeticException.class, () -> sampler(SamplingOptions.builder(), 2).sample(new ArrayLogits(logits)));
        assertThrows(ArithmeticException.class, () -> sampler(SamplingOptions.builder().topK(5), 2).sample(new ArrayLogits(logits)));
    }

    @Test
    void anInfiniteLogitWins() {
        float[] logits = {1, Float.POSITIVE_INFINITY, 2};
        assertEquals(1, sampler(greedy(), 3).sample(new ArrayLogits(logits)));
        assertEquals(50, draws(SamplingOptions.builder().topP(0.9f), logits, 50)[1]);
    }

    @Test
    void forbiddenTokensAreNeverTaken() {
        int[] banned = {1};
        Logits logits = new ArrayLogits(1, 9, 2);
        assertEquals(2, new Sampler(greedy().build(), 3, banned, NONE).sample(logits));
        assertEquals(2, new Sampler(SamplingOptions.builder().topK(1).build(), 3, banned, NONE).sample(logits));
        Sampler all = new Sampler(SamplingOptions.builder().build(), 3, banned, NONE);
        for (int i = 0; i < 100; i++) {
            assertTrue(all.sample(logits) != 1);
        }
    }

    @Test
    void biasIsAdded() {
        float[] logits = {1, 2, 3};
        assertEquals(0, sampler(greedy().logitBias(Map.of(0, 2.5f)), 3).sample(new ArrayLogits(logits)));
        assertEquals(1, sampler(greedy().logitBias(Map.of(2, -100f)), 3).sample(new ArrayLogits(logits)));
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
            () -> sampler(greedy().logitBias(Map.of(3, 1f)), 3));
        assertTrue(refusal.getMessage().contains("logit_bias"));
    }

    @Test
    void presenceCountsOnceAndFrequencyEachTime() {
        float[] logits = {3, 2.2f, 0};
        Sampler presence = sampler(greedy().presencePenalty(1), 3);
        assertEquals(0, presence.sample(new ArrayLogits(logits)));
        presence.accept(0);
        presence.accept(0);
        assertEquals(1, presence.sample(new ArrayLogits(logits)), "3 - 1 < 2.2");
        presence.accept(1);
        assertEquals(0, presence.sample(new ArrayLogits(logits)), "3 - 1 > 2.2 - 1");

        Sampler frequency = sampler(greedy().frequencyPenalty(0.5f), 3);
        frequency.accept(0);
        assertEquals(0, frequency.sample(new ArrayLogits(logits)), "3 - 0.5 > 2.2");
        frequency.accept(0);
        assertEquals(1, frequency.sample(new ArrayLogits(logits)), "3 - 1 < 2.2");
    }

    @Test
    void presenceAndFrequencyDoNotSeeThePrompt() {
        float[] logits = {3, 2.9f};
        assertEquals(0, sampler(greedy().presencePenalty(2).frequencyPenalty(2), 2, 0, 0, 0).sample(new ArrayLogits(logits)));
    }

    @Test
    void repetitionDividesPositivesAndMultipliesNegatives() {
        Sampler positive = sampler(greedy().repetitionPenalty(2), 2, 0);
        assertEquals(1, positive.sample(new ArrayLogits(3, 1.6f)), "3 / 2 < 1.6, and the prompt counts");
        assertEquals(0, positive.sample(new ArrayLogits(3, 1.4f)));
        Sampler negative = sampler(greedy().repetitionPenalty(2), 2, 0, 0, 0);
        assertEquals(1, negative.sample(new ArrayLogits(-1, -1.9f)));
        assertEquals(0, negative.sample(new ArrayLogits(-1, -2.1f)), "once, however often it occurs");
    }

    @Test
    void repetitionLooksBack64Tokens() {
        float[] logits = {3, 2, 0};
        int[] prompt = new int[64];
        Arrays.fill(prompt, 2);
        prompt[0] = 0;
        Sampler sampler = sampler(greedy().repetitionPenalty(2), 3, prompt);
        assertEquals(1, sampler.sample(new ArrayLogits(logits)), "the 64th token back counts");
        sampler.accept(2);
        assertEquals(0, sampler.sample(new ArrayLogits(logits)), "the 65th does not");
    }

    @Test
    void theRowIsAsBefore() {
        float[] logits = {1, Float.NaN, 3, -2};
        float[] before = logits.clone();
        Sampler sampler = sampler(SamplingOptions.builder().topK(3).topP(0.9f).minP(0.01f).repetitionPenalty(1.3f)
            .presencePenalty(0.5f).frequencyPenalty(0.1f).logitBias(Map.of(1, 1f, 2, 0.7f)), 4, 2, 3);
        for (int i = 0; i < 100; i++) {
            sampler.accept(sampler.sample(new ArrayLogits(logits)));
            assertArrayEquals(before, logits);
        }
    }

    @Test
    void biasComesFirstThenRepetitionThenPresence() {
        float[] biased = {1, 1.2f};
        assertEquals(1, sampler(greedy().logitBias(Map.of(0, 1f)).repetitionPenalty(2), 2, 0).sample(new ArrayLogits(biased)), "(1 + 1) / 2 < 1.2");
        float[] logits = {3, 0.7f};
        Sampler sampler = sampler(greedy().repetitionPenalty(2).presencePenalty(1), 2);
        sampler.accept(0);
        assertEquals(1, sampler.sample(new ArrayLogits(logits)), "3 / 2 - 1 < 0.7, though (3 - 1) / 2 is not");
    }

    @Test
    void penaltiesComeBeforeTopK() {
        Sampler sampler = sampler(SamplingOptions.builder().topK(1).presencePenalty(2), 3);
        sampler.accept(1);
        assertEquals(2, sampler.sample(new ArrayLogits(0, 3, 2)));
    }

    @Test
    void topPComesBeforeMinP() {
        int[] drawn = draws(SamplingOptions.builder().topP(0.55f).minP(0.6f), likely(0.4, 0.3, 0.2, 0.1), 500);
        assertTrue(drawn[1] > 0, "0.4 is less than 0.55 of all, though more of what min_p would leave");
        assertEquals(0, drawn[2] + drawn[3]);
    }

    @Test
    void topKKeepsTheLargest() {
        int[] drawn = draws(SamplingOptions.builder().topK(2).temperature(5), likely(1, 3, 2, 4), 500);
        assertEquals(0, drawn[0] + drawn[2]);
        assertTrue(drawn[1] > 0 && drawn[3] > 0);
        assertEquals(500, draws(SamplingOptions.builder().topK(1).temperature(5), new float[] {7, 7, 7}, 500)[0]);
    }

    @Test
    void topPKeepsUpToAndIncludingTheOneThatReachesIt() {
        float[] logits = likely(0.2, 0.5, 0.3);
        assertEquals(500, draws(SamplingOptions.builder().topP(0.499f), logits, 500)[1]);
        int[] two = draws(SamplingOptions.builder().topP(0.501f), logits, 500);
        assertTrue(two[0] == 0 && two[1] > 0 && two[2] > 0);
        assertTrue(draws(SamplingOptions.builder().topP(0.801f), logits, 500)[0] > 0);
        assertEquals(500, draws(SamplingOptions.builder().topP(0), logits, 500)[1], "at least one stays");
    }

    @Test
    void topPSeesOnlyWhatTopKKept() {
        float[] logits = likely(0.3, 0.3, 0.2, 0.2);
        assertTrue(draws(SamplingOptions.builder().topP(0.55f), logits, 500)[1] > 0);
        assertEquals(500, draws(SamplingOptions.builder().topK(2).topP(0.45f), logits, 500)[0], "0.3 is half of the two kept");
    }

    @Test
    void minPComparesToTheLikeliest() {
        float[] logits = likely(0.5, 0.26, 0.24);
        int[] drawn = draws(SamplingOptions.builder().minP(0.5f), logits, 500);
        assertTrue(drawn[0] > 0 && drawn[1] > 0);
        assertEquals(0, drawn[2]);
        assertEquals(500, draws(SamplingOptions.builder().minP(1), logits, 500)[0]);
    }

    @Test
    void topPAndMinPSeeTemperature1() {
        assertEquals(500, draws(SamplingOptions.builder().temperature(100).topP(0.7f), likely(0.8, 0.1, 0.1), 500)[0]);
        assertEquals(500, draws(SamplingOptions.builder().temperature(100).minP(0.5f), likely(0.8, 0.1, 0.1), 500)[0]);
    }

    @Test
    void tokensComeAsOftenAsTheyAreLikely() {
        int count = 40_000;
        requireShares(draws(SamplingOptions.builder(), likely(0.1, 0.2, 0.7), count), count, 0.1, 0.2, 0.7);
        // At temperature 2 probabilities go as their square roots.
        requireShares(draws(SamplingOptions.builder().temperature(2), likely(0.01, 0.25, 0.16), count), count, 0.1, 0.5, 0.4);
        requireShares(draws(SamplingOptions.builder().temperature(0.5f).topK(3), likely(1, 2, 3), count), count, 1 / 14.0, 4 / 14.0, 9 / 14.0);
    }

    private static void requireShares(int[] drawn, int count, double... shares) {
        for (int i = 0; i < shares.length; i++) {
            double deviation = Math.sqrt(shares[i] * (1 - shares[i]) / count);
            assertEquals(shares[i], (double) drawn[i] / count, 5 * deviation, "share of token " + i);
        }
    }

    @Test
    void theSeedDecides() {
        float[] logits = new float[1000];
        int[] first = sequence(5, logits);
        assertArrayEquals(first, sequence(5, logits));
        assertFalse(Arrays.equals(first, sequence(6, logits)));
    }

    private static int[] sequence(long seed, float[] logits) {
        Sampler sampler = sampler(SamplingOptions.builder().seed(seed), logits.length);
        int[] ids = new int[20];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = sampler.sample(new ArrayLogits(logits));
        }
        return ids;
    }

    /** However few tokens are looked at: the draw is that of a walk along all of them. */
    @Test
    void drawsAsAWalkAlongTheWholeVocabularyDoes() {
        Random random = new Random(8);
        float[] logits = new float[3001];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (3 * random.nextGaussian());
        }
        for (float temperature : new float[] {0.5f, 1, 3}) {
            Sampler sampler = sampler(SamplingOptions.builder().temperature(temperature).seed(9), logits.length);
            RandomNumbers chances = new RandomNumbers(9);
            for (int i = 0; i < 300; i++) {
                assertEquals(walk(logits, temperature, chances.next()), sampler.sample(new ArrayLogits(logits)));
            }
        }
    }

    private static int walk(float[] logits, float temperature, double chance) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit / temperature);
        }
        double left = chance * sum;
        int id = -1;
        do {
            left -= Math.exp(logits[++id] / temperature);
        } while (left >= 0);
        return id;
    }

    /** Whole blocks at the end, at the start and between that hold no number. */
    @Test
    void drawsAcrossBlocksWithoutNumbers() {
        float[] logits = new float[8 * Logits.BLOCK + 3];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        logits[2 * Logits.BLOCK + 5] = 1;
        logits[5 * Logits.BLOCK] = 1;
        int[] drawn = draws(SamplingOptions.builder(), logits, 400);
        assertEquals(400, drawn[2 * Logits.BLOCK + 5] + drawn[5 * Logits.BLOCK]);
        assertTrue(drawn[2 * Logits.BLOCK + 5] > 100 && drawn[5 * Logits.BLOCK] > 100);
    }

    @Test
    void knownRandomNumbers() {
        RandomNumbers random = new RandomNumbers(0);
        assertEquals((0xE220A8397B1DCDAFL >>> 11) * 0x1p-53, random.next());
        assertEquals((0x6E789E6AA1B965F4L >>> 11) * 0x1p-53, random.next());
    }

    @Test
    void aTokenOfARealVocabularyAllocatesNothing() {
        float[] logits = new float[248_320];
        Random random = new Random(1);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (4 * random.nextGaussian());
        }
        requireNoAllocation(SamplingOptions.builder().topK(20).topP(0.95f).minP(0.01f).presencePenalty(1.5f)
            .repetitionPenalty(1.1f).logitBias(Map.of(7, 1f)), logits);
        requireNoAllocation(SamplingOptions.builder().topP(0.9f), logits);
        requireNoAllocation(greedy().frequencyPenalty(0.5f), logits);
    }

    private static void requireNoAllocation(SamplingOptions.Builder options, float[] logits) {
        com.sun.management.ThreadMXBean allocation = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Sampler sampler = sampler(options, logits.length);
        long self = Thread.currentThread().getId();
        long before = 0;
        for (int i = 0; i < 30; i++) {
            if (i == 10) { // arrays have their size, and the code has run
                before = allocation.getThreadAllocatedBytes(self);
            }
            sampler.accept(sampler.sample(new ArrayLogits(logits)));
        }
        long allocated = allocation.getThreadAllocatedBytes(self) - before;
        assertTrue(allocated < 2_000, () -> "20 tokens allocated " + allocated + " bytes");
    }
}
