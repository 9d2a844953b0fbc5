package hearth.device.simd;

import hearth.device.simd.kernel.CacheFormat;
import hearth.device.simd.packed.PackedFormat;
import hearth.program.Op;
import hearth.program.State;
import hearth.program.Weight;

/**
 * What an operation of a program moves between memory and the processor, for profiles: weights, caches and other state,
 * each once a run; activations do not count.
 *
 * @param operation     its kind, for people
 * @param bytes         moved by any run
 * @param tokenBytes    moved for each token of the run
 * @param positionBytes moved for each position in the context, those of the run included
 */
record OperationCost(String operation, long bytes, long tokenBytes, long positionBytes) {
    private static final int FLOAT_BYTES = 4;

    /** The look-up of rows, with the angles of their positions. */
    static OperationCost embedding(Weight table) {
        return new OperationCost("embedding", 0, rowBytes(table), 0);
    }

    /** Rounding a matrix's input. */
    static OperationCost quantise() {
        return activations("quantise");
    }

    static OperationCost matrix(Weight weight, PackedFormat format) {
        return fixed("matmul " + weight.type().name(), format.bytes(weight.columns(), weight.rows()));
    }

    /** Of an operation other than a look-up or a matrix. */
    static OperationCost of(Op op) {
        if (op instanceof Op.RmsNorm norm) {
            return fixed("rms norm", norm.weight().info().bytes());
        }
        if (op instanceof Op.NormRope rope) {
            return fixed("norm rope", rope.weight().info().bytes());
        }
        if (op instanceof Op.StoreKeyValue store) {
            return new OperationCost("store key value", 0, cacheBytes(store.heads(), store.keys(), store.values()), 0);
        }
        if (op instanceof Op.Attention attention) {
            return new OperationCost("attention", 0, 0, cacheBytes(attention.kvHeads(), attention.keys(), attention.values()));
        }
        if (op instanceof Op.CausalConv conv) {
            return fixed("conv", conv.kernel().info().bytes() + readAndWritten(conv.history()));
        }
        if (op instanceof Op.GatedDelta delta) {
            return fixed("delta rule", delta.decay().info().bytes() + delta.bias().info().bytes() + delta.norm().info().bytes()
                    + readAndWritten(delta.state()));
        }
        if (op instanceof Op.SwiGlu) {
            return activations("swiglu");
        }
        if (op instanceof Op.LastRow) {
            return activations("last row");
        }
        throw new IllegalArgumentException("No cost is known of " + op);
    }

    /** The same with the rounding of its result. */
    OperationCost andQuantise() {
        return new OperationCost(operation + " + quantise", bytes, tokenBytes, positionBytes);
    }

    private static OperationCost fixed(String operation, long bytes) {
        return new OperationCost(operation, bytes, 0, 0);
    }

    private static OperationCost activations(String operation) {
        return fixed(operation, 0);
    }

    private static long rowBytes(Weight table) {
        return table.type().rowBytes(table.columns());
    }

    /** What one token takes in the KV cache. */
    private static long cacheBytes(int heads, State keys, State values) {
        return (long) heads * (CacheFormat.of(keys).rowBytes() + CacheFormat.of(values).rowBytes());
    }

    private static long readAndWritten(State state) {
        return 2 * FLOAT_BYTES * state.size();
    }

    /** Of a run of {@code tokens} tokens, after which the context holds {@code positions}. */
    long of(int tokens, int positions) {
        return bytes + tokenBytes * tokens + positionBytes * positions;
    }
}
