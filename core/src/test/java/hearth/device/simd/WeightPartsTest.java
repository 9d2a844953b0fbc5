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
                for (int i = 0; i < 3; i++) {
                    SimdModel model = begun(file);
                    long[] ends = ends(file, (int) model.weights().fileOffset(), 1 + random.nextInt(9));
                    WeightParts parts = model.weights().parts(ends);
                    for (int part : shuffled(ends.length)) {
                        read(parts, part, random.nextInt(READERS), file);
                    }
                    model.weights().join(ends.length);
                    assertTrue(model.weights().complete());
                    assertArrayEquals(expected, logits(model), shape + " " + type + " cut at " + Arrays.toString(ends));
                }
            }
        }
    }

    @Test
    void goOnInOrderWhereAPartIsMissing() {
        byte[] file = TestModels.make("tiny-odd", "q4_k_m");
        float[] expected = logits(SimdModelTest.load(ENGINE, HEAP, file, DotVariant.PLAIN, CONTEXT));
        for (int missing = 0; missing < 6; missing++) {
            SimdModel model = begun(file);
            long start = model.weights().fileOffset();
            long[] ends = ends(file, (int) start, 6);
            WeightParts parts = model.weights().parts(ends);
            for (int part : shuffled(ends.length)) {
                if (part != missing) {
                    read(parts, part, 0, file);
                }
            }
            model.weights().join(missing);
            assertEquals(missing == 0 ? start : Math.min(ends[missing - 1], model.weights().fileOffset()), model.weights().fileOffset());
            assertFalse(model.weights().divisible());
            feed(model, file, Long.MAX_VALUE);
            assertArrayEquals(expected, logits(model), missing + " was missing");
        }
    }

    @Test
    void refuseWhatIsNotFinite() {
        byte[] file = TestModels.make("tiny-odd", "q8_0").clone();
        SimdModel model = begun(file);
        long[] ends = {file.length};
        WeightParts parts = model.weights().parts(ends);
        // All half-precision scales of the rest are infinite or not numbers.
        Arrays.fill(file, (int) model.weights().fileOffset(), file.length, (byte) 0x7C);
        int segment = read(parts, 0, 1, file);
        assertTrue(segment >= 0, "nothing was noticed");
        ModelFileException refusal = assertThrows(ModelFileException.class, () -> parts.refuse(0, segment, 1));
        assertTrue(refusal.getMessage().contains("not finite"), refusal.getMessage());
        model.close();
    }

    @Test
    void takeNoMemoryWhenTheyAreLoaded() {
        byte[] file = TestModels.make("tiny-v2k", "q4_0");
        long used = HEAP.usedBytes();
        SimdModel model = begun(file);
        long[] ends = ends(file, (int) model.weights().fileOffset(), 3);
        WeightParts parts = model.weights().parts(ends);
        for (int part = 0; part < ends.length; part++) {
            read(parts, part, 0, file);
        }
        model.weights().join(ends.length);
        model.finishLoading();
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

    /** What the browser's threads do with a part; the segment with a value that is not finite, or -1. */
    private int read(WeightParts parts, int part, int reader, byte[] file) {
        long control = parts.control(reader);
        long buffer = ENGINE.getInt(control + Control.SCRATCH);
        long entry = parts.table() + PartTable.PARTS + (long) PartTable.PART_BYTES * part;
        int at = (int) parts.start(part);
        for (int i = 0; i < ENGINE.getInt(entry + 4); i++) {
            long segment = ENGINE.getInt(entry) + (long) PartTable.SEGMENT_BYTES * i;
            int bytes = ENGINE.getInt(segment);
            ENGINE.write(buffer, file, at, bytes);
            at += bytes;
            ENGINE.putInt(control + Control.END, ENGINE.getInt(segment + 8));
            ENGINE.force(1);
            parts.kernels().run((int) control, ENGINE.getInt(segment + 4));
            ENGINE.force(0);
            if (ENGINE.getInt(control + Control.NOT_FINITE) != 0) {
                return i;
            }
        }
        return -1;
    }
}
