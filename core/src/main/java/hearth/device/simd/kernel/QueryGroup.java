package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.Dots;

/**
 * Up to four query heads of a key/value head that go together over chunks of positions, with a running maximum and sum
 * (online softmax), so that each key and value is widened once for all of them. Scratch space holds, for all query heads of
 * the key/value head, the queries, then the weighted sums of values, then the states of the groups, then the chunk's scores
 * or weights: a vector for each position, its lanes the query heads.
 */
final class QueryGroup {
    /** Query heads of a group; lanes of their scores' vector. */
    static final int TOGETHER = 4;
    /** Positions that go through the softmax together; their keys and values stay in the processor's cache for all query heads. */
    static final int CHUNK = 64;
    static final int CACHE_LINE = 64;
    /** How many pairs of positions ahead keys are touched. */
    static final int PAIRS_AHEAD = 2;
    /** Of a group: a vector each of maximums, sums, corrections and what scores are to be multiplied with. */
    private static final int STATE_BYTES = 64;

    final WasmFunction f;
    final Dots dots;
    /** Local: address of the scratch space. */
    final int scratch;
    /** Local: positions of the chunk. */
    final int positions;
    /** Query heads of this group. */
    final int count;
    /** Locals for the query heads' sums. */
    final int[] sums;
    final int[] secondSums;
    private final CacheFormat cache;
    private final VectorMath math;
    private final int queries;
    private final int first;
    private final int headSizeBytes;
    private final int at;
    private final int vector;
    private final FallingExp exp;

    /**
     * @param queries   query heads of the key/value head
     * @param first     the first of them in this group
     * @param positions local: positions of the chunk
     */
    QueryGroup(Kernels kernels, WasmFunction f, CacheFormat cache, int queries, int first, int scratch, int positions) {
        this.f = f;
        this.cache = cache;
        this.queries = queries;
        this.first = first;
        this.scratch = scratch;
        this.positions = positions;
        math = kernels.math();
        dots = Dots.of(kernels.variant(), f);
        count = Math.min(TOGETHER, queries - first);
        sums = f.v128s(TOGETHER);
        secondSums = f.v128s(TOGETHER);
        headSizeBytes = f.i32();
        at = f.i32();
        vector = f.v128();
        exp = new FallingExp(kernels, f);
    }

    /** Bytes of scratch space for so many query heads of a key/value head. */
    static int scratchBytes(CacheFormat cache, int queries) {
        return statesOffset(cache, queries) + groups(queries) * STATE_BYTES + 16 * CHUNK + cache.furtherScratchBytes();
    }

    private static int groups(int queries) {
        return (queries + TOGETHER - 1) / TOGETHER;
    }

    private static int statesOffset(CacheFormat cache, int queries) {
        return queries * (cache.queryBytes() + 4 * cache.sumFloats());
    }

    /** Offset in scratch space of a query. */
    int query(int q) {
        return (first + q) * cache.queryBytes();
    }

    /** Offset of a weighted sum of values. */
    int weightedSum(int q) {
        return queries * cache.queryBytes() + (first + q) * 4 * cache.sumFloats();
    }

    private int maximum() {
        return statesOffset(cache, queries) + first / TOGETHER * STATE_BYTES;
    }

    private int total() {
        return maximum() + 16;
    }

    /** Offset of what earlier sums must be multiplied with, a float for each query head. */
    int correction() {
        return maximum() + 32;
    }

    /** Offset of what sums over a query's and a key's values must be multiplied with, a float for each query head. */
    int scoreScale() {
        return maximum() + 48;
    }

    /** Offset of the chunk's scores or weights. */
    int chunk() {
        return statesOffset(cache, queries) + groups(queries) * STATE_BYTES;
    }

    /** Offset of what {@link CacheFormat#furtherScratchBytes} asks for. */
    int further() {
        return chunk() + 16 * CHUNK;
    }

    /** @param row local: address of the key/value head's queries and gates */
    void writeStart(int row) {
        f.get(scratch).splat(0).store(scoreScale());
        for (int q = 0; q < count; q++) {
            cache.writeQuery(this, q, row, (first + q) * 8 * cache.headSize);
            int sum = weightedSum(q);
            f.constant(4 * cache.headSize).set(headSizeBytes);
            f.loopFromZero(at, headSizeBytes, 16, () -> f.get(scratch).get(at).add().splat(0).store(sum));
        }
        f.get(scratch).splat(-Float.MAX_VALUE).store(maximum());
        f.get(scratch).splat(0).store(total());
    }

