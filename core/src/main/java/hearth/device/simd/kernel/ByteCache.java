package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.program.StateType;

/**
 * Keys and values of 8 bits, {@link StateType#Q8}: a row is its whole numbers, filled up with zeros to whole blocks, then a
 * f32 scale for each block. Queries are rounded to 16 bits, so that products with keys are sums of whole numbers.
 */
final class ByteCache extends CacheFormat {
    private static final int BLOCK = StateType.BLOCK;
    private static final float LARGEST_QUERY = 32767f;

    private final int blocks;
    /** Bytes of a row before its scales. */
    private final int scales;

    ByteCache(int headSize) {
        super(headSize);
        blocks = (headSize + BLOCK - 1) / BLOCK;
        scales = blocks * BLOCK;
    }

    @Override
    String name() {
        return "q8";
    }

    @Override
    public int rowBytes() {
        return scales + 4 * blocks;
    }

    @Override
    RowWriter rowWriter(WasmFunction f) {
        return new ByteWriter(f);
    }

    private final class ByteWriter implements RowWriter {
        private final WasmFunction f;
        private final RoundedBlock block;
        private final int source;
        private final int target;
        private final int scale;
        private final int end;

        ByteWriter(WasmFunction f) {
            this.f = f;
            block = new RoundedBlock(f);
            source = f.i32();
            target = f.i32();
            scale = f.i32();
            end = f.i32();
        }

        @Override
        public void write(int rows, int from, int cache, int to) {
            f.get(rows).get(from).add().set(source);
            f.get(cache).get(to).add().tee(target).constant(scales).add().set(scale);
            f.get(target).constant(headSize / BLOCK * BLOCK).add().set(end);
            f.loop(target, end, BLOCK, () -> {
                writeBlock(BLOCK / 4);
                f.advance(source, 4 * BLOCK);
                f.advance(scale, 4);
            });
            if (headSize % BLOCK > 0) {
                writeBlock(headSize % BLOCK / 4);
            }
        }

        private void writeBlock(int vectors) {
            for (int i = 0; i < vectors; i++) {
                f.get(source).load(16 * i).set(block.x[i]);
            }
            block.write(vectors);
            for (int first = 0; first < BLOCK / 4; first += 4) {
                f.get(target);
                block.pushBytes(first, vectors);
                f.store(4 * first);
            }
            f.get(scale).get(block.scale).storeF32(0);
        }
    }

    // Sums and queries are filled up to whole blocks as rows are. What stands there does not matter: in the rows there are zeros.

    @Override
    int sumFloats() {
        return scales;
    }

    @Override
    int queryBytes() {
        return 2 * scales;
    }

    /** The chunk's weights times a block's scales. */
    @Override
    int furtherScratchBytes() {
        return 16 * QueryGroup.CHUNK;
    }

    @Override
    float weightFactor() {
        return 1;
    }

    @Override
    void writeQuery(QueryGroup group, int q, int row, int offset) {
        WasmFunction f = group.f;
        int from = f.i32();
        int end = f.i32();
        int to = f.i32();
        int x = f.v128();
        int scale = f.f32();
        int inverse = f.v128();
        f.get(row).tee(from).constant(4 * headSize).add().set(end);
        f.splat(0).set(x);
        f.loop(from, end, 16, () -> f.get(from).load(offset).simd(Simd.F32X4_ABS).get(x).simd(Simd.F32X4_MAX).set(x));
        f.get(x);
        RoundedBlock.pushLargestLane(f, x);
        f.constant(1 / LARGEST_QUERY).mulF32().set(scale);
        f.get(group.scratch).get(scale).constant((float) (1 / Math.sqrt(headSize))).mulF32().storeF32(group.scoreScale() + 4 * q);
        RoundedBlock.pushInverse(f, scale);
        f.simd(Simd.F32X4_SPLAT).set(inverse);
        f.get(row).set(from);
        f.get(group.scratch).set(to);
        f.loop(from, end, 16, () -> {
            f.get(from).load(offset).get(inverse).simd(Simd.F32X4_MUL).simd(Simd.F32X4_NEAREST);
            f.simd(Simd.I32X4_TRUNC_SAT_F32X4_S).set(x);
            f.get(to).get(x).get(x).simd(Simd.I16X8_NARROW_I32X4_S).storeLow64(group.query(q));
            f.advance(to, 8);
        });
    }

