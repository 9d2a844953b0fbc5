package hearth.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.ArrayLogits;
import hearth.device.Logits;
import hearth.device.Runner;
import hearth.format.GgufReader;
import hearth.format.GgufWriter;
import hearth.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The loop, on a model that says what the script holds. */
class GeneratorTest {
    private static final int END = 256;
    private static final int UNUSED = 257;
    private static final int VOCABULARY = 258;

    private static Tokenizer tokenizer;

    /** A vocabulary of the 256 bytes, a token that ends, and one that only fills up. */
    @BeforeAll
    static void makeTokenizer() {
        List<String> tokens = new ArrayList<>();
        long[] types = new long[VOCABULARY];
        Arrays.fill(types, 1);
        for (int b = 0, moved = 256; b < 256; b++) {
            boolean shown = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
            tokens.add(String.valueOf((char) (shown ? b : moved++)));
        }
        tokens.add("<|im_end|>");
        types[END] = 3;
        tokens.add("[PAD]");
        types[UNUSED] = 5;
        byte[] file = new GgufWriter().string("tokenizer.ggml.model", "gpt2").string("tokenizer.ggml.pre", "qwen35")
            .strings("tokenizer.ggml.tokens", tokens).numbers("tokenizer.ggml.token_type", 5, 4, types)
            .strings("tokenizer.ggml.merges", List.of()).u32("tokenizer.ggml.eos_token_id", END).bytes();
        GgufReader reader = new GgufReader(file.length);
        reader.append(file, 0, file.length);
        tokenizer = Tokenizer.from(reader.gguf().metadata());
    }

    /** Its likeliest token after n tokens is {@code script[n]}, with a logit of 5; the others have less. */
    private static final class ScriptedRunner implements Runner {
        final int contextLength;
        final int[] script;
        final List<Integer> tokens = new ArrayList<>();
        final List<String> runs = new ArrayList<>();
        private boolean hasLogits;

        ScriptedRunner(int contextLength, int... script) {
            this.contextLength = contextLength;
            this.script = script;
        }

        @Override
        public int vocabulary() {
            return VOCABULARY;
        }

        @Override
        public int contextLength() {
            return contextLength;
        }

        @Override
        public int batch() {
            return 4;
        }

        @Override
        public int position() {
            return tokens.size();
        }

        @Override
        public void reset() {
            tokens.clear();
        }

        @Override
        public void run(int[] ids, int from, int count, boolean logits) {
            assertTrue(count >= 1 && count <= batch() && tokens.size() + count <= contextLength, "a run that fits");
            for (int i = 0; i < count; i++) {
                tokens.add(ids[from + i]);
            }
            runs.add(count + (logits ? "!" : ""));
            hasLogits = logits;
        }

        @Override
        public Logits logits() {
            float[] row = new float[VOCABULARY];
            logits(row);
            return new ArrayLogits(row);
        }

        @Override
        public void logits(float[] row) {
            assertTrue(hasLogits, "the last run wanted logits");
            for (int id = 0; id < row.length; id++) {
                row[id] = id % 7 / 7f;
            }
            row[UNUSED] = 50;
            row[script[Math.min(tokens.size(), script.length - 1)]] = 5;
        }

        @Override
        public void close() {
            throw new AssertionError("a generator does not own its runner");
        }
    }

    private static Generator begun(Runner runner, int[] prompt, int maxTokens) {
        Generator generator = new Generator(runner, tokenizer);
        generator.begin(prompt, SamplingOptions.greedy(), maxTokens);
        return generator;
    }

    private static void prefill(Generator generator) {
        while (generator.prefill()) {
            // chunk by chunk
        }
    }

    private static List<Integer> rest(Generator generator) {
        List<Integer> ids = new ArrayList<>();
        for (int id = generator.next(); id >= 0; id = generator.next()) {
            assertNull(generator.endReason());
            ids.add(id);
        }
        return ids;
    }

