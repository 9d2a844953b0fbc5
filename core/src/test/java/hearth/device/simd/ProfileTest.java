package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.Difference;
import hearth.device.Profile;
import hearth.device.simd.packed.DotVariant;
import hearth.model.Model;
import hearth.model.TestModels;
import hearth.program.Op;
import hearth.program.Program;
import hearth.program.StateType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What measured runs tell of themselves; by the kernels in a real WebAssembly engine, on one thread and on three. */
class ProfileTest {
    private static final int CONTEXT = 100;
    private static final int PROMPT = 25;
    private static final int ANSWER = 3;
    private static final int[] TOKENS = new int[PROMPT + ANSWER];

    static {
        for (int i = 0; i < TOKENS.length; i++) {
            TOKENS[i] = 7 * i + 3;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void tellsWhereTimeAndBytesGo(int threads) {
        try (NodeEngine engine = new NodeEngine(threads)) {
            SimdModel model = SimdModelTest.load(engine, engine.heap(), TestModels.make("tiny", "q4_k_m"), DotVariant.RELAXED_I16, CONTEXT);
            Profile profile = new Profile();
            model.measure(profile);
            float[] measured = run(model);
            model.measure(null);
            assertArrayEquals(measured, run(model), "measuring changes no result, and not measuring none either");

            Model.Programs programs = model.model().programs(CONTEXT, model.batch(), StateType.F16);
            checkPhase(profile.prefill(), PROMPT, 1, programs.prefill(), PROMPT);
            // Token after token the context grows, and attention reads all of it.
            checkPhase(profile.decode(), ANSWER, ANSWER, programs.decode(), ANSWER * PROMPT + ANSWER * (ANSWER + 1) / 2);
            model.close();
        }
    }

    private static float[] run(SimdModel model) {
        return Difference.logits(model, TOKENS, PROMPT, 1, 1, 1);
    }

    /** @param positions cached positions that attention reads, in all runs */
    private static void checkPhase(Profile.Phase phase, int tokens, int runs, Program program, long positions) {
        assertEquals(tokens, phase.tokens());
        assertEquals(runs, phase.runs());
        Set<String> names = new HashSet<>();
        double sum = phase.waiting();
        double last = Double.MAX_VALUE;
        long matrices = 0;
        for (Profile.Operation operation : phase.operations()) {
            assertTrue(names.add(operation.name()), "one entry each: " + operation.name());
            assertTrue(operation.milliseconds() >= 0 && operation.milliseconds() <= last, operation.name() + " " + operation.milliseconds());
            last = operation.milliseconds();
            sum += last;
            matrices += operation.name().startsWith("matmul ") ? operation.bytes() : 0;
        }
        assertTrue(sum > 0 && sum <= phase.milliseconds(), "parts of " + phase.milliseconds() + " ms are " + sum + " ms");
        assertTrue(names.containsAll(List.of("embedding", "rms norm + quantise", "quantise", "norm rope", "store key value", "attention", "conv",
                "delta rule", "swiglu + quantise", "matmul Q4_K", "matmul Q6_K")), names.toString());

        // The output matrix is read where logits are asked for: in the last run.
        long body = matrixBytes(program, 0, program.bodyLength());
        long output = matrixBytes(program, program.bodyLength(), program.ops().size());
        int withLogits = tokens == ANSWER ? 1 : 0;
        long inFile = runs * body + withLogits * output;
        assertTrue(matrices >= 0.98 * inFile && matrices <= 1.1 * inFile, "matrices take " + inFile + " bytes, said to be " + matrices);

        long cacheRow = 0;
        long states = 0;
        for (Op op : program.ops()) {
            if (op instanceof Op.Attention attention) {
                cacheRow += 2L * attention.kvHeads() * (attention.keys().columns() + attention.values().columns());
            } else if (op instanceof Op.GatedDelta delta) {
                states += 2 * 4 * delta.state().size();
            }
        }
        assertEquals(positions * cacheRow, bytes(phase, "attention"));
        assertEquals(tokens * cacheRow, bytes(phase, "store key value"));
        assertTrue(bytes(phase, "delta rule") >= runs * states && bytes(phase, "delta rule") <= 1.1 * runs * states);
        assertEquals(0, bytes(phase, "swiglu + quantise"));
        assertEquals(0, bytes(phase, "quantise"));
        assertEquals(runs, operation(phase, "embedding").calls());
        assertEquals(runs * program.ops().stream().filter(op -> op instanceof Op.Attention).count(), operation(phase, "attention").calls());
    }

    private static long matrixBytes(Program program, int first, int end) {
        long bytes = 0;
        for (Op op : program.ops().subList(first, end)) {
            if (op instanceof Op.MatMul matMul) {
                for (Op.Product product : matMul.products()) {
                    bytes += product.weight().info().bytes();
                }
            }
        }
        return bytes;
    }

    private static long bytes(Profile.Phase phase, String name) {
        return operation(phase, name).bytes();
    }

    private static Profile.Operation operation(Profile.Phase phase, String name) {
        Profile.Operation found = null;
        for (Profile.Operation operation : phase.operations()) {
            found = operation.name().equals(name) ? operation : found;
        }
        assertNotNull(found, name);
        return found;
    }
}
