package hearth.device.simd.kernel;

import hearth.device.simd.assembler.WasmFunction;
import hearth.program.State;

/**
 * How the keys or values of a KV cache lie in memory, and what attention does differently for each way: one key/value head
 * after another, each with a row for every token of the context. What a query head reads is one stretch of memory.
 */
public abstract class CacheFormat {
    final int headSize;

    CacheFormat(int headSize) {
        this.headSize = headSize;
    }

    /** The format of this half of a cache. */
    public static CacheFormat of(State state) {
        return switch (state.type()) {
            case F16 -> new HalfCache(state.columns());
            case Q8 -> new ByteCache(state.columns());
            case F32 -> throw new IllegalArgumentException(state.name() + " is no KV cache");
        };
    }

    /** For names of kernels. */
    abstract String name();

    /** Bytes of a row: one head of one token. */
    public abstract int rowBytes();

    /** Writes rows of floats into the cache; its locals are made once. */
    abstract RowWriter rowWriter(WasmFunction f);

    /** The code that rounds a row. */
    interface RowWriter {
        /** Locals: the row is at {@code rows + from} and goes to {@code cache + to}. */
        void write(int rows, int from, int cache, int to);
    }

    /** Floats of a weighted sum of values in scratch space: those of a head, filled up. */
    abstract int sumFloats();

    /** Bytes of scratch space for a query in the form that keys are multiplied with. */
    abstract int queryBytes();

    /** Bytes of scratch space that reading needs beyond that. */
    abstract int furtherScratchBytes();

    /** What softmax weights must be multiplied with before {@link #writeValues}. */
    abstract float weightFactor();

    /** Brings query {@code q} of the group, at local {@code row} plus {@code offset}, into the form that keys are multiplied with. */
    abstract void writeQuery(QueryGroup group, int q, int row, int offset);

    /**
     * The chunk's scores, q . k / sqrt(headSize), two positions at a time. The second may lie beyond the last, in memory that
     * is there but means nothing; its scores are not used. Keys further on are touched on the way, and the values that come
     * next, so that memory sends them meanwhile.
     *
     * @param keyHead   local: address of the head's keys
     * @param start     local: the chunk's first position
     * @param valueHead local: address of the head's values
     */
    abstract void writeScores(QueryGroup group, int keyHead, int start, int valueHead);

    /** Adds the chunk's values, by their weights, to the weighted sums; two vectors of a value at a time. */
    abstract void writeValues(QueryGroup group, int valueHead, int start);
}
