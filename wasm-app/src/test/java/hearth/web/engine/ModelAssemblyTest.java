package hearth.web.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.Runner;
import hearth.format.Gguf;
import hearth.format.GgufPart;
import hearth.format.GgufReader;
import hearth.format.TensorInfo;
import hearth.program.StateType;
import hearth.web.engine.load.ModelAssembly;
import hearth.web.engine.load.Piece;
import hearth.web.engine.load.WeightTarget;
import hearth.web.engine.model.LoadedModel;
import hearth.web.engine.model.ModelHandle;
import hearth.web.engine.queue.Failures;
import hearth.web.engine.request.ContextOptions;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class ModelAssemblyTest {
    private static final int BUFFER = 10_000;

    private final Collector target = new Collector();
    private ContextOptions contextAsked;

    /** Keeps the weights' bytes. */
    private static final class Collector implements WeightTarget {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final ScriptedRunner runner = new ScriptedRunner(TinyModel.VOCABULARY, TinyModel.CONTEXT);
        private byte[] buffer = new byte[0];
        private long wanted;
        private boolean finished;
        private StateType kvCache = StateType.F16;

        @Override
        public long buffer() {
            return 7777;
        }

        @Override
        public int capacity() {
            return BUFFER;
        }

        @Override
        public void accept(int count) {
            assertEquals(buffer.length, count);
            taken.write(buffer, 0, count);
        }

        @Override
        public boolean complete() {
            return taken.size() >= wanted;
        }

        @Override
        public void finish() {
            finished = true;
        }

        @Override
        public Runner runner() {
            return runner;
        }

        @Override
        public LoadedModel.Footprint footprint() {
            return new LoadedModel.Footprint(1, 2, kvCache);
        }
    }

    /** The bundled model in three files. */
    private static List<byte[]> split() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of("target", "split"));
        Process splitter = new ProcessBuilder("node", "../core/src/test/node/split-gguf.mjs", "../web/src/models/hearth-tiny-q4_0.gguf",
                folder.resolve("tiny").toString(), "3").inheritIO().start();
        assertEquals(0, splitter.waitFor());
        List<byte[]> files = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            files.add(Files.readAllBytes(folder.resolve("tiny-0000" + i + "-of-00003.gguf")));
        }
        return files;
    }

    private static GgufPart part(byte[] file) {
        GgufReader reader = new GgufReader(file.length);
        reader.append(file, 0, file.length);
        return new GgufPart(reader.gguf(), file.length);
    }

    private final class Slice implements Piece {
        private final byte[] bytes;
        private final int start;
        private final int size;

        Slice(byte[] bytes, int start, int size) {
            this.bytes = bytes;
            this.start = start;
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public void read(int from, byte[] into, int index, int count) {
            System.arraycopy(bytes, start + from, into, index, count);
        }

        @Override
        public void store(int from, long address, int count) {
            assertEquals(7777, address);
            target.buffer = Arrays.copyOfRange(bytes, start + from, start + from + count);
        }
    }

    private ModelAssembly assembly(long fileBytes, ContextOptions options) {
        return new ModelAssembly(new LoadedModel.Origin("hearth-tiny", "tiny", TinyModel.CARD, fileBytes), List.of(), options, (Gguf head, ContextOptions context) -> {
            contextAsked = context;
            target.wanted = TinyModel.bytes().length - head.dataOffset();
            return target;
        });
    }

    private LoadedModel load(byte[] file, long fileBytes, int pieceSize) {
        return load(file, assembly(fileBytes, ContextOptions.AUTOMATIC), pieceSize);
    }

    private LoadedModel load(byte[] file, ModelAssembly assembly, int pieceSize) {
        for (int at = 0; at < file.length; at += pieceSize) {
            assembly.accept(new Slice(file, at, Math.min(pieceSize, file.length - at)));
        }
        return assembly.finish(List.of());
    }

    private String code(byte[] file, long fileBytes) {
        return Failures.of(assertThrows(RuntimeException.class, () -> load(file, fileBytes, 50_000))).code();
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000_000, 262_144, 99_991, 1000})
    void theDataSectionGoesToTheWeightsHoweverTheFileIsCut(int pieceSize) {
        byte[] file = TinyModel.bytes();
        LoadedModel model = load(file, file.length, pieceSize);
        assertArrayEquals(Arrays.copyOfRange(file, (int) TinyModel.HEAD.dataOffset(), file.length), target.taken.toByteArray());
        assertTrue(target.finished);
        assertEquals(3072, model.traits().vocabulary());
        assertEquals(0f, model.traits().defaults().temperature());
    }

    @Test
    void aFileOfUnknownSizeLoadsToo() {
        LoadedModel model = load(TinyModel.bytes(), -1, 100_000);
        Map<?, ?> info = (Map<?, ?>) new ModelHandle(1, model, 10).toJson().get("info");
        assertEquals((long) TinyModel.bytes().length, info.get("bytes"));
    }

    @Test
    void filesOfASplitModelAreReadAsOne() throws IOException, InterruptedException {
        List<byte[]> files = split();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files.forEach(all::writeBytes);
        List<Gguf> heads = new ArrayList<>();
        LoadedModel.Origin origin = new LoadedModel.Origin("id", "name", TinyModel.CARD, all.size());
        ModelAssembly assembly = new ModelAssembly(origin, List.of(part(files.get(1)), part(files.get(2))), ContextOptions.AUTOMATIC, (Gguf head, ContextOptions context) -> {
            heads.add(head);
            target.wanted = all.size() - head.dataOffset();
            return target;
        });
        LoadedModel model = load(all.toByteArray(), assembly, 99_991);
        assertEquals(3072, model.traits().vocabulary());
        assertEquals(TinyModel.HEAD.tensors().size(), heads.get(0).tensors().size());
        byte[] joined = all.toByteArray();
        for (TensorInfo tensor : TinyModel.HEAD.tensors()) {
            int at = (int) heads.get(0).tensor(tensor.name()).offset();
            assertArrayEquals(Arrays.copyOfRange(TinyModel.bytes(), (int) tensor.offset(), (int) (tensor.offset() + tensor.bytes())),
                    Arrays.copyOfRange(joined, at, (int) (at + tensor.bytes())), tensor.name());
        }
    }

    @Test
    void oneFileOfASplitModelIsNotEnough() throws IOException, InterruptedException {
        byte[] first = split().get(0);
        HearthException refusal = assertThrows(HearthException.class, () -> load(first, first.length, 50_000));
        assertEquals(ErrorCode.BAD_REQUEST, refusal.code());
        assertTrue(refusal.getMessage().contains("has 3 files"), refusal.getMessage());
    }

    @Test
    void whatIsNoModelIsSaidToBeNone() {
        byte[] html = ("<!DOCTYPE html><html><head><title>404</title></head><body>" + "not here ".repeat(20) + "</body></html>")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(ErrorCode.BAD_MODEL, code(html, html.length));
        assertEquals(ErrorCode.BAD_MODEL, code(html, -1));
        assertEquals(ErrorCode.BAD_MODEL, code(new byte[0], 0));
        assertEquals(ErrorCode.BAD_MODEL, code(new byte[0], -1));
        assertEquals(ErrorCode.BAD_MODEL, code(new byte[] {'G', 'G'}, 2));
        assertEquals(ErrorCode.BAD_MODEL, code(new byte[] {'G', 'G'}, -1));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20_000, 1_000_000, 3_367_583})
    void aCutFileIsDamaged(int length) {
        byte[] cut = Arrays.copyOf(TinyModel.bytes(), length);
        assertEquals(ErrorCode.BAD_MODEL, code(cut, length));
        assertEquals(ErrorCode.BAD_MODEL, code(cut, -1));
    }

    @Test
    void theContextCannotBeLongerThanTheModelAllows() {
        ModelAssembly assembly = assembly(TinyModel.bytes().length, new ContextOptions(2049, null));
        HearthException refusal = assertThrows(HearthException.class,
                () -> assembly.accept(new Slice(TinyModel.bytes(), 0, TinyModel.bytes().length)));
        assertEquals(ErrorCode.BAD_REQUEST, refusal.code());
        assertTrue(refusal.getMessage().contains("2048"));
        assembly(TinyModel.bytes().length, new ContextOptions(2048, StateType.Q8)).accept(new Slice(TinyModel.bytes(), 0, TinyModel.bytes().length));
        assertEquals(new ContextOptions(2048, StateType.Q8), contextAsked);
    }

    @Test
    void usersAreToldWhereTheKvCacheHas8BitsForWantOfMemory() {
        target.kvCache = StateType.Q8;
        byte[] file = TinyModel.bytes();
        for (StateType asked : new StateType[] {null, StateType.Q8}) {
            target.taken.reset();
            ModelAssembly assembly = assembly(file.length, new ContextOptions(0, asked));
            assembly.accept(new Slice(file, 0, file.length));
            Map<?, ?> info = (Map<?, ?>) new ModelHandle(1, assembly.finish(List.of()), 10).toJson().get("info");
            assertEquals("q8", info.get("kvCache"));
            assertEquals(asked == null, String.valueOf(info.get("notices")).contains("a context of " + TinyModel.CONTEXT + " tokens does not fit"));
        }
    }

    @Test
    void whatWasMadeIsFreedWhenTheLoadFails() {
        ModelAssembly assembly = assembly(-1, ContextOptions.AUTOMATIC);
        assembly.accept(new Slice(TinyModel.bytes(), 0, 500_000));
        assertThrows(RuntimeException.class, () -> assembly.finish(List.of()));
        assertFalse(target.runner.closed);
        assembly.discard();
        assertTrue(target.runner.closed);
    }
}