    @Test
    void readsThePromptInChunksAndWantsLogitsOnce() {
        ScriptedRunner runner = new ScriptedRunner(100, END);
        Generator generator = begun(runner, new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 10);
        assertTrue(generator.prefill());
        assertTrue(generator.prefill());
        assertFalse(generator.prefill());
        assertEquals(List.of("4", "4", "1!"), runner.runs);
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9), runner.tokens);
        assertFalse(generator.prefill(), "nothing is left");
        assertEquals(3, runner.runs.size());
    }

    @Test
    void endsWhereTheModelDoes() {
        ScriptedRunner runner = new ScriptedRunner(100, 0, 0, 65, 66, 67, END);
        Generator generator = begun(runner, new int[] {1, 2}, 10);
        prefill(generator);
        assertEquals(List.of(65, 66, 67), rest(generator));
        assertEquals(Generator.EndReason.STOP, generator.endReason());
        assertEquals(-1, generator.next(), "and stays there");
        assertEquals(List.of(1, 2, 65, 66, 67), runner.tokens, "the token that ends is not fed");
    }

    @Test
    void endsAtTheLimit() {
        ScriptedRunner runner = new ScriptedRunner(100, 65);
        Generator generator = begun(runner, new int[] {1}, 3);
        prefill(generator);
        assertEquals(List.of(65, 65, 65), rest(generator));
        assertEquals(Generator.EndReason.LENGTH, generator.endReason());
        assertEquals(List.of("1!", "1!", "1!"), runner.runs, "the last token is not computed on");
    }

    @Test
    void endsWhereTheContextIsFull() {
        ScriptedRunner runner = new ScriptedRunner(6, 65);
        Generator generator = begun(runner, new int[] {1, 2, 3}, 1000);
        prefill(generator);
        rest(generator);
        assertEquals(Generator.EndReason.LENGTH, generator.endReason());
        assertEquals(6, runner.tokens.size(), "every place of the context is used");
    }

    @Test
    void aPromptThatLeavesNoRoomIsRefused() {
        Generator generator = new Generator(new ScriptedRunner(4, 65), tokenizer);
        ContextFullException full = assertThrows(ContextFullException.class,
            () -> generator.begin(new int[4], SamplingOptions.greedy(), 1));
        assertTrue(full.getMessage().contains("4"));
        generator.begin(new int[3], SamplingOptions.greedy(), 1);
    }

    @Test
    void anEmptyPromptIsRefused() {
        Generator generator = new Generator(new ScriptedRunner(4, 65), tokenizer);
        assertThrows(IllegalArgumentException.class, () -> generator.begin(new int[0], SamplingOptions.greedy(), 1));
    }

    @Test
    void thePromptComesFirst() {
        Generator generator = begun(new ScriptedRunner(100, 65), new int[] {1, 2, 3, 4, 5}, 3);
        generator.prefill();
        assertThrows(IllegalStateException.class, generator::next);
    }

    @Test
    void aSecondAnswerStartsAfresh() {
        ScriptedRunner runner = new ScriptedRunner(100, 0, 65, 66, END);
        Generator generator = begun(runner, new int[] {1}, 10);
        prefill(generator);
        List<Integer> first = rest(generator);
        generator.begin(new int[] {1}, SamplingOptions.greedy(), 10);
        assertNull(generator.endReason());
        prefill(generator);
        assertEquals(first, rest(generator));
        assertEquals(List.of(1, 65, 66), runner.tokens);
    }

    @Test
    void fillersAreNeverChosen() {
        Generator generator = begun(new ScriptedRunner(100, 65), new int[] {1}, 1);
        prefill(generator);
        assertEquals(65, generator.next(), "though the filler's logit is 50");
    }

    @Test
    void interjectionsAreFedButNotCounted() {
        ScriptedRunner runner = new ScriptedRunner(100, 0, 65, 66, 67, 68, END);
        Generator generator = begun(runner, new int[] {1}, 2);
        prefill(generator);
        assertEquals(65, generator.next());
        generator.interject(10);
        generator.interject(11);
        assertEquals(68, generator.next());
        assertEquals(List.of(1, 65, 10, 11), runner.tokens);
        assertEquals(-1, generator.next());
        assertEquals(Generator.EndReason.LENGTH, generator.endReason());
    }

    @Test
    void anInterjectionThatTheContextHasNoRoomForEndsTheAnswer() {
        ScriptedRunner runner = new ScriptedRunner(3, 65);
        Generator generator = begun(runner, new int[] {1}, 100);
        prefill(generator);
        assertEquals(65, generator.next());
        for (int id = 10; id < 15; id++) {
            generator.interject(id);
        }
        assertEquals(-1, generator.next());
        assertEquals(Generator.EndReason.LENGTH, generator.endReason());
        assertEquals(List.of(1, 65, 10), runner.tokens);
    }

    @Test
    void anAnswerOfNoTokensEndsAtOnce() {
        Generator generator = begun(new ScriptedRunner(100, 65), new int[] {1}, 0);
        prefill(generator);
        assertEquals(-1, generator.next());
        assertEquals(Generator.EndReason.LENGTH, generator.endReason());
    }

    @Test
    void whatTheAnswerHoldsIsPenalised() {
        Generator generator = new Generator(new ScriptedRunner(100, 65, 65, 65, 65, END), tokenizer);
        // 65 has a logit of 5, 6 one of 6/7: after two of it 65 has 5 - 2 * 2.5, then the next 6/7 is 13's.
        generator.begin(new int[] {65}, SamplingOptions.builder().temperature(0).frequencyPenalty(2.5f).build(), 10);
        prefill(generator);
        assertEquals(List.of(65, 65, 6), rest(generator));
    }

    @Test
    void logprobsAreOfTheRawLogits() {
        Generator generator = new Generator(new ScriptedRunner(100, 65), tokenizer);
        generator.begin(new int[] {1}, SamplingOptions.builder().temperature(0).presencePenalty(2)
            .logitBias(Map.of(65, -3f, 13, 10f)).build(), 5);
        prefill(generator);
        assertEquals(13, generator.next());
        double sum = Math.exp(5) + Math.exp(50);
        for (int id = 0; id < VOCABULARY; id++) {
            sum += id == 65 || id == UNUSED ? 0 : Math.exp(id % 7 / 7f);
        }
        assertEquals(6 / 7f - Math.log(sum), generator.logprob(), 1e-9);
        Generator.TopLogprobs top = generator.topLogprobs(4);
        assertArrayEquals(new int[] {UNUSED, 65, 6, 13}, top.ids(), "of equals the lower id comes first");
        assertEquals(50 - Math.log(sum), top.logprobs()[0], 1e-9);
        assertEquals(5 - Math.log(sum), top.logprobs()[1], 1e-9);
        assertEquals(0, generator.topLogprobs(0).ids().length);
    }
}
