package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.ActivationBlock;
import hearth.device.simd.packed.Halves;

/**
 * Rounds rows of activations to 8 bits, {@link ActivationBlock} after block. Blocks of a tile of tokens lie together, block
 * by block, so that a matrix kernel reads one stream. Operands: input, its row stride in bytes, blocks of a row, output,
 * rows (0: as many as the run has tokens, filled up to whole tiles).
 */
public final class QuantiseKernel {
    private static final float LEAST_SCALE = 1e-37f;

    private QuantiseKernel() {
    }

    /** @param tile tokens of a tile */
    public static int index(Kernels kernels, int tile) {
        return kernels.kernel("quantise " + tile, f -> write(kernels, f, tile));
    }

    private static void write(Kernels kernels, WasmFunction f, int tile) {
        int in = Kernels.operand(f, 0);
        int stride = Kernels.operand(f, 1);
        int blocks = Kernels.operand(f, 2);
        int out = Kernels.operand(f, 3);
        int rows = Kernels.operand(f, 4);
        int row = f.i32();
        int from = f.i32();
        int to = f.i32();
        int block = f.i32();
        f.get(rows).isZero();
        f.ifThen(() -> {
            f.get(Kernels.CONTROL).loadI32(Control.TOKENS).constant(tile - 1).add();
            f.constant(tile).divideUnsigned().constant(tile).mul().set(rows);
        });
        BlockWriter writer = new BlockWriter(kernels, f);
        Kernels.share(f, row, rows, () -> {
            Kernels.address(f, from, in, row, stride);
            f.get(row).constant(tile).divideUnsigned().get(blocks).mul().constant(tile).mul();
            f.get(row).constant(tile).remainderUnsigned().add();
            f.constant(ActivationBlock.BYTES).mul().get(out).add().set(to);
            f.loopFromZero(block, blocks, 1, () -> {
                writer.write(from, to);
                f.advance(from, 4 * ActivationBlock.COLUMNS);
                f.advance(to, ActivationBlock.BYTES * tile);
            });
        });
    }

    /** The code for one block; its locals are made once. */
    private static final class BlockWriter {
        private final Kernels kernels;
        private final WasmFunction f;
        private final int[] x;
        private final int vector;
        private final int scale;
        private final int inverse;
        private final int[] sums;

        BlockWriter(Kernels kernels, WasmFunction f) {
            this.kernels = kernels;
            this.f = f;
            x = f.v128s(8);
            vector = f.v128();
            scale = f.f32();
            inverse = f.v128();
            sums = f.v128s(2);
        }

        void write(int from, int to) {
            for (int i = 0; i < 8; i++) {
                f.get(from).load(16 * i).set(x[i]);
            }
            pushLargest();
            f.constant(1f / 127).mulF32().set(scale);
            // 1 / 0 is infinite, and infinite times 0 is no number: a block of zeros, or next to it, takes the factor 0.
            f.constant(1f).get(scale).divF32().constant(0f).get(scale).constant(LEAST_SCALE).greaterF32().select();
            f.simd(Simd.F32X4_SPLAT).set(inverse);
            for (int i = 0; i < 8; i++) {
                f.get(x[i]).get(inverse).simd(Simd.F32X4_MUL).simd(Simd.F32X4_NEAREST);
                f.simd(Simd.I32X4_TRUNC_SAT_F32X4_S).set(x[i]);
            }
            for (int half = 0; half < 2; half++) {
                int[] q = {x[4 * half], x[4 * half + 1], x[4 * half + 2], x[4 * half + 3]};
                f.get(to);
                f.get(q[0]).get(q[1]).simd(Simd.I16X8_NARROW_I32X4_S);
                f.get(q[2]).get(q[3]).simd(Simd.I16X8_NARROW_I32X4_S);
                f.simd(Simd.I8X16_NARROW_I16X8_S).store(ActivationBlock.VALUES + 16 * half);
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

        private void pushLargest() {
            f.get(x[0]).simd(Simd.F32X4_ABS);
            for (int i = 1; i < 8; i++) {
                f.get(x[i]).simd(Simd.F32X4_ABS).simd(Simd.F32X4_MAX);
            }
            f.tee(vector).get(vector).get(vector).shuffle32(2, 3, 0, 1).simd(Simd.F32X4_MAX).tee(vector);
            f.get(vector).get(vector).shuffle32(1, 0, 3, 2).simd(Simd.F32X4_MAX).extractLane(Simd.F32X4_EXTRACT_LANE, 0);
        }
    }
}
