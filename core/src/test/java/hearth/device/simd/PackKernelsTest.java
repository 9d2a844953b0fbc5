package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.ArrayMemory;
import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.kernel.PackKernels;
import hearth.device.simd.packed.DotVariant;
import hearth.device.simd.packed.PackedFormat;
import hearth.format.ModelFileException;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packing kernels against {@link PackedFormat#pack}, in a real WebAssembly engine, on one thread and on three. */
class PackKernelsTest {
    private static final NodeEngine ONE = new NodeEngine(1);
    private static final NodeEngine THREE = new NodeEngine(3);
    private static final byte UNTOUCHED = 0x55;
    /** Where the rows lie in the scratch space. */
    private static final int SOURCE = 20;

    private final Random random = new Random(3);

    @AfterAll
    static void stopEngines() {
        ONE.close();
        THREE.close();
    }

    @ParameterizedTest
    @EnumSource(value = TensorType.class, names = {"Q4_0", "Q8_0", "Q4_K", "Q6_K", "F16", "BF16", "F32"})
    void makeTheSameBytesAndRefuseTheSame(TensorType type) {
        int refused = 0;
        int packed = 0;
        for (int i = 0; i < 24; i++) {
            int columns = Math.max(8, type.valuesPerBlock()) * (1 + random.nextInt(5));
            int groups = 1 + random.nextInt(7);
            byte[] file = new byte[(int) (groups * PackedFormat.GROUP * type.rowBytes(columns))];
            random.nextBytes(file);
            if (i % 2 == 0) {
                makeFinite(file, type.bytesPerBlock() % 4 == 0 && type == TensorType.F32 ? 4 : 2);
            }
            byte[] expected = packInJava(type, columns, groups, file);
            assertEquals(expected != null, compare(ONE, type, columns, groups, file, expected));
            assertEquals(expected != null, compare(THREE, type, columns, groups, file, expected));
            packed += expected == null ? 0 : 1;
            refused += expected == null ? 1 : 0;
        }
        assertTrue(packed >= 12, packed + " were packed");
        assertTrue(refused > 0, "nothing was refused");
    }

    /** No 16-bit or 32-bit word of any alignment has an exponent of ones, whatever it is taken for. */
    private static void makeFinite(byte[] bytes, int unit) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (bytes[i] & (unit == 4 && i % 4 != 3 ? 0xFF : 0xBB));
        }
    }

    /** Null where it is refused. */
    private static byte[] packInJava(TensorType type, int columns, int groups, byte[] file) {
        PackedFormat format = PackedFormat.of(type, columns);
        int groupBytes = (int) format.groupBytes(columns);
        ArrayMemory memory = new ArrayMemory(file.length + groups * groupBytes);
        memory.write(0, file, 0, file.length);
        TensorInfo tensor = new TensorInfo("w", type, new long[] {columns, (long) groups * PackedFormat.GROUP}, 0, file.length);
        try {
            for (int g = 0; g < groups; g++) {
                long from = g * PackedFormat.GROUP * type.rowBytes(columns);
                format.pack(memory, from, PackedFormat.GROUP, tensor, from, file.length + (long) g * groupBytes);
            }
        } catch (ModelFileException notFinite) {
            return null;
        }
        byte[] packed = new byte[groups * groupBytes];
        memory.read(file.length, packed, 0, packed.length);
        return packed;
    }

    /** Packs by the kernel; whether it found everything finite. Where it did, its bytes are as expected and none more is written. */
    private static boolean compare(NodeEngine engine, TensorType type, int columns, int groups, byte[] file, byte[] expected) {
        PackedFormat format = PackedFormat.of(type, columns);
        assertTrue(format.packsByKernel());
        int groupBytes = (int) format.groupBytes(columns);
        Kernels kernels = new Kernels(DotVariant.PLAIN, engine.sharedMemory());
        int index = PackKernels.pack(kernels, type, format);
        LinearHeap heap = engine.heap();
        long control = heap.allocate(Control.BYTES + Kernels.RECORD_BYTES + 64);
        long record = control + Control.BYTES;
        long source = heap.allocate(file.length + 2) + 2;
        long target = heap.allocate(groups * groupBytes + 64);
        engine.clear(control, Control.BYTES + Kernels.RECORD_BYTES + 64);
        engine.write(source, file, 0, file.length);
        byte[] before = new byte[groups * groupBytes + 64];
        Arrays.fill(before, UNTOUCHED);
        engine.write(target, before, 0, before.length);
        int[] words = {index, 0, SOURCE, (int) type.rowBytes(columns), (int) target, groups, groupBytes, columns / format.stepColumns()};
        for (int i = 0; i < words.length; i++) {
            engine.putInt(record + 4L * i, words[i]);
        }
        engine.putInt(control + Control.END, (int) (record + Kernels.RECORD_BYTES));
        engine.putInt(control + Control.SCRATCH, (int) source - SOURCE);
        KernelEntry entry = engine.instantiateAlone(kernels.toBytes());
        entry.run((int) control, (int) record);
        entry.close();
        boolean finite = engine.getInt(control + Control.NOT_FINITE) == 0;
        if (expected != null) {
            byte[] actual = new byte[before.length];
            engine.read(target, actual, 0, actual.length);
            byte[] all = Arrays.copyOf(expected, before.length);
            Arrays.fill(all, expected.length, all.length, UNTOUCHED);
            int differs = Arrays.mismatch(all, actual);
            assertEquals(-1, differs, type + ", " + columns + " columns, " + groups + " groups: first difference at byte " + differs);
        } else {
            assertFalse(finite);
        }
        return finite;
    }
}
