package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.kernel.MatMulKernels;
import hearth.device.simd.kernel.QuantiseKernel;
import hearth.device.simd.packed.DotVariant;
import hearth.device.simd.packed.PackedFormat;
import hearth.device.simd.packed.RandomBlocks;
import hearth.format.BlockCodec;
import hearth.format.TensorInfo;
import hearth.format.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The matrix kernels of every quantised type, in a real WebAssembly engine, against sums of what the file's blocks decode to.
 * The activations are such that rounding them to 8 bits changes nothing: only the order of float additions differs.
 */
class MatMulKernelTest {
    private static final int TILE = 6;

    private static final NodeEngine ENGINE = new NodeEngine(1);
    private static final LinearHeap HEAP = ENGINE.heap();

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    static Stream<Arguments> typesAndVariants() {
        List<Arguments> all = new ArrayList<>();
        for (TensorType type : TensorType.values()) {
            if (PackedFormat.of(type, 256).quantisedActivations()) {
                for (DotVariant variant : DotVariant.values()) {
                    all.add(Arguments.of(type, variant));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("typesAndVariants")
    void sumsExactProducts(TensorType type, DotVariant variant) {
        Random random = new Random(31 * type.id() + variant.ordinal());
        for (int i = 0; i < 4; i++) {
            int columns = 256 * (1 + random.nextInt(3));
            // Up to 9 groups: more than the streams take at once, and some left over.
            new Product(type, variant, columns, 1 + random.nextInt(72), 1 + random.nextInt(2 * TILE), i % 2 == 1, random).check();
        }
    }

    /** The largest weights and activations that there are, all of one sign: sums that fit nowhere too narrow. */
    @ParameterizedTest
    @MethodSource("typesAndVariants")
    void sumsTheLargestProducts(TensorType type, DotVariant variant) {
        for (int fill : new int[] {0x00, 0x44, 0x80, 0xFF}) {
            for (int sign = -1; sign <= 1; sign += 2) {
                Product product = new Product(type, variant, 512, 11, TILE, false, new Random(type.id()));
                product.fill((byte) fill, sign * 127);
                product.check();
            }
        }
    }

    /** A matrix, tokens, and what their product is. */
    private static final class Product {
        private final TensorType type;
        private final DotVariant variant;
        private final int columns;
        private final int rows;
        private final int tokens;
        private final boolean add;
        private final byte[] blocks;
        private final float[][] activations;

        Product(TensorType type, DotVariant variant, int columns, int rows, int tokens, boolean add, Random random) {
            this.type = type;
            this.variant = variant;
            this.columns = columns;
            this.rows = rows;
            this.tokens = tokens;
            this.add = add;
            blocks = RandomBlocks.of(type, rows * columns, random);
            if (type == TensorType.MXFP4) {
                // Its scales go to 2^127, and sums beyond.
                for (int at = 0; at < blocks.length; at += type.bytesPerBlock()) {
                    blocks[at] = (byte) (110 + random.nextInt(20));
                }
            }
            activations = new float[tokens][columns];
            for (float[] token : activations) {
                for (int block = 0; block < columns; block += 32) {
                    float scale = (float) Math.pow(2, random.nextInt(8) - 4);
                    for (int c = 0; c < 32; c++) {
                        token[block + c] = scale * (random.nextInt(255) - 127);
                    }
                    token[block + random.nextInt(32)] = scale * (random.nextBoolean() ? 127 : -127);
                }
            }
        }

        /** Sets every byte that no scale depends on, and every activation. */
        void fill(byte quants, float activation) {
            for (int at = 0; at < blocks.length; at += type.bytesPerBlock()) {
                RandomBlocks.fillQuants(type, blocks, at, quants);
            }
            for (float[] token : activations) {
                Arrays.fill(token, activation);
            }
        }

        void check() {
            PackedFormat format = PackedFormat.of(type, columns);
            int outRows = (rows + 7) / 8 * 8;
            int tiledTokens = (tokens + TILE - 1) / TILE * TILE;
            long file = HEAP.allocate(blocks.length);
            long weights = HEAP.allocate(format.bytes(columns, rows));
            long in = HEAP.allocate(4L * columns * tiledTokens);
            long quantised = HEAP.allocate(64L * columns / 32 * tiledTokens);
            long out = HEAP.allocate(4L * outRows * tiledTokens);
            long control = HEAP.allocate(Control.BYTES + 3L * Kernels.RECORD_BYTES);
            ENGINE.write(file, blocks, 0, blocks.length);
            TensorInfo tensor = new TensorInfo("w", type, new long[] {columns, rows}, 0, blocks.length);
            long rowBytes = type.rowBytes(columns);
            for (int r = 0; r < rows; r += 8) {
                format.pack(ENGINE, file + r * rowBytes, Math.min(8, rows - r), tensor, r * rowBytes, weights + r / 8 * format.groupBytes(columns));
            }
            for (int t = 0; t < tiledTokens; t++) {
                for (int c = 0; c < columns; c++) {
                    ENGINE.putFloat(in + 4L * (t * columns + c), t < tokens ? activations[t][c] : 0);
                }
            }
            Kernels kernels = new Kernels(variant, ENGINE.sharedMemory());
            int groups = outRows / 8;
            int steps = columns / format.stepColumns();
            int[] quantiseOne = {QuantiseKernel.index(kernels, 1, false), (int) in, 4 * columns, columns / 32, (int) quantised, 1};
            int[] vector = {MatMulKernels.vector(kernels, format, add), (int) weights, (int) quantised, (int) out, groups, steps};
            int[] quantiseAll = {QuantiseKernel.index(kernels, TILE, false), (int) in, 4 * columns, columns / 32, (int) quantised, 0};
            int[] tiled = {MatMulKernels.tiled(kernels, format, add, TILE), (int) weights, (int) quantised, (int) out, groups, steps, 4 * outRows};
            KernelEntry entry = ENGINE.instantiate(kernels.toBytes());
            run(entry, control, out, tiledTokens * outRows, quantiseOne, vector);
            compare(out, 1, "vector");
            run(entry, control, out, tiledTokens * outRows, quantiseAll, tiled);
            compare(out, tokens, "tiled");
            entry.close();
            for (long block : new long[] {file, weights, in, quantised, out, control}) {
                HEAP.free(block);
            }
        }

        private void run(KernelEntry entry, long control, long out, int outputs, int[]... records) {
            for (int i = 0; i < outputs; i++) {
                ENGINE.putFloat(out + 4L * i, i % 100);
            }
            long program = control + Control.BYTES;
            ENGINE.clear(control, Control.BYTES);
            ENGINE.putInt(control + Control.TOKENS, tokens);
            ENGINE.putInt(control + Control.END, (int) program + records.length * Kernels.RECORD_BYTES);
            for (int n = 0; n < records.length; n++) {
                long record = program + (long) n * Kernels.RECORD_BYTES;
                ENGINE.putInt(record, records[n][0]);
                for (int i = 1; i < records[n].length; i++) {
                    ENGINE.putInt(record + Kernels.OPERANDS + 4 * (i - 1), records[n][i]);
                }
            }
            entry.run((int) control, (int) program);
        }

        private void compare(long out, int count, String kernel) {
            int outRows = (rows + 7) / 8 * 8;
            float[] row = new float[columns];
            // Sums may be of a block's values less something, and round accordingly.
            byte[] largest = blocks.clone();
            for (int at = 0; at < largest.length; at += type.bytesPerBlock()) {
                RandomBlocks.fillQuants(type, largest, at, (byte) 0xFF);
            }
            float[] largestRow = new float[columns];
            for (int r = 0; r < rows; r++) {
                BlockCodec.decode(type, blocks, (int) (r * type.rowBytes(columns)), row, 0, columns);
                BlockCodec.decode(type, largest, (int) (r * type.rowBytes(columns)), largestRow, 0, columns);
                for (int t = 0; t < count; t++) {
                    int place = t * outRows + r;
                    double expected = add ? place % 100 : 0;
                    double size = expected;
                    for (int c = 0; c < columns; c++) {
                        expected += (double) row[c] * activations[t][c];
                        size += Math.max(Math.abs(row[c]), Math.abs(largestRow[c])) * (double) Math.abs(activations[t][c]);
                    }
                    float actual = ENGINE.getFloat(out + 4L * place);
                    assertTrue(Math.abs(actual - expected) <= 2e-6 * size + 1e-30,
                            kernel + " " + type + " " + variant + ", " + columns + " columns, row " + r + " of " + rows + ", token " + t + ": " + actual + ", expected " + expected);
                }
            }
        }
    }
}
