package hearth.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufReaderTest {
    private static GgufWriter full() {
        return new GgufWriter().alignment(64)
            .string("general.name", "Ein schöner Name")
            .number("a.u8", 0, 200, 1).number("a.i8", 1, -5, 1).number("a.u16", 2, 65000, 2).number("a.i16", 3, -300, 2)
            .u32("a.u32", 4000000000L).number("a.i32", 5, -70000, 4).f32("a.f32", 1.5f).bool("a.bool", 1)
            .number("a.u64", 10, Long.MAX_VALUE, 8).number("a.i64", 11, -9, 8).f64("a.f64", 0.1)
            .strings("b.strings", List.of("", "ab", "Ġ", "😀"))
            .numbers("b.u8", 0, 1, 1, 255).numbers("b.i8", 1, 1, 1, 255).numbers("b.i16", 3, 2, -1, 2)
            .numbers("b.i32", 5, 4, -1, 7).numbers("b.u64", 10, 8, 1L << 40).numbers("b.none", 4, 4)
            .numbers("b.f32", 6, 4, Float.floatToRawIntBits(2.5f)).numbers("b.bool", 7, 1, 0, 1, 1)
            .tensor("x", TensorType.F32, new byte[12], 3)
            .tensor("y.weight", TensorType.Q4_0, new byte[36], 32, 2)
            .tensor("z", TensorType.F16, new byte[48], 2, 3, 2, 2);
    }

    private static GgufWriter small() {
        return new GgufWriter().string("general.architecture", "qwen35").tensor("x", TensorType.F32, new byte[12], 3);
    }

    private static Gguf read(byte[] file) {
        GgufReader reader = new GgufReader(file.length);
        reader.append(file, 0, file.length);
        assertTrue(reader.complete(), "the head is complete");
        return reader.gguf();
    }

    private static ModelFileException refused(byte[] file, String... parts) {
        ModelFileException known = assertThrows(ModelFileException.class, () -> read(file));
        for (String part : parts) {
            assertTrue(known.getMessage().contains(part), () -> "\"" + known.getMessage() + "\" says \"" + part + "\"");
        }
        return known;
    }

    private static ModelFileException refused(GgufWriter file, String... parts) {
        return refused(file.bytes(), parts);
    }

    @Test
    void readsEveryValueType() {
        Metadata m = read(full().bytes()).metadata();
        assertEquals("Ein schöner Name", m.string("general.name"));
        assertEquals(200, m.integer("a.u8"));
        assertEquals(-5, m.integer("a.i8"));
        assertEquals(65000, m.integer("a.u16"));
        assertEquals(-300, m.integer("a.i16"));
        assertEquals(4000000000L, m.integer("a.u32"));
        assertEquals(-70000, m.integer("a.i32"));
        assertEquals(Long.MAX_VALUE, m.integer("a.u64"));
        assertEquals(-9, m.integer("a.i64"));
        assertEquals(1.5, m.real("a.f32"));
        assertEquals(0.1, m.real("a.f64"));
        assertTrue(m.bool("a.bool", false));
        StringArray strings = m.strings("b.strings");
        assertEquals(4, strings.size());
        assertEquals(List.of("", "ab", "Ġ", "😀"), List.of(strings.get(0), strings.get(1), strings.get(2), strings.get(3)));
        assertArrayEquals(new long[] {1, 255}, m.integers("b.u8"));
        assertArrayEquals(new long[] {1, -1}, m.integers("b.i8"));
        assertArrayEquals(new long[] {-1, 2}, m.integers("b.i16"));
        assertArrayEquals(new long[] {-1, 7}, m.integers("b.i32"));
        assertArrayEquals(new long[] {1L << 40}, m.integers("b.u64"));
        assertArrayEquals(new long[0], m.integers("b.none"));
        assertArrayEquals(new double[] {2.5}, (double[]) m.value("b.f32"));
        assertArrayEquals(new boolean[] {false, true, true}, (boolean[]) m.value("b.bool"));
    }

    @Test
    void readsTensorInfos() {
        byte[] file = full().bytes();
        Gguf gguf = read(file);
        assertEquals(3, gguf.version());
        assertEquals(0, gguf.dataOffset() % 64);
        TensorInfo y = gguf.tensor("y.weight");
        assertEquals(TensorType.Q4_0, y.type());
        assertArrayEquals(new long[] {32, 2}, y.shape());
        assertEquals(36, y.bytes());
        assertEquals(gguf.dataOffset() + 64, y.offset());
        assertEquals(List.of("x", "y.weight", "z"), gguf.tensors().stream().map(TensorInfo::name).toList());
        assertEquals(24, gguf.tensor("z").columns() * gguf.tensor("z").rows());
        assertEquals(48, gguf.tensor("z").bytes());
        assertTrue(gguf.tensor("z").offset() + 48 <= file.length);
    }

    @Test
    void readsVersion2AndTensorsInAnyOrder() {
        byte[] file = new GgufWriter().version(2)
            .tensor("second", 0, 32L, new byte[32], 8).tensor("first", 0, 0L, new byte[32], 8).bytes();
        Gguf gguf = read(file);
        assertEquals(2, gguf.version());
        assertEquals("first", gguf.tensors().get(0).name());
    }

    @Test
    void readsFileWithoutTensorsOrPadding() {
        byte[] file = new GgufWriter().u32("split.count", 2).bytes();
        assertEquals(file.length, read(file).dataOffset());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 13, 64, 1000})
    void anyPieceSizeGivesTheSame(int piece) {
        byte[] file = full().bytes();
        GgufReader reader = new GgufReader(file.length);
        long head = 0;
        for (int at = 0; at < file.length; at += piece) {
            boolean before = reader.complete();
            int taken = reader.append(file, at, Math.min(piece, file.length - at));
            head += taken;
            assertTrue(!before || taken == 0, "nothing belongs to a complete head");
        }
        assertEquals(read(file).dataOffset(), head);
        assertEquals(read(file).tensors().size(), reader.gguf().tensors().size());
        assertEquals(4, reader.gguf().metadata().strings("b.strings").size());
    }

    @Test
    void knowsHowManyBytesAreHead() {
        byte[] file = small().bytes();
        GgufReader reader = new GgufReader(file.length);
        assertEquals(read(file).dataOffset(), reader.append(file, 0, file.length));
        assertEquals(0, reader.append(file, 0, 1));
    }

    @Test
    void isNotCompleteBeforeTheLastByteOfPadding() {
        byte[] file = small().bytes();
        int head = (int) read(file).dataOffset();
        GgufReader reader = new GgufReader(file.length);
        reader.append(file, 0, head - 1);
        assertFalse(reader.complete());
        assertThrows(IllegalStateException.class, reader::gguf);
        reader.append(file, head - 1, 1);
        assertTrue(reader.complete());
    }

    @Test
    void worksWithoutKnowingTheSize() {
        byte[] file = small().bytes();
        GgufReader reader = new GgufReader(-1);
        reader.append(file, 0, file.length);
        assertTrue(reader.complete());
        reader.checkSize(file.length);
        ModelFileException cut = assertThrows(ModelFileException.class, () -> reader.checkSize(file.length - 30));
        assertTrue(cut.getMessage().contains("Tensor x"), cut.getMessage());
    }

    @Test
    void aSizeKnownLaterEndsAnIncompleteHead() {
        byte[] file = small().bytes();
        GgufReader reader = new GgufReader(-1);
        reader.append(file, 0, 40);
        assertFalse(reader.complete());
        assertThrows(ModelFileException.class, () -> reader.checkSize(40));
        assertThrows(ModelFileException.class, () -> reader.append(file, 40, 1), "a refusal stays");
    }

    @Test
    void reads250000Strings() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 250_000; i++) {
            tokens.add("Ġtoken" + i);
        }
        byte[] file = new GgufWriter().strings("tokenizer.ggml.tokens", tokens).bytes();
        GgufReader reader = new GgufReader(file.length);
        for (int at = 0; at < file.length; at += 65_000) {
            reader.append(file, at, Math.min(65_000, file.length - at));
        }
        StringArray read = reader.gguf().metadata().strings("tokenizer.ggml.tokens");
        assertEquals(250_000, read.size());
        assertEquals("Ġtoken0", read.get(0));
        assertEquals("Ġtoken249999", read.get(249_999));
        assertTrue(read.bytes().length <= read.end(249_999) / 8 * 9, "little more memory than the strings need");
    }

    @Test
    void malformedTextIsReplaced() {
        byte[] file = new GgufWriter().string("k", "ab").bytes();
        file[file.length - 1] = (byte) 0xff;
        assertEquals("a\uFFFD", read(file).metadata().string("k"));
    }

    @Test
    void refusesWhatIsNoModelFile() {
        assertTrue(assertThrows(ModelFileException.class, () -> new GgufReader(0)).getMessage().contains("empty"));
        String page = "<!DOCTYPE html><html lang=en><head><title>Sign in</title></head><body>...</body></html>";
        refused(page.getBytes(StandardCharsets.UTF_8), "web page");
        refused("\n <HTML>".getBytes(StandardCharsets.UTF_8), "web page");
        refused("\uFEFF<html>".getBytes(StandardCharsets.UTF_8), "web page");
        refused("{\"error\":\"not found\"}".getBytes(StandardCharsets.UTF_8), "JSON");
        refused("version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8), "Git LFS");
        refused(small().magic("lmgg").bytes(), "lmgg", "GGUF");
        refused(new byte[] {'G', 'G', 'U'}, "header");
        refused(Arrays.copyOf(small().bytes(), 23), "header");
    }

    @Test
    void aWebPageInPiecesIsRecognised() {
        byte[] page = "<!doctype html><p>hello".getBytes(StandardCharsets.UTF_8);
        GgufReader reader = new GgufReader(-1);
        for (int i = 0; i < page.length; i++) {
            reader.append(page, i, 1);
        }
        ModelFileException refusal = assertThrows(ModelFileException.class, () -> reader.checkSize(page.length));
        assertTrue(refusal.getMessage().contains("web page"));
    }

    @Test
    void refusesOtherVersions() {
        assertTrue(refused(small().version(1), "version 1").isUnsupported());
        assertTrue(refused(small().version(4), "version 4").isUnsupported());
        assertTrue(refused(small().version(3 << 24), "big-endian").isUnsupported());
    }

    @Test
    void refusesCountsThatCannotBe() {
        refused(small().claim(1L << 40, null), "metadata entries", "1099511627776");
        refused(small().claim(null, -1L), "18446744073709551615", "tensors");
        refused(small().claim(2L, null), "tensor info 0");
        refused(new GgufWriter().claim(null, 1L), "tensors");
    }

    @Test
    void refusesBadKeys() {
        refused(small().u32("", 1), "metadata entry 1", "0 bytes");
        refused(small().u32("schlüssel", 1), "ASCII");
        refused(small().u32("a", 1).u32("a", 2), "metadata key a", "second");
        refused(small().u32("k".repeat(70_000), 1), "70000");
        refused(small().number("a", 13, 0, 4), "metadata key a", "type 13");
        refused(small().number("a", -1, 0, 4), "metadata key a", "type 4294967295");
    }

    @Test
    void refusesBadValues() {
        refused(small().bool("flag", 2), "metadata key flag", "bool");
        refused(small().numbers("flags", 7, 1, 0, 1, 3), "metadata key flags", "bool");
        refused(small().number("big", 10, -1, 8), "metadata key big", "18446744073709551615");
        refused(small().number("text", 8, 1L << 50, 8), "metadata key text", "1125899906842624");
        refused(small().number("text", 8, -2, 8), "metadata key text");
        refused(small().array("list", 4, 1L << 61), "metadata key list", "2305843009213693952");
        refused(small().array("list", 8, -1), "metadata key list");
        refused(small().array("list", 99, 0), "metadata key list", "type 99");
        assertTrue(refused(small().array("list", 9, 1), "metadata key list", "array of arrays").isUnsupported());
    }

    @Test
    void refusesBadAlignment() {
        refused(small().u32("general.alignment", 24), "general.alignment", "24");
        refused(small().u32("general.alignment", 4), "general.alignment");
        refused(small().u32("general.alignment", 1 << 17), "general.alignment");
        refused(small().number("general.alignment", 10, 32, 8), "general.alignment", "u32");
    }

    @Test
    void refusesBadTensors() {
        byte[] data = new byte[64];
        refused(small().tensor("x", TensorType.F32, data, 4), "Tensor x", "twice");
        refused(small().tensor("", TensorType.F32, data, 4), "tensor info 1", "name");
        refused(small().tensor("n".repeat(64), TensorType.F32, data, 4), "tensor info 1", "64");
        refused(small().tensor("ü", TensorType.F32, data, 4), "tensor info 1", "ASCII");
        refused(small().tensor("t", TensorType.F32, data), "tensor info 1", "0 dimensions");
        refused(small().tensor("t", TensorType.F32, data, 1, 1, 1, 1, 1), "5 dimensions");
        refused(small().tensor("t", TensorType.F32, data, 4, 0), "Tensor t", "dimension of 0");
        refused(small().tensor("t", TensorType.F32, data, -1), "Tensor t", "18446744073709551615");
        refused(small().tensor("t", TensorType.F32, data, 1L << 32, 1L << 32), "Tensor t", "product");
        refused(small().tensor("t", TensorType.F32, data, 1L << 31, 1L << 31), "Tensor t", "product");
        refused(small().tensor("t", TensorType.Q4_0, data, 33), "Tensor t", "blocks of 32");
        refused(small().tensor("t", 4, null, data, 32), "Tensor t", "type 4", "removed");
        assertTrue(refused(small().tensor("t", 16, null, data, 256), "Tensor t", "IQ2_XXS").isUnsupported());
        assertTrue(refused(small().tensor("t", 77, null, data, 32), "Tensor t", "type 77").isUnsupported());
        refused(small().tensor("t", 0, 31L, data, 4), "Tensor t", "offset 31");
        refused(small().tensor("t", 0, -32L, data, 4), "Tensor t", "offset");
        refused(small().tensor("t", 0, Long.MAX_VALUE - 31, data, 4), "Tensor t", "too large");
        refused(small().tensor("t", 0, 0L, data, 4), "overlaps");
        refused(small().tensor("t", TensorType.F32, data, 200), "Tensor t", "cut");
    }

    @Test
    void refusesEveryCutOfTheHead() {
        byte[] file = full().bytes();
        for (int size = 1; size < file.length - 64; size++) {
            byte[] cut = Arrays.copyOf(file, size);
            assertThrows(ModelFileException.class, () -> read(cut));
        }
    }
}