    @Override
    void writeScores(QueryGroup group, int keyHead, int start, int valueHead) {
        WasmFunction f = group.f;
        int pairBytes = 2 * rowBytes();
        int valueAt = f.i32();
        int p = f.i32();
        int scoreAt = f.i32();
        int keyAt = f.i32();
        int scaleAt = f.i32();
        int queryAt = f.i32();
        int[] key = f.v128s(BLOCK / 8);
        int[] secondKey = f.v128s(BLOCK / 8);
        int query = f.v128();
        int product = f.v128();
        int secondProduct = f.v128();
        f.get(start).constant(rowBytes()).mul().get(valueHead).add().set(valueAt);
        f.get(start).constant(rowBytes()).mul().get(keyHead).add().set(keyAt);
        f.get(group.scratch).set(scoreAt);
        f.loopFromZero(p, group.positions, 2, () -> {
            group.writeClear();
            group.writeTouch(valueAt, 0, pairBytes);
            group.writeTouch(keyAt, QueryGroup.PAIRS_AHEAD * pairBytes, pairBytes);
            f.advance(valueAt, pairBytes);
            f.get(group.scratch).set(queryAt);
            f.get(keyAt).constant(scales).add().set(scaleAt);
            int end = f.i32();
            f.get(scaleAt).set(end);
            f.loop(keyAt, end, BLOCK, () -> {
                for (int i = 0; i < key.length; i++) {
                    f.get(keyAt).vectorMemory(Simd.V128_LOAD8X8_S, 8 * i).set(key[i]);
                    f.get(keyAt).vectorMemory(Simd.V128_LOAD8X8_S, rowBytes() + 8 * i).set(secondKey[i]);
                }
                for (int q = 0; q < group.count; q++) {
                    for (int i = 0; i < key.length; i++) {
                        f.get(queryAt).load(group.query(q) + 16 * i).tee(query).get(key[i]).simd(Simd.I32X4_DOT_I16X8_S);
                        addTo(f, product, i);
                        f.get(query).get(secondKey[i]).simd(Simd.I32X4_DOT_I16X8_S);
                        addTo(f, secondProduct, i);
                    }
                    group.dots.multiplyAdd(group.sums[q], () -> f.get(product).simd(Simd.F32X4_CONVERT_I32X4_S), () -> f.get(scaleAt).load32Splat(0));
                    group.dots.multiplyAdd(group.secondSums[q], () -> f.get(secondProduct).simd(Simd.F32X4_CONVERT_I32X4_S),
                            () -> f.get(scaleAt).load32Splat(rowBytes()));
                }
                f.advance(queryAt, 2 * BLOCK);
                f.advance(scaleAt, 4);
            });
            f.get(scoreAt);
            LaneSums.push(f, group.sums);
            f.get(group.scratch).load(group.scoreScale()).simd(Simd.F32X4_MUL).store(group.chunk());
            f.get(scoreAt);
            LaneSums.push(f, group.secondSums);
            f.get(group.scratch).load(group.scoreScale()).simd(Simd.F32X4_MUL).store(group.chunk() + 16);
            f.advance(scoreAt, 32);
            f.advance(keyAt, pairBytes - scales);
        });
    }

    /** {@code sum = i == 0 ? x : sum + x} with the x on the stack. */
    private static void addTo(WasmFunction f, int sum, int i) {
        if (i > 0) {
            f.get(sum).simd(Simd.I32X4_ADD);
        }
        f.set(sum);
    }

    @Override
    void writeValues(QueryGroup group, int valueHead, int start) {
        WasmFunction f = group.f;
        int at = f.i32();
        int size = f.i32();
        int p = f.i32();
        int weightAt = f.i32();
        int firstValue = f.i32();
        int firstScale = f.i32();
        int valueAt = f.i32();
        int[] value = f.v128s(2);
        f.constant(4 * scales).set(size);
        f.get(start).constant(rowBytes()).mul().get(valueHead).add().tee(firstValue).constant(scales).add().set(firstScale);
        f.loopFromZero(at, size, 32, () -> {
            f.get(at).constant(4 * BLOCK - 1).and().isZero();
            f.ifThen(() -> {
                f.get(firstScale).set(valueAt);
                f.get(group.scratch).set(weightAt);
                f.loopFromZero(p, group.positions, 1, () -> {
                    f.get(weightAt);
                    f.get(weightAt).load(group.chunk()).get(valueAt).load32Splat(0).simd(Simd.F32X4_MUL).store(group.further());
                    f.advance(weightAt, 16);
                    f.advance(valueAt, rowBytes());
                });
                f.advance(firstScale, 4);
            });
            group.writeLoadSums(at, group.sums, group.secondSums);
            f.get(firstValue).set(valueAt);
            f.get(group.scratch).set(weightAt);
            f.loopFromZero(p, group.positions, 1, () -> {
                f.get(valueAt).vectorMemory(Simd.V128_LOAD8X8_S, 0).tee(value[1]);
                f.simd(Simd.I32X4_EXTEND_LOW_I16X8_S).simd(Simd.F32X4_CONVERT_I32X4_S).set(value[0]);
                f.get(value[1]).simd(Simd.I32X4_EXTEND_HIGH_I16X8_S).simd(Simd.F32X4_CONVERT_I32X4_S).set(value[1]);
                group.writeAddWeighted(weightAt, group.further(), value, group.sums, group.secondSums);
                f.advance(weightAt, 16);
                f.advance(valueAt, rowBytes());
            });
            group.writeStoreSums(at, group.sums, group.secondSums);
            f.advance(firstValue, 8);
        });
    }
}
