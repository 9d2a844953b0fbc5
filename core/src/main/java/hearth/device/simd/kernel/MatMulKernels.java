package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.ActivationBlock;
import hearth.device.simd.packed.Dots;
import hearth.device.simd.packed.PackedFormat;
import hearth.device.simd.packed.Quad;

/** Matrix kernels for any {@link PackedFormat}: times one vector for decode, times a tile of tokens for prefill. */
public final class MatMulKernels {
    private static final int GROUP_OUTPUT_BYTES = 4 * PackedFormat.GROUP;

    private MatMulKernels() {
    }

    /**
     * {@code out = W x} or {@code out += W x} for one row of activations. Several streams (stretches of rows far apart) go
     * in turn: the hardware prefetches each page for itself. Operands: weights, activations (quantised or not, as the format
     * wants them), out, groups of 8 rows, steps of a group.
     */
    public static int vector(Kernels kernels, PackedFormat format, boolean add) {
        return kernels.kernel("vector " + format.name() + (add ? " add" : ""), f -> writeVector(kernels, f, format, add));
    }

    /**
     * The same for the run's tokens, tile after tile. Operands: weights, activations, out, groups, steps, the output's row
     * stride in bytes; quantised activations lie as {@link QuantiseKernel} tiles them, those that are floats in rows whose
     * stride in bytes is one more operand. Reads and writes whole tiles of rows.
     */
    public static int tiled(Kernels kernels, PackedFormat format, boolean add, int tile) {
        return kernels.kernel("tiled " + tile + " " + format.name() + (add ? " add" : ""),
                f -> writeTiled(kernels, f, format, add, tile));
    }

    private static void writeVector(Kernels kernels, WasmFunction f, PackedFormat format, boolean add) {
        int weights = Kernels.operand(f, 0);
        int activations = Kernels.operand(f, 1);
        int out = Kernels.operand(f, 2);
        int groups = Kernels.operand(f, 3);
        int steps = Kernels.operand(f, 4);
        int first = f.i32();
        int last = f.i32();
        int groupBytes = f.i32();
        f.get(steps).constant(format.stepBytes()).mul().set(groupBytes);
        Streams many = new Streams(kernels, f, format, add, format.streams());
        Streams single = new Streams(kernels, f, format, add, 1);
        int size = f.i32();
        int part = f.i32();
        int base = f.i32();
        int target = f.i32();
        Kernels.pushClaimSize(f, groups, groupBytes, format.streams());
        f.set(size);
        Kernels.claim(f, first, last, groups, size, () -> {
            Kernels.address(f, base, weights, first, groupBytes);
            Kernels.addressConstant(f, target, out, first, GROUP_OUTPUT_BYTES);
            f.get(last).get(first).sub().constant(format.streams()).divideUnsigned().set(part);
            many.write(base, activations, target, part, steps, groupBytes);
            f.get(part).constant(format.streams()).mul().get(first).add().set(part);
            Kernels.address(f, base, weights, part, groupBytes);
            Kernels.addressConstant(f, target, out, part, GROUP_OUTPUT_BYTES);
            f.get(last).get(part).sub().set(part);
            single.write(base, activations, target, part, steps, groupBytes);
        });
    }

    /** The code for {@code part} groups of each of some streams. */
    private static final class Streams {
        private final WasmFunction f;
        private final PackedFormat format;
        private final boolean add;
        private final Dots dots;
        private final int[] streams;
        private final int together;
        private final int[] sums;
        private final int activation;
        private final int step;
        private final int group;
        private final int partBytes;
        private final int outputBytes;
        private final int outputAt;

        Streams(Kernels kernels, WasmFunction f, PackedFormat format, boolean add, int count) {
            this.f = f;
            this.format = format;
            this.add = add;
            dots = Dots.of(kernels.variant(), f);
            streams = new int[count];
            for (int s = 0; s < count; s++) {
                streams[s] = f.i32();
            }
            together = Math.min(count, format.streamsTogether());
            sums = f.v128s(2 * count);
            activation = f.i32();
            step = f.i32();
            group = f.i32();
            partBytes = f.i32();
            outputBytes = f.i32();
            outputAt = f.i32();
        }

        void write(int base, int activations, int out, int part, int steps, int groupBytes) {
            f.get(part).get(groupBytes).mul().set(partBytes);
            f.get(part).constant(GROUP_OUTPUT_BYTES).mul().set(outputBytes);
            f.get(base).set(streams[0]);
            for (int s = 1; s < streams.length; s++) {
                f.get(streams[s - 1]).get(partBytes).add().set(streams[s]);
            }
            int activationStep = format.quantisedActivations()
                    ? format.stepColumns() / ActivationBlock.COLUMNS * ActivationBlock.BYTES
                    : format.stepColumns() * 4;
            f.loopFromZero(group, part, 1, () -> {
                for (int sum : sums) {
                    f.splat(0).set(sum);
                }
                f.get(activations).set(activation);
                f.loopFromZero(step, steps, 1, () -> {
                    for (int s = 0; s < streams.length; s += together) {
                        Quad[] quads = new Quad[2 * together];
                        for (int q = 0; q < quads.length; q++) {
                            int stream = s + q / 2;
                            quads[q] = new Quad(f, dots, streams[stream], q % 2, activation, new int[] {sums[2 * stream + q % 2]});
                        }
                        format.emit(quads);
                    }
                    for (int stream : streams) {
                        f.advance(stream, format.stepBytes());
                    }
                    f.advance(activation, activationStep);
                });
                f.get(out).set(outputAt);
                for (int s = 0; s < streams.length; s++) {
                    storeSum(outputAt, sums[2 * s], 0);
                    storeSum(outputAt, sums[2 * s + 1], 16);
                    f.get(outputAt).get(outputBytes).add().set(outputAt);
                }
                f.advance(out, GROUP_OUTPUT_BYTES);
            });
        }