    /** The whole of a chunk; locals as in {@link CacheFormat#writeScores}. */
    void writeChunk(int keyHead, int valueHead, int start) {
        cache.writeScores(this, keyHead, start, valueHead);
        writeSoftmax();
        cache.writeValues(this, valueHead, start);
    }

    /** Clears {@link #sums} and {@link #secondSums}. */
    void writeClear() {
        for (int q = 0; q < TOGETHER; q++) {
            f.splat(0).set(sums[q]);
            f.splat(0).set(secondSums[q]);
        }
    }

    /** Touches the lines of so many bytes. */
    void writeTouch(int address, int offset, int bytes) {
        for (int line = 0; line < bytes; line += CACHE_LINE) {
            f.get(address).loadI32(offset + line).drop();
        }
    }

    /** Turns the chunk's scores into weights under the new maximums, and says by what earlier sums must be corrected. */
    private void writeSoftmax() {
        int chunk = chunk();
        int p = f.i32();
        int scoreAt = f.i32();
        int largest = f.v128();
        int sum = f.v128();
        f.get(scratch).load(maximum()).set(largest);
        f.get(scratch).set(scoreAt);
        f.loopFromZero(p, positions, 1, () -> {
            f.get(largest).get(scoreAt).load(chunk).simd(Simd.F32X4_MAX).set(largest);
            f.advance(scoreAt, 16);
        });
        f.get(scratch).load(maximum()).get(largest).simd(Simd.F32X4_SUB);
        exp.write();
        f.set(vector);
        f.get(scratch).get(largest).store(maximum());
        f.get(scratch).get(vector).store(correction());
        f.get(scratch).load(total()).get(vector).simd(Simd.F32X4_MUL).set(sum);
        f.get(scratch).set(scoreAt);
        f.loopFromZero(p, positions, 1, () -> {
            f.get(scoreAt);
            f.get(scoreAt).load(chunk).get(largest).simd(Simd.F32X4_SUB);
            exp.write();
            f.tee(vector).get(vector).get(sum).simd(Simd.F32X4_ADD).set(sum);
            if (cache.weightFactor() != 1) {
                f.splat(cache.weightFactor()).simd(Simd.F32X4_MUL);
            }
            f.store(chunk);
            f.advance(scoreAt, 16);
        });
        f.get(scratch).get(sum).store(total());
    }

    /** Loads the weighted sums at local {@code columns} into accumulators, corrected for the new maximums: of two vectors {@code {sums, secondSums}}. */
    void writeLoadSums(int columns, int[]... accumulators) {
        for (int q = 0; q < count; q++) {
            for (int i = 0; i < accumulators.length; i++) {
                f.get(scratch).get(columns).add().load(weightedSum(q) + 16 * i);
                f.get(scratch).load32Splat(correction() + 4 * q).simd(Simd.F32X4_MUL).set(accumulators[i][q]);
            }
        }
    }

    /** The way back. */
    void writeStoreSums(int columns, int[]... accumulators) {
        for (int q = 0; q < count; q++) {
            for (int i = 0; i < accumulators.length; i++) {
                f.get(scratch).get(columns).add().get(accumulators[i][q]).store(weightedSum(q) + 16 * i);
            }
        }
    }

    /**
     * Adds a position's values times its weights.
     *
     * @param weights local: address less {@code offset} of the position's weights
     * @param values  locals: a vector for each of the accumulators
     */
    void writeAddWeighted(int weights, int offset, int[] values, int[]... accumulators) {
        for (int q = 0; q < count; q++) {
            f.get(weights).load32Splat(offset + 4 * q).set(vector);
            for (int i = 0; i < values.length; i++) {
                int part = values[i];
                dots.multiplyAdd(accumulators[i][q], () -> f.get(vector), () -> f.get(part));
            }
        }
    }

    /** @param target local: where the key/value head's results go */
    void writeResult(int row, int target) {
        int headBytes = 4 * cache.headSize;
        int inverse = f.v128();
        for (int q = 0; q < count; q++) {
            int gate = (first + q) * 2 * headBytes + headBytes;
            int result = (first + q) * headBytes;
            int sum = weightedSum(q);
            f.splat(1f).get(scratch).load32Splat(total() + 4 * q).simd(Simd.F32X4_DIV).set(inverse);
            f.loopFromZero(at, headSizeBytes, 16, () -> {
                f.get(target).get(at).add();
                f.get(scratch).get(at).add().load(sum).get(inverse).simd(Simd.F32X4_MUL);
                f.get(row).get(at).add().load(gate).call(math.sigmoid());
                f.simd(Simd.F32X4_MUL).store(result);
            });
        }
    }
}
