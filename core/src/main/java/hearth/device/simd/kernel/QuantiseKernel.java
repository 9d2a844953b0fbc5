package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.ActivationBlock;
import hearth.device.simd.packed.Halves;

/**
 * Rounds rows of activations to 8 bits, {@link ActivationBlock} after block, some kernels right after computing them. Blocks
 * of a tile of tokens lie together, block by block, so that a matrix kernel reads one stream. Rows are as many as the operand
 * says, or with 0 as many as the run has tokens, filled up to whole tiles.
 */
public final class QuantiseKernel {
    /** Blocks that a worker takes at a time. */
    private static final int CLAIMED_BLOCKS = 8;

    private QuantiseKernel() {
    }

    /**
     * Rounds rows as they are. Operands: input, its row stride in bytes, blocks of a row, output, rows.
     *
     * @param tile   tokens of a tile
     * @param byEach whether every worker does all rows, which for a single row is cheaper than to wait for each other
     */
    public static int index(Kernels kernels, int tile, boolean byEach) {
        return kernels.kernel("quantise " + tile + " " + byEach, f -> {
            int in = Kernels.operand(f, 0);
            int stride = Kernels.operand(f, 1);
            Output output = new Output(kernels, f, tile, 2);
            int row = f.i32();
            int from = f.i32();
            output.eachRow(row, byEach, () -> {
                Kernels.address(f, from, in, row, stride);
                output.writeRow(row, from);
            });
        });
    }

    /**
     * {@link hearth.program.Op.RmsNorm}, then the same. Operands: input, row stride in bytes of input and norm, blocks of a
     * row, output, rows, the norm's weight, where the norm goes.
     */
    public static int normed(Kernels kernels, int tile, boolean byEach, int width, float epsilon) {
        return kernels.kernel("rms norm quantise " + tile + " " + byEach + " " + width + " " + epsilon, f -> {
            int in = Kernels.operand(f, 0);
            int stride = Kernels.operand(f, 1);
            int weight = Kernels.operand(f, 5);
            int out = Kernels.operand(f, 6);
            Output output = new Output(kernels, f, tile, 2);
            RowKernels.Norm norm = new RowKernels.Norm(kernels, f, width, epsilon);
            int row = f.i32();
            int from = f.i32();
            int to = f.i32();
            output.eachRow(row, byEach, () -> {
                Kernels.address(f, from, in, row, stride);
                Kernels.address(f, to, out, row, stride);
                norm.write(from, weight, to);
                output.writeRow(row, to);
            });
        });
    }

    /**
     * {@link hearth.program.Op.SwiGlu}, rounded without being stored first. Operands: gate, row stride in bytes of gate and
     * up, blocks of a row, output, rows, up.
     */
    public static int swiGlu(Kernels kernels, int tile) {
        return kernels.kernel("swiglu quantise " + tile, f -> {
            int gate = Kernels.operand(f, 0);
            int stride = Kernels.operand(f, 1);
            int up = Kernels.operand(f, 5);
            Output output = new Output(kernels, f, tile, 2);
            int blocks = f.i32();
            int block = f.i32();
            int last = f.i32();
            int size = f.i32();
            int row = f.i32();
            int column = f.i32();
            int at = f.i32();
            int to = f.i32();
            Silu silu = new Silu(kernels, f);
            f.get(output.rows).get(output.blocks).mul().set(blocks);
            f.constant(CLAIMED_BLOCKS).set(size);
            Kernels.claim(f, block, last, blocks, size, () -> f.loop(block, last, 1, () -> {
                f.get(block).get(output.blocks).divideUnsigned().set(row);
                f.get(block).get(output.blocks).remainderUnsigned().set(column);
                output.setAddress(to, row, column);
                f.get(row).get(stride).mul().get(column).constant(4 * ActivationBlock.COLUMNS).mul().add().set(at);
                output.writer.write(to, () -> {
                    RowKernels.pushSwiGlu(f, silu, gate, up, at);
                    f.advance(at, 16);
                });
            }));
        });
    }

    /** Where blocks go, in order of tiles. */
    private static final class Output {
        private final WasmFunction f;
        private final int tile;
        private final int blocks;
        private final int address;
        private final int rows;
        private final int to;
        private final int block;
        private final int from;
        private final BlockWriter writer;

        /** @param operand the first of the operands blocks of a row, output, rows */
        Output(Kernels kernels, WasmFunction f, int tile, int operand) {
            this.f = f;
            this.tile = tile;
            blocks = Kernels.operand(f, operand);
            address = Kernels.operand(f, operand + 1);
            rows = Kernels.operand(f, operand + 2);
            to = f.i32();
            block = f.i32();
            from = f.i32();
            writer = new BlockWriter(kernels, f);
            f.get(rows).isZero();
            f.ifThen(() -> {
                f.get(Kernels.CONTROL).loadI32(Control.TOKENS).constant(tile - 1).add();
                f.constant(tile).divideUnsigned().constant(tile).mul().set(rows);
            });
        }

