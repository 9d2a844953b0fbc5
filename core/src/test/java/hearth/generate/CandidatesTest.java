package hearth.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.ArrayLogits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The heaps give what sorting everything would. */
class CandidatesTest {
    /** A row with many ties and some logits that are no numbers. */
    private static final class Row {
        final float[] logits;
        final Blocks blocks;

        Row(long seed, int size) {
            Random random = new Random(seed);
            logits = new float[size];
            for (int i = 0; i < size; i++) {
                int kind = random.nextInt(20);
                logits[i] = kind == 0 ? Float.NaN : kind == 1 ? Float.NEGATIVE_INFINITY : random.nextInt(12) - 6;
            }
            blocks = new Blocks(size);
            blocks.look(new ArrayLogits(logits));
        }

        List<Integer> sorted() {
            List<Integer> ids = new ArrayList<>();
            for (int id = 0; id < logits.length; id++) {
                if (logits[id] > Float.NEGATIVE_INFINITY) {
                    ids.add(id);
                }
            }
            ids.sort(Comparator.<Integer>comparingDouble(id -> -logits[id]).thenComparingInt(id -> id));
            return ids;
        }
    }

    private static List<Integer> ids(Candidates candidates, Row row) {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            ids.add(candidates.id(i));
            assertEquals(row.logits[candidates.id(i)], candidates.logit(i));
        }
        return ids;
    }

    @Property(tries = 500)
    void theBestAreThoseThatSortingPutsFirst(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int size,
                                             @ForAll @IntRange(min = 1, max = 320) int k) {
        Row row = new Row(seed, size);
        Candidates candidates = new Candidates();
        candidates.takeBest(k, row.blocks);
        List<Integer> sorted = row.sorted();
        assertEquals(sorted.subList(0, Math.min(k, sorted.size())), ids(candidates, row));
    }

    /** Of many blocks, most of which hold none of the best. */
    @Property(tries = 200)
    void theBestOfManyBlocks(@ForAll long seed, @ForAll @IntRange(min = 3000, max = 6000) int size, @ForAll @IntRange(max = 30) int k) {
        Row row = new Row(seed, size);
        Random random = new Random(seed);
        for (int i = random.nextInt(40); i > 0; i--) {
            row.logits[random.nextInt(size)] = 6 + random.nextInt(5);
        }
        row.blocks.look(new ArrayLogits(row.logits));
        Candidates candidates = new Candidates();
        candidates.takeBest(k, row.blocks);
        assertEquals(row.sorted().subList(0, k), ids(candidates, row));
    }

    @Property(tries = 500)
    void theLikeliestReachTheShare(@ForAll long seed, @ForAll @IntRange(min = 1, max = 1000) int size,
                                   @ForAll @DoubleRange(min = 0, max = 0.99) double share) {
        Row row = new Row(seed, size);
        List<Integer> sorted = row.sorted();
        Candidates candidates = new Candidates();
        if (sorted.isEmpty()) {
            return;
        }
        float largest = row.logits[sorted.get(0)];
        double total = 0;
        for (int id : sorted) {
            total += Math.exp(row.logits[id] - largest);
        }
        candidates.takeLikeliest(share, row.blocks);
        int kept = candidates.size();
        assertEquals(sorted.subList(0, kept), ids(candidates, row));
        double before = 0;
        for (int id : sorted.subList(0, kept - 1)) {
            before += Math.exp(row.logits[id] - largest);
        }
        double with = before + Math.exp(row.logits[sorted.get(kept - 1)] - largest);
        double rounding = 1e-12 * total;
        assertTrue(kept == 1 || before < share * total + rounding, "without the last it is not reached");
        assertTrue(with >= share * total - rounding, "with the last it is");
    }
}