        private void storeSum(int address, int sum, int offset) {
            MatMulKernels.storeSum(f, add, address, sum, offset);
        }
    }

    private static void storeSum(WasmFunction f, boolean add, int address, int sum, int offset) {
        f.get(address).get(sum);
        if (add) {
            f.get(address).load(offset).simd(Simd.F32X4_ADD);
        }
        f.store(offset);
    }

    private static void writeTiled(Kernels kernels, WasmFunction f, PackedFormat format, boolean add, int tile) {
        int weights = Kernels.operand(f, 0);
        int activations = Kernels.operand(f, 1);
        int out = Kernels.operand(f, 2);
        int groups = Kernels.operand(f, 3);
        int steps = Kernels.operand(f, 4);
        int outStride = Kernels.operand(f, 5);
        int first = f.i32();
        int last = f.i32();
        int size = f.i32();
        int group = f.i32();
        int target = f.i32();
        int groupBytes = f.i32();
        f.get(steps).constant(format.stepBytes()).mul().set(groupBytes);
        Kernels.pushClaimSize(f, groups, groupBytes, 1);
        f.set(size);
        Tiles tiles = new Tiles(kernels, f, format, add, tile);
        Kernels.claim(f, first, last, groups, size, () -> {
            Kernels.address(f, group, weights, first, groupBytes);
            Kernels.addressConstant(f, target, out, first, GROUP_OUTPUT_BYTES);
            f.loop(first, last, 1, () -> {
                tiles.write(group, activations, target, steps, outStride, 0);
                tiles.write(group, activations, target, steps, outStride, 1);
                f.get(group).get(groupBytes).add().set(group);
                f.advance(target, GROUP_OUTPUT_BYTES);
            });
        });
    }

    /** The code for half a group of rows and all tokens, a tile at a time. */
    private static final class Tiles {
        private final WasmFunction f;
        private final PackedFormat format;
        private final boolean add;
        private final int tile;
        private final Dots dots;
        private final int[] sums;
        private final int count;
        private final int index;
        private final int weight;
        /** Addresses of activations: of the tile's, or of each row's where they are floats. */
        private final int[] activations;
        private final int tileStart;
        private final int stride;
        private final int step;
        private final int row;

        Tiles(Kernels kernels, WasmFunction f, PackedFormat format, boolean add, int tile) {
            this.f = f;
            this.format = format;
            this.add = add;
            this.tile = tile;
            dots = Dots.of(kernels.variant(), f);
            sums = f.v128s(tile);
            count = f.i32();
            index = f.i32();
            weight = f.i32();
            activations = new int[format.quantisedActivations() ? 1 : tile];
            for (int i = 0; i < activations.length; i++) {
                activations[i] = f.i32();
            }
            tileStart = f.i32();
            stride = format.quantisedActivations() ? -1 : Kernels.operand(f, 6);
            step = f.i32();
            row = f.i32();
            f.get(Kernels.CONTROL).loadI32(Control.TOKENS).constant(tile - 1).add().constant(tile).divideUnsigned().set(count);
        }

        void write(int group, int input, int out, int steps, int outStride, int half) {
            Quad[] quads = quads(half);
            f.get(input).set(tileStart);
            f.get(out).set(row);
            f.loopFromZero(index, count, 1, () -> {
                for (int sum : sums) {
                    f.splat(0).set(sum);
                }
                f.get(group).set(weight);
                f.get(tileStart).set(activations[0]);
                for (int t = 1; t < activations.length; t++) {
                    f.get(activations[t - 1]).get(stride).add().set(activations[t]);
                }
                f.loopFromZero(step, steps, 1, () -> {
                    format.emit(quads);
                    f.advance(weight, format.stepBytes());
                    for (int activation : activations) {
                        f.advance(activation, stepActivationBytes());
                    }
                });
                if (stride < 0) {
                    f.get(activations[0]).set(tileStart);
                } else {
                    f.get(stride).constant(tile).mul().get(tileStart).add().set(tileStart);
                }
                for (int sum : sums) {
                    storeSum(f, add, row, sum, 16 * half);
                    f.get(row).get(outStride).add().set(row);
                }
            });
        }

        private Quad[] quads(int half) {
            if (format.quantisedActivations()) {
                return new Quad[] {new Quad(f, dots, weight, half, activations[0], sums)};
            }
            Quad[] quads = new Quad[tile];
            for (int t = 0; t < tile; t++) {
                quads[t] = new Quad(f, dots, weight, half, activations[t], new int[] {sums[t]});
            }
            return quads;
        }

        private int stepActivationBytes() {
            return format.quantisedActivations()
                    ? format.stepColumns() / ActivationBlock.COLUMNS * ActivationBlock.BYTES * tile
                    : 4 * format.stepColumns();
        }
    }
}
