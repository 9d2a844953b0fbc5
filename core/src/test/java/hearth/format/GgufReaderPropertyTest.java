package hearth.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a file holds and however it arrives, the reader gives back what was written. */
class GgufReaderPropertyTest {
    record Content(List<String> strings, List<Long> numbers, String text, List<Integer> rows) { }

    @Provide
    Arbitrary<Content> contents() {
        return Combinators.combine(
            Arbitraries.strings().ofMaxLength(12).list().ofMaxSize(30),
            Arbitraries.longs().list().ofMaxSize(20),
            Arbitraries.strings().ofMaxLength(300),
            Arbitraries.integers().between(1, 5).list().ofMaxSize(6)).as(Content::new);
    }

    private static byte[] file(Content content) {
        long[] numbers = content.numbers.stream().mapToLong(Long::longValue).toArray();
        GgufWriter writer = new GgufWriter().strings("strings", content.strings).numbers("numbers", 11, 8, numbers)
            .string("text", content.text);
        for (int i = 0; i < content.rows.size(); i++) {
            int rows = content.rows.get(i);
            writer.tensor("t" + i, TensorType.Q8_0, new byte[34 * rows], 32, rows);
        }
        return writer.bytes();
    }

    @Property(tries = 300)
    void readsWhatWasWritten(@ForAll("contents") Content content, @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 90) Integer> pieces,
                             @ForAll boolean sizeKnown) {
        byte[] file = file(content);
        GgufReader reader = new GgufReader(sizeKnown ? file.length : -1);
        int at = 0;
        for (int piece : pieces) {
            at += reader.append(file, at, Math.min(piece, file.length - at));
        }
        at += reader.append(file, at, file.length - at);
        assertTrue(reader.complete());
        Gguf gguf = reader.gguf();
        assertEquals(gguf.dataOffset(), at);
        assertArrayOfStrings(content.strings, gguf.metadata().strings("strings"));
        assertEquals(content.numbers, Arrays.stream(gguf.metadata().integers("numbers")).boxed().toList());
        assertEquals(wellFormed(content.text), gguf.metadata().string("text"));
        assertEquals(content.rows, gguf.tensors().stream().map(tensor -> (int) tensor.rows()).toList());
    }

    private static void assertArrayOfStrings(List<String> expected, StringArray read) {
        assertEquals(expected.size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            assertEquals(wellFormed(expected.get(i)), read.get(i));
        }
    }

    /** What a string with lone surrogates becomes on its way through UTF-8. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
