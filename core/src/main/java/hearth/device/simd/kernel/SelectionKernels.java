package hearth.device.simd.kernel;

import hearth.device.Logits;
import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;

/**
 * Kernels that look through a row of logits, as {@link Logits} says, for one worker. Their first operands are the row's
 * address and its bytes, a multiple of 16; what fills up the last vector is minus infinity.
 */
public final class SelectionKernels {
    /** Ids that {@link #collect} finds at most in one run. */
    public static final int MOST_FOUND = 4096;
    /** Bytes that it writes ids to. */
    public static final int FOUND_BYTES = 4 * (MOST_FOUND + 1);
    /** Index of the operand in which {@link #collect} keeps where it goes on. */
    public static final int COLLECT_AT = 5;
    /** Index of the operand in which {@link #collect} leaves how many it found. */
    public static final int COLLECT_FOUND = 6;

    private static final int BLOCK_BYTES = 4 * Logits.BLOCK;
    /** Maxima that are kept apart, since each must wait for the one before. */
    private static final int STREAMS = 4;

    private SelectionKernels() {
    }

    /** The largest logit of each block. Operands: row, bytes, out. */
    public static int blockMaxima(Kernels kernels) {
        return kernels.kernel("block maxima", f -> {
            Row row = new Row(f);
            int out = Kernels.operand(f, 2);
            int at = f.i32();
            int wide = f.i32();
            int[] most = f.v128s(STREAMS);
            row.forEachBlock(() -> {
                for (int stream : most) {
                    f.splat(Float.NEGATIVE_INFINITY).set(stream);
                }
                f.get(row.block).get(row.end).get(row.block).sub().constant(-16 * STREAMS).and().add().set(wide);
                f.get(row.block).set(at);
                f.loop(at, wide, 16 * STREAMS, () -> {
                    for (int i = 0; i < STREAMS; i++) {
                        // The first operand unless it is less: what is no number is not taken.
                        f.get(most[i]).get(row.address).get(at).add().load(16 * i).simd(Simd.F32X4_PMAX).set(most[i]);
                    }
                });
                f.loop(at, row.end, 16, () ->
                        f.get(most[0]).get(row.address).get(at).add().load(0).simd(Simd.F32X4_PMAX).set(most[0]));
                for (int i = 1; i < STREAMS; i++) {
                    f.get(most[0]).get(most[i]).simd(Simd.F32X4_PMAX).set(most[0]);
                }
                f.get(most[0]).get(most[0]).get(most[0]).shuffle32(2, 3, 0, 1).simd(Simd.F32X4_PMAX).set(most[0]);
                f.get(out);
                f.get(most[0]).get(most[0]).get(most[0]).shuffle32(1, 0, 3, 2).simd(Simd.F32X4_PMAX);
                f.extractLane(Simd.F32X4_EXTRACT_LANE, 0).storeF32(0);
                f.advance(out, 4);
            });
        });
    }

    /**
     * For each block the sum of {@code e^((logit - largest) * factor)}, where a logit that is the largest counts 1.
     * Operands: row, bytes, out, largest (f32), factor (f32).
     */
    public static int blockSums(Kernels kernels) {
        return kernels.kernel("block sums", f -> {
            Row row = new Row(f);
            int out = Kernels.operand(f, 2);
            int largest = splatOperand(f, 3);
            int factor = splatOperand(f, 4);
            int at = f.i32();
            int x = f.v128();
            int sum = f.v128();
            FallingExp exp = new FallingExp(kernels, f);
            row.forEachBlock(() -> {
                f.splat(0f).set(sum);
                f.get(row.block).set(at);
                f.loop(at, row.end, 16, () -> {
                    f.get(sum);
                    f.splat(1f);
                    f.get(row.address).get(at).add().load(0).tee(x).get(largest).simd(Simd.F32X4_SUB).get(factor).simd(Simd.F32X4_MUL);
                    exp.write();
                    f.get(x).get(largest).simd(Simd.F32X4_EQ).simd(Simd.V128_BITSELECT);
                    f.simd(Simd.F32X4_ADD).set(sum);
                });
                f.get(out).get(sum).call(kernels.math().sum()).storeF32(0);
                f.advance(out, 4);
            });
        });
    }

