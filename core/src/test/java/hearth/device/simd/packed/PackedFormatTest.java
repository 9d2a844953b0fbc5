package hearth.device.simd.packed;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.ArrayMemory;
import hearth.format.BlockCodec;
import hearth.format.ModelFileException;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackedFormatTest {
    private static final int ROWS = 19;
    private static final int COLUMNS = 512;

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void unpacksToWhatTheFileHolds(TensorType type) {
        byte[] file = RandomBlocks.of(type, ROWS * COLUMNS, new Random(type.id()));
        TensorInfo tensor = new TensorInfo("w", type, new long[] {COLUMNS, ROWS}, 0, file.length);
        PackedFormat format = PackedFormat.of(type, COLUMNS);
        int base = (file.length + 63) / 64 * 64;
        ArrayMemory memory = new ArrayMemory((int) (base + format.bytes(COLUMNS, ROWS)));
        memory.write(0, file, 0, file.length);
        pack(format, memory, tensor, base);
        float[] expected = new float[COLUMNS];
        float[] actual = new float[COLUMNS];
        for (int r = 0; r < ROWS; r++) {
            BlockCodec.decode(type, file, (int) (r * type.rowBytes(COLUMNS)), expected, 0, COLUMNS);
            format.decodeRow(memory, base, COLUMNS, r, actual);
            float tolerance = type == TensorType.Q2_K || type == TensorType.IQ4_XS || type == TensorType.Q3_K || type == TensorType.Q6_K ? 1e-6f : 0;
            for (int c = 0; c < COLUMNS; c++) {
                assertTrue(Math.abs(expected[c] - actual[c]) <= tolerance * Math.abs(expected[c]), type + " row " + r + " column " + c + ": " + actual[c] + ", expected " + expected[c]);
            }
        }
    }

    static void pack(PackedFormat format, ArrayMemory memory, TensorInfo tensor, long base) {
        long rowBytes = tensor.type().rowBytes(tensor.columns());
        for (int r = 0; r < tensor.rows(); r += PackedFormat.GROUP) {
            int rows = (int) Math.min(PackedFormat.GROUP, tensor.rows() - r);
            format.pack(memory, r * rowBytes, rows, tensor, r * rowBytes, base + r / PackedFormat.GROUP * format.groupBytes((int) tensor.columns()));
        }
    }

    /** Every byte that decides on a scale or value set to an exponent of ones, in turn. */
    @ParameterizedTest
    @EnumSource(value = TensorType.class, names = "MXFP4", mode = EnumSource.Mode.EXCLUDE)
    void refusesWhatIsNotFinite(TensorType type) {
        byte[] file = RandomBlocks.of(type, ROWS * COLUMNS, new Random(99));
        int block = 3 * type.bytesPerBlock();
        float[] values = new float[type.valuesPerBlock()];
        int found = 0;
        for (int i = 0; i + 1 < type.bytesPerBlock(); i++) {
            byte[] broken = file.clone();
            broken[block + i] = (byte) (type == TensorType.BF16 ? 0xC0 : 0x01);
            broken[block + i + 1] = (byte) (type == TensorType.BF16 || type == TensorType.F32 ? 0x7F : 0x7C);
            if (type == TensorType.F32) {
                broken[block + i] = (byte) 0x80;
            }
            if (RandomBlocks.finite(type, broken, block, values)) {
                continue;
            }
            found++;
            TensorInfo tensor = new TensorInfo("blk.0.w", type, new long[] {COLUMNS, ROWS}, 0, broken.length);
            PackedFormat format = PackedFormat.of(type, COLUMNS);
            ArrayMemory memory = new ArrayMemory((int) (broken.length + 64 + format.bytes(COLUMNS, ROWS)));
            memory.write(0, broken, 0, broken.length);
            ModelFileException e = assertThrows(ModelFileException.class, () -> pack(format, memory, tensor, broken.length));
            assertTrue(e.getMessage().contains("blk.0.w"), e.getMessage());
        }
        assertTrue(found > 0);
    }
}
