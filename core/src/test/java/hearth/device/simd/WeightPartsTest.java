package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.Difference;
import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.PartTable;
import hearth.device.simd.packed.DotVariant;
import hearth.format.Gguf;
import hearth.format.ModelFileException;
import hearth.model.TestModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Files that are cut anywhere and loaded in any order, by several readers, against the same files loaded in order. */
class WeightPartsTest {
    private static final int READERS = 3;
    private static final NodeEngine ENGINE = new NodeEngine(READERS);
    private static final LinearHeap HEAP = ENGINE.heap();
    private static final int CONTEXT = 40;
    private static final int SEGMENT = 30_000;

    private final Random random = new Random(9);

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    @Test
    void giveTheSameLogitsAsBytesInOrder() {
        for (String shape : List.of("tiny-odd", "tiny-v2k")) {
            for (String type : List.of("f16", "q8_0", "q4_0", "q4_k_m")) {
                byte[] file = TestModels.make(shape, type);
                float[] expected = logits(SimdModelTest.load(ENGINE, HEAP, file, DotVariant.PLAIN, CONTEXT));
                for (int i = 0; i < 2; i++) {
                    SimdModel model = begun(file);
                    int start = (int) model.weights().fileOffset();
                    long[] ends = ends(file, start, 1 + random.nextInt(9));
                    // From less than a group of rows to more than all parts.
                    WeightParts parts = model.weights().parts(1 << 13 + random.nextInt(10), ends);
                    for (int part : shuffled(ends.length)) {
                        read(parts, part, random.nextInt(READERS), file, part == 0 ? start : (int) ends[part - 1]);
                    }
                    model.weights().join();
                    assertTrue(model.weights().complete());
                    assertArrayEquals(expected, logits(model), shape + " " + type + " cut at " + Arrays.toString(ends));
                }
            }
        }
    }

    @Test
    void canBeLoadedByTheCallingThreadToo() {
        byte[] file = TestModels.make("tiny-odd", "q4_k_m");
        float[] expected = logits(SimdModelTest.load(ENGINE, HEAP, file, DotVariant.PLAIN, CONTEXT));
        SimdModel model = begun(file);
        int start = (int) model.weights().fileOffset();
        long[] ends = ends(file, start, 5);
        WeightParts parts = model.weights().parts(SEGMENT, ends);
        read(parts, 2, 1, file, (int) ends[1]);
        for (int part : shuffled(ends.length)) {
            assertEquals(part == 2, parts.isDone(part));
            if (part != 2) {
                load(parts, part, file, part == 0 ? start : (int) ends[part - 1], (int) ends[part]);
                assertTrue(parts.isDone(part));
            }
        }
        model.weights().join();
        assertArrayEquals(expected, logits(model));
    }

    @Test
    void refuseWhatIsNotFinite() {
        byte[] file = TestModels.make("tiny-odd", "q8_0").clone();
        SimdModel model = begun(file);
        int start = (int) model.weights().fileOffset();
        WeightParts parts = model.weights().parts(SEGMENT, new long[] {file.length});
        // All half-precision scales of the rest are infinite or not numbers.
        Arrays.fill(file, start, file.length, (byte) 0x7C);
        assertFalse(read(parts, 0, 1, file, start), "nothing was noticed");
        assertFalse(parts.isDone(0));
        ModelFileException refusal = assertThrows(ModelFileException.class, () -> load(parts, 0, file, start, file.length));
        assertTrue(refusal.getMessage().contains("not finite"), refusal.getMessage());
        model.close();
    }

    @Test
    void takeNoMemoryWhenTheyAreLoaded() {
        byte[] file = TestModels.make("tiny-v2k", "q4_0");
        long used = HEAP.usedBytes();
        SimdModel model = begun(file);
        model.weights().parts(SEGMENT, ends(file, (int) model.weights().fileOffset(), 3));
        model.close();
        assertEquals(used, HEAP.usedBytes());
    }

    /** A model of which some bytes have been loaded in order. */
    private SimdModel begun(byte[] file) {
        Gguf head = TestModels.head(file);
        SimdModel model = new SimdDevice(ENGINE, HEAP, ENGINE, DotVariant.PLAIN).prepare(head, CONTEXT);
        feed(model, file, head.dataOffset() + random.nextInt(file.length - (int) head.dataOffset()) / 2);
        return model;
    }

    private static void feed(SimdModel model, byte[] file, long until) {
        WeightLoader loader = model.weights();
        while (!loader.complete() && loader.fileOffset() < until) {
            int count = (int) Math.min(loader.capacity(), Math.min(file.length, until) - loader.fileOffset());
            ENGINE.write(loader.buffer(), file, (int) loader.fileOffset(), count);
            loader.accept(count);
        }
    }

    private static float[] logits(SimdModel model) {
        model.finishLoading();
        float[] logits = Difference.logits(model, new Random(4).ints(20, 0, 300).toArray(), 7);
        model.close();
        return logits;
    }

    private long[] ends(byte[] file, int start, int count) {
        List<Integer> cuts = new ArrayList<>(List.of(file.length));
        while (cuts.size() < count) {
            int cut = start + 1 + random.nextInt(file.length - start - 1);
            if (!cuts.contains(cut)) {
                cuts.add(cut);
            }
        }
        Collections.sort(cuts);
        return cuts.stream().mapToLong(cut -> cut).toArray();
    }

    private List<Integer> shuffled(int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i);
        }
        Collections.shuffle(all, random);
        return all;
    }

    private static void load(WeightParts parts, int part, byte[] file, int start, int end) {
        int at = start;
        for (int i = 0; i < parts.segments(part); i++) {
            int bytes = Math.min(SEGMENT, end - at);
            ENGINE.write(parts.place(part, i), file, at, bytes);
            parts.load(part, i);
            at += bytes;
        }
    }

    /** What the browser's threads do with a part; whether all was finite. */
    private static boolean read(WeightParts parts, int part, int reader, byte[] file, int start) {
        long control = parts.control(reader);
        long buffer = ENGINE.getInt(control + Control.SCRATCH);
        long entry = parts.table() + PartTable.PARTS + (long) PartTable.PART_BYTES * part;
        int at = start;
        long last = 0;
        for (int i = 0; i < ENGINE.getInt(entry + PartTable.COUNT); i++) {
            long segment = ENGINE.getInt(entry + PartTable.SEGMENTS) + (long) PartTable.SEGMENT_BYTES * i;
            int place = ENGINE.getInt(segment + PartTable.PLACE);
            int bytes = ENGINE.getInt(segment + PartTable.BYTES);
            ENGINE.copy(last - place, buffer, place);
            ENGINE.write(buffer + place, file, at, bytes);
            last = buffer + place + bytes;
            at += bytes;
            ENGINE.putInt(control + Control.END, ENGINE.getInt(segment + PartTable.END));
            ENGINE.force(1);
            parts.kernels().run((int) control, ENGINE.getInt(segment + PartTable.FIRST));
            ENGINE.force(0);
            if (ENGINE.getInt(control + Control.NOT_FINITE) != 0) {
                return false;
            }
        }
        ENGINE.putInt(entry + PartTable.DONE, 1);
        return true;
    }
}