    /**
     * Writes the ids of tokens with at least some logit, in their order, as long as there is room for a whole block more.
     * Operands: row, bytes, the blocks' maxima, out, least logit (f32), bytes of the row passed so far, ids found.
     */
    public static int collect(Kernels kernels) {
        return kernels.kernel("collect", f -> {
            Row row = new Row(f);
            int maxima = Kernels.operand(f, 2);
            int out = Kernels.operand(f, 3);
            int least = splatOperand(f, 4);
            int first = f.i32();
            int at = f.i32();
            int mask = f.i32();
            f.get(out).set(first);
            f.get(Kernels.RECORD).loadI32(Kernels.OPERANDS + 4 * COLLECT_AT).set(row.block);
            f.block().loop();
            f.get(row.block).get(row.bytes).greaterOrEqualUnsigned().branchIf(1);
            f.get(out).get(first).sub().constant(4 * (MOST_FOUND - Logits.BLOCK) + 1).greaterOrEqualSigned().branchIf(1);
            f.get(maxima).get(row.block).constant(Integer.numberOfTrailingZeros(Logits.BLOCK)).shiftRightUnsigned().add().loadF32(0);
            f.get(Kernels.RECORD).loadF32(Kernels.OPERANDS + 4 * 4).greaterOrEqualF32();
            f.ifThen(() -> {
                row.setEnd();
                f.get(row.block).set(at);
                f.loop(at, row.end, 16, () -> {
                    f.get(row.address).get(at).add().load(0).get(least).simd(Simd.F32X4_GE).simd(Simd.I32X4_BITMASK).tee(mask);
                    f.ifThen(() -> writeFound(f, at, mask, out));
                });
            });
            f.advance(row.block, BLOCK_BYTES).branch(0);
            f.end().end();
            f.get(Kernels.RECORD).get(row.block).storeI32(Kernels.OPERANDS + 4 * COLLECT_AT);
            f.get(Kernels.RECORD).get(out).get(first).sub().constant(2).shiftRightUnsigned().storeI32(Kernels.OPERANDS + 4 * COLLECT_FOUND);
        });
    }

    /** Writes the id of each of the four tokens; the next one goes over those that the mask lacks. */
    private static void writeFound(WasmFunction f, int at, int mask, int out) {
        for (int lane = 0; lane < 4; lane++) {
            f.get(out).get(at).constant(2).shiftRightUnsigned().constant(lane).add().storeI32(0);
            f.get(mask).constant(lane).shiftRightUnsigned().constant(1).and().constant(4).mul().get(out).add().set(out);
        }
    }

    private static int splatOperand(WasmFunction f, int index) {
        int vector = f.v128();
        f.get(Kernels.RECORD).load32Splat(Kernels.OPERANDS + 4 * index).set(vector);
        return vector;
    }

    /** The row that a kernel goes along, and the block at which it is; places are bytes from the row's start. */
    private static final class Row {
        private final WasmFunction f;
        private final int address;
        private final int bytes;
        private final int block;
        private final int end;

        Row(WasmFunction f) {
            this.f = f;
            address = Kernels.operand(f, 0);
            bytes = Kernels.operand(f, 1);
            block = f.i32();
            end = f.i32();
        }

        /** {@code end} = where the block ends. */
        void setEnd() {
            f.get(block).constant(BLOCK_BYTES).add().tee(end).get(bytes);
            f.get(end).get(bytes).lessSigned().select().set(end);
        }

        void forEachBlock(Runnable body) {
            f.loopFromZero(block, bytes, BLOCK_BYTES, () -> {
                setEnd();
                body.run();
            });
        }
    }
}