        void eachRow(int row, boolean byEach, Runnable body) {
            if (byEach) {
                f.loopFromZero(row, rows, 1, body);
            } else {
                Kernels.claim(f, row, rows, body);
            }
        }

        /** {@code local} = address of a block. */
        void setAddress(int local, int row, int column) {
            f.get(row).constant(tile).divideUnsigned().get(blocks).mul().get(column).add().constant(tile).mul();
            f.get(row).constant(tile).remainderUnsigned().add();
            f.constant(ActivationBlock.BYTES).mul().get(address).add().set(local);
        }

        void writeRow(int row, int values) {
            f.get(values).set(from);
            f.constant(0).set(block);
            setAddress(to, row, block);
            f.loop(block, blocks, 1, () -> {
                writer.write(to, () -> {
                    f.get(from).load(0);
                    f.advance(from, 16);
                });
                f.advance(to, ActivationBlock.BYTES * tile);
            });
        }
    }

    /** The code for one block; its locals are made once. */
    private static final class BlockWriter {
        private final Kernels kernels;
        private final WasmFunction f;
        private final RoundedBlock block;
        private final int[] x;
        private final int vector;
        private final int scale;
        private final int[] sums;

        BlockWriter(Kernels kernels, WasmFunction f) {
            this.kernels = kernels;
            this.f = f;
            block = new RoundedBlock(f);
            x = block.x;
            scale = block.scale;
            vector = f.v128();
            sums = f.v128s(2);
        }

        /** @param push pushes the block's next four activations, eight times */
        void write(int to, Runnable push) {
            for (int i = 0; i < 8; i++) {
                push.run();
                f.set(x[i]);
            }
            block.write(8);
            for (int half = 0; half < 2; half++) {
                int[] q = {x[4 * half], x[4 * half + 1], x[4 * half + 2], x[4 * half + 3]};
                f.get(to);
                block.pushBytes(4 * half, 8);
                f.store(ActivationBlock.VALUES + 16 * half);
                // Lane i: the sum of the places that are i modulo 4; then lanes 0 + 1 and 2 + 3, twice.
                f.get(q[0]).get(q[1]).simd(Simd.I32X4_ADD).get(q[2]).simd(Simd.I32X4_ADD).get(q[3]).simd(Simd.I32X4_ADD).tee(vector);
                f.get(vector).get(vector).shuffle32(1, 0, 3, 2).simd(Simd.I32X4_ADD).set(sums[half]);
            }
            f.get(sums[0]).get(sums[1]).shuffle32(0, 2, 4, 6).set(vector);
            f.get(to).get(vector).splat(-32).simd(Simd.I32X4_MUL).set(x[0]);
            f.get(x[0]).get(x[0]).simd(Simd.I16X8_NARROW_I32X4_S).storeLow64(ActivationBlock.MINUS_32_SUMS16);
            f.get(sums[0]).get(sums[1]).simd(Simd.I32X4_ADD).set(x[0]);
            f.get(to).get(x[0]).get(x[0]).shuffle32(0, 2, 0, 2).splat(-8).simd(Simd.I32X4_MUL).set(x[1]);
            f.get(x[1]).get(x[1]).simd(Simd.I16X8_NARROW_I32X4_S).extractLane(Simd.I32X4_EXTRACT_LANE, 0).storeI32(ActivationBlock.MINUS_8_SUMS);
            f.get(to).get(scale).storeF32(ActivationBlock.SCALE);
            f.get(to).get(scale).constant(Halves.FACTOR).mulF32().storeF32(ActivationBlock.HALF_SCALE);
            pushScaled(() -> f.get(vector).get(vector).get(vector).shuffle32(1, 0, 3, 2).simd(Simd.I32X4_ADD));
            f.set(x[2]);
            f.get(to).get(x[2]).get(x[2]).shuffle32(0, 2, 0, 2).storeLow64(ActivationBlock.SUM16);
            f.get(to);
            pushScaled(() -> f.get(x[0]).get(x[0]).get(x[0]).shuffle32(2, 3, 0, 1).simd(Simd.I32X4_ADD));
            f.extractLane(Simd.F32X4_EXTRACT_LANE, 0).storeF32(ActivationBlock.SUM);
        }

        /** Pushes whole numbers times the scale. */
        private void pushScaled(Runnable push) {
            push.run();
            f.simd(Simd.F32X4_CONVERT_I32X4_S).get(scale).simd(Simd.F32X4_SPLAT).simd(Simd.F32X4_MUL);
        }
    }
}
