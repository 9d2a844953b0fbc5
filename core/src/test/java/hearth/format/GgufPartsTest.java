package hearth.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GgufPartsTest {
    private static GgufWriter first() {
        return new GgufWriter().string("general.architecture", "qwen35").number("split.tensors.count", 5, 3, 4);
    }

    private static GgufWriter numbered(GgufWriter file, int number, int count) {
        return file.number("split.no", 2, number, 2).number("split.count", 2, count, 2);
    }

    private static GgufPart part(GgufWriter file) {
        byte[] bytes = file.bytes();
        GgufReader reader = new GgufReader(bytes.length);
        reader.append(bytes, 0, bytes.length);
        return new GgufPart(reader.gguf(), bytes.length);
    }

    private static GgufWriter tensor(GgufWriter file, String name, int floats) {
        return file.tensor(name, TensorType.F32, new byte[4 * floats], floats);
    }

    private static void refused(String part, GgufWriter... files) {
        List<GgufPart> parts = new ArrayList<>();
        for (GgufWriter file : files) {
            parts.add(part(file));
        }
        String message = assertThrows(ModelFileException.class, () -> GgufParts.joined(parts)).getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void tensorsLieWhereTheyAreWhenTheFilesFollowOneAnother() {
        GgufPart first = part(tensor(numbered(first(), 0, 2), "a", 3));
        GgufPart second = part(tensor(tensor(numbered(new GgufWriter(), 1, 2), "b", 5), "c", 1));
        Gguf joined = GgufParts.joined(List.of(first, second));
        assertEquals("qwen35", joined.metadata().string("general.architecture"));
        assertEquals(first.head().dataOffset(), joined.dataOffset());
        assertEquals(List.of("a", "b", "c"), joined.tensors().stream().map(TensorInfo::name).toList());
        assertEquals(first.head().tensor("a").offset(), joined.tensor("a").offset());
        assertEquals(first.bytes() + second.head().tensor("b").offset(), joined.tensor("b").offset());
        assertEquals(first.bytes() + second.head().tensor("c").offset(), joined.tensor("c").offset());
        assertEquals(20, joined.tensor("b").bytes());
    }

    @Test
    void theFirstFileMayHaveNoTensors() {
        GgufPart first = part(numbered(first(), 0, 2));
        GgufPart second = part(tensor(tensor(tensor(numbered(new GgufWriter(), 1, 2), "a", 3), "b", 5), "c", 1));
        Gguf joined = GgufParts.joined(List.of(first, second));
        assertEquals(first.bytes() + second.head().tensor("a").offset(), joined.tensor("a").offset());
    }

    @Test
    void aWholeFileIsItsOnlyPart() {
        GgufPart whole = part(tensor(new GgufWriter().string("general.architecture", "qwen35"), "a", 3));
        assertEquals(1, GgufPart.count(whole.head().metadata()));
        assertEquals(whole.head().tensor("a").offset(), GgufParts.joined(List.of(whole)).tensor("a").offset());
    }

    @Test
    void whatIsNoModelOfSeveralFilesIsRefused() {
        GgufWriter b = tensor(tensor(numbered(new GgufWriter(), 1, 2), "b", 5), "c", 1);
        refused("has 2 files, but 1 was given", tensor(numbered(first(), 0, 2), "a", 3));
        refused("has 1 file, but 2 were given", tensor(first(), "a", 3), b);
        refused("File 1 of 2 says that it is file 2 of 2", b, tensor(numbered(first(), 0, 2), "a", 3));
        refused("File 2 of 2 says that it is file 2 of 3", tensor(numbered(first(), 0, 2), "a", 3), tensor(numbered(new GgufWriter(), 1, 3), "b", 5));
        refused("File 2 of 2 says that it is file 1 of 1", tensor(numbered(first(), 0, 2), "a", 3), tensor(new GgufWriter(), "b", 5));
        refused("have 2 tensors together, but split.tensors.count is 3", tensor(numbered(first(), 0, 2), "a", 3),
            tensor(numbered(new GgufWriter(), 1, 2), "b", 5));
        refused("Tensor b is in two", tensor(tensor(numbered(first(), 0, 2), "a", 3), "b", 2), b);
    }

    @Test
    void aTensorMustEndInItsOwnFile() {
        GgufPart first = part(tensor(numbered(first(), 0, 2), "a", 3));
        GgufPart second = part(tensor(tensor(numbered(new GgufWriter(), 1, 2), "b", 5), "c", 1));
        ModelFileException cut = assertThrows(ModelFileException.class,
            () -> GgufParts.joined(List.of(first, new GgufPart(second.head(), second.bytes() - 32))));
        assertTrue(cut.getMessage().contains("Tensor c ends at byte"), cut.getMessage());
    }
}
