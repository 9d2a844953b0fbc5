package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.Halves;

/** Keys and values in half precision, widened to floats as they are read. Queries are floats. */
final class HalfCache extends CacheFormat {
    private static final float LARGEST_HALF = 65504f;
    /** 2^-14, the smallest normal half. */
    private static final float SMALLEST_NORMAL_HALF = 0x1p-14f;

    HalfCache(int headSize) {
        super(headSize);
    }

    @Override
    String name() {
        return "f16";
    }

    @Override
    public int rowBytes() {
        return 2 * headSize;
    }

    @Override
    RowWriter rowWriter(WasmFunction f) {
        return new HalfWriter(f, headSize);
    }

    /** Rounds floats to half precision, to the nearest, ties to even; what is too large becomes the largest half. */
    private static final class HalfWriter implements RowWriter {
        private final WasmFunction f;
        private final int headSize;
        private final int source;
        private final int target;
        private final int count;
        private final int i;
        private final int x;
        private final int sign;
        private final int normal;

        HalfWriter(WasmFunction f, int headSize) {
            this.f = f;
            this.headSize = headSize;
            source = f.i32();
            target = f.i32();
            count = f.i32();
            i = f.i32();
            x = f.v128();
            sign = f.v128();
            normal = f.v128();
        }

        @Override
        public void write(int rows, int from, int cache, int to) {
            f.get(rows).get(from).add().set(source);
            f.get(cache).get(to).add().set(target);
            f.constant(headSize).set(count);
            f.loopFromZero(i, count, 4, () -> {
                f.get(source).load(0).tee(x).splat(0x80000000).simd(Simd.V128_AND).set(sign);
                f.get(x).simd(Simd.F32X4_ABS).splat(LARGEST_HALF).simd(Simd.F32X4_MIN).set(x);
                // Normal: move the exponent's bias from 127 to 15, add half of the last place kept (a hair less, plus its
                // own low bit, so that ties go to even), drop 13 bits.
                f.get(x).splat(112 << 23).simd(Simd.I32X4_SUB).splat(0xFFF).simd(Simd.I32X4_ADD);
                f.get(x).constant(13).simd(Simd.I32X4_SHR_U).splat(1).simd(Simd.V128_AND).simd(Simd.I32X4_ADD);
                f.constant(13).simd(Simd.I32X4_SHR_U).set(normal);
                // Subnormal: adding 1/2 leaves multiples of 2^-24 in the low bits, rounded by the hardware.
                f.get(x).splat(0.5f).simd(Simd.F32X4_ADD).splat(0.5f).simd(Simd.I32X4_SUB);
                f.get(normal);
                f.get(x).splat(SMALLEST_NORMAL_HALF).simd(Simd.F32X4_LT).simd(Simd.V128_BITSELECT);
                f.get(sign).constant(16).simd(Simd.I32X4_SHR_U).simd(Simd.V128_OR).set(x);
                f.get(target).get(x).get(x).simd(Simd.I16X8_NARROW_I32X4_U).storeLow64(0);
                f.advance(source, 16);
                f.advance(target, 8);
            });
        }
    }

    @Override
    int sumFloats() {
        return headSize;
    }

    @Override
    int queryBytes() {
        return 4 * headSize;
    }

    @Override
    int furtherScratchBytes() {
        return 0;
    }

    @Override
    float weightFactor() {
        return Halves.FACTOR;
    }

    @Override
    void writeQuery(QueryGroup group, int q, int row, int offset) {
        WasmFunction f = group.f;
        int at = f.i32();
        int size = f.i32();
        f.constant(4 * headSize).set(size);
        f.loopFromZero(at, size, 16, () -> {
            f.get(group.scratch).get(at).add();
            f.get(row).get(at).add().load(offset);
            f.splat((float) (Halves.FACTOR / Math.sqrt(headSize))).simd(Simd.F32X4_MUL).store(group.query(q));
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
        int queryAt = f.i32();
        int end = f.i32();
        int key = f.v128();
        int secondKey = f.v128();
        int query = f.v128();
        f.get(start).constant(rowBytes()).mul().get(valueHead).add().set(valueAt);
        f.get(start).constant(rowBytes()).mul().get(keyHead).add().set(keyAt);
        f.get(group.scratch).set(scoreAt);
        f.loopFromZero(p, group.positions, 2, () -> {
            group.writeClear();
            f.get(group.scratch).tee(queryAt).constant(4 * headSize).add().set(end);
            group.writeTouch(valueAt, 0, pairBytes);
            group.writeTouch(keyAt, QueryGroup.PAIRS_AHEAD * pairBytes, pairBytes);
            f.advance(valueAt, pairBytes);
            int unrolled = headSize % 16 == 0 ? 4 : 1;
            f.loop(queryAt, end, 16 * unrolled, () -> {
                for (int i = 0; i < unrolled; i++) {
                    Halves.push(f, keyAt, 8 * i);
                    f.set(key);
                    Halves.push(f, keyAt, rowBytes() + 8 * i);
                    f.set(secondKey);
                    for (int q = 0; q < group.count; q++) {
                        f.get(queryAt).load(group.query(q) + 16 * i).set(query);
                        group.dots.multiplyAdd(group.sums[q], () -> f.get(query), () -> f.get(key));
                        group.dots.multiplyAdd(group.secondSums[q], () -> f.get(query), () -> f.get(secondKey));
                    }
                }
                f.advance(keyAt, 8 * unrolled);
            });
            f.get(scoreAt);
            LaneSums.push(f, group.sums);
            f.store(group.chunk());
            f.get(scoreAt);
            LaneSums.push(f, group.secondSums);
            f.store(group.chunk() + 16);
            f.advance(scoreAt, 32);
            f.advance(keyAt, rowBytes());
        });
    }

    @Override
    void writeValues(QueryGroup group, int valueHead, int start) {
        WasmFunction f = group.f;
        int at = f.i32();
        int size = f.i32();
        int p = f.i32();
        int weightAt = f.i32();
        int firstValue = f.i32();
        int valueAt = f.i32();
        int[] value = f.v128s(headSize % 8 == 0 ? 2 : 1);
        int[][] accumulators = headSize % 8 == 0 ? new int[][] {group.sums, group.secondSums} : new int[][] {group.sums};
        f.constant(4 * headSize).set(size);
        f.get(start).constant(rowBytes()).mul().get(valueHead).add().set(firstValue);
        f.loopFromZero(at, size, 16 * value.length, () -> {
            group.writeLoadSums(at, accumulators);
            f.get(firstValue).set(valueAt);
            f.get(group.scratch).set(weightAt);
            f.loopFromZero(p, group.positions, 1, () -> {
                for (int i = 0; i < value.length; i++) {
                    Halves.push(f, valueAt, 8 * i);
                    f.set(value[i]);
                }
                group.writeAddWeighted(weightAt, group.chunk(), value, accumulators);
                f.advance(weightAt, 16);
                f.advance(valueAt, rowBytes());
            });
            group.writeStoreSums(at, accumulators);
            f.advance(firstValue, 8 * value.length);
        });
    }
}
