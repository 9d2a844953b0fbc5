package hearth.device.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.Difference;
import hearth.model.Architecture;
import hearth.model.TestModels;
import hearth.program.StateType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarDeviceTest {
    private static final List<String> INPUTS = List.of("one", "seventy", "threehundred");

    /** By type, the logits after each of the inputs: more than one test looks at them, and they take a while. */
    private static final Map<String, Map<String, float[]>> LOGITS = new HashMap<>();

    private static Map<String, float[]> logits(String type) {
        return LOGITS.computeIfAbsent(type, absent -> {
            ScalarDevice device = device(TestModels.reference(type), 300);
            Map<String, float[]> logits = new LinkedHashMap<>();
            for (String name : INPUTS) {
                logits.put(name, Difference.logits(device, TestModels.input(name), 300));
            }
            return logits;
        });
    }

    private static ScalarDevice device(byte[] file, int batch) {
        return new ScalarDevice(Architecture.of(TestModels.head(file)), file, 512, batch, StateType.F16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f16", "q8_0", "q4_0", "q4_k"})
    void meetsTheExactLogits(String type) {
        logits(type).forEach((name, logits) -> {
            Difference difference = Difference.of(logits, TestModels.exactLogits(type, name));
            assertTrue(difference.max() <= 0.002, type + " " + name + ": " + difference);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"f16", "q8_0", "q4_0", "q4_k"})
    void staysWithinLlamaCppsRounding(String type) {
        Map<String, Object> cases = TestModels.object(TestModels.answers(type).get("cases"));
        boolean exact = type.equals("f16");
        logits(type).forEach((name, logits) -> {
            Difference difference = Difference.of(logits, TestModels.floats(TestModels.object(cases.get(name)).get("lastLogits")));
            assertTrue(difference.mean() <= (exact ? 0.015 : 0.6), type + " " + name + ": " + difference);
            assertTrue(exact ? difference.max() <= 0.08 : difference.rootMeanSquare() <= 0.75, type + " " + name + ": " + difference);
        });
    }

    @Test
    void decodesGreedilyAsLlamaCpp() {
        ScalarDevice device = device(TestModels.reference("f16"), 300);
        Map<String, Object> greedy = TestModels.object(TestModels.object(TestModels.answers("f16").get("cases")).get("greedy"));
        float[] row = Difference.logits(device, TestModels.input("greedy"), 300);
        for (Object each : (List<?>) greedy.get("greedy")) {
            Map<String, Object> step = TestModels.object(each);
            int best = 0;
            for (int i = 1; i < row.length; i++) {
                best = row[i] > row[best] ? i : best;
            }
            assertEquals(((Number) step.get("id")).intValue(), best);
            device.run(new int[] {best}, 0, 1, true);
            device.logits(row);
        }
    }

    @Test
    void batchesOfAnySizeGiveTheSameLogits() {
        ScalarDevice device = device(TestModels.reference("q4_0"), 300);
        int[] tokens = TestModels.input("seventy");
        float[] whole = Difference.logits(device, tokens, 300);
        for (int[] pieces : new int[][] {{1}, {7, 1, 30}, {64, 5, 1}}) {
            Difference difference = Difference.of(Difference.logits(device, tokens, pieces), whole);
            assertTrue(difference.max() <= 0.001, difference.toString());
        }
    }
}
