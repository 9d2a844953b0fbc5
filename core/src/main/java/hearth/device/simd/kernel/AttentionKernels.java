package hearth.device.simd.kernel;

import java.util.ArrayList;
import java.util.List;

/** The KV cache and attention; how keys and values are kept is up to their {@link CacheFormat}. */
public final class AttentionKernels {
    private AttentionKernels() {
    }

    /** Bytes after the caches that {@link #attention} may read (and ignore). */
    public static int readableAfter(CacheFormat cache) {
        return (QueryGroup.PAIRS_AHEAD + 2) * 2 * cache.rowBytes() + QueryGroup.CACHE_LINE;
    }

    /** Bytes of scratch space that {@link #attention} needs for a worker. */
    public static int scratchBytes(CacheFormat cache, int queriesPerKey) {
        return QueryGroup.scratchBytes(cache, queriesPerKey);
    }

    /**
     * {@link hearth.program.Op.StoreKeyValue}. Operands: key, value, their row stride in bytes, key cache, value cache,
     * context length.
     */
    public static int store(Kernels kernels, CacheFormat cache, int kvHeads) {
        return kernels.kernel("store key value " + cache.name() + " " + kvHeads + " " + cache.headSize, f -> {
            int key = Kernels.operand(f, 0);
            int value = Kernels.operand(f, 1);
            int stride = Kernels.operand(f, 2);
            int keys = Kernels.operand(f, 3);
            int values = Kernels.operand(f, 4);
            int contextLength = Kernels.operand(f, 5);
            int position = Kernels.control(f, Control.POSITION);
            int items = f.i32();
            int item = f.i32();
            int head = f.i32();
            int token = f.i32();
            int from = f.i32();
            int to = f.i32();
            f.get(Kernels.CONTROL).loadI32(Control.TOKENS).constant(kvHeads).mul().set(items);
            CacheFormat.RowWriter writer = cache.rowWriter(f);
            Kernels.claim(f, item, items, () -> {
                f.get(item).constant(kvHeads).divideUnsigned().set(token);
                f.get(item).constant(kvHeads).remainderUnsigned().set(head);
                f.get(head).get(contextLength).mul().get(position).add().get(token).add();
                f.constant(cache.rowBytes()).mul().set(to);
                f.get(token).get(stride).mul().get(head).constant(4 * cache.headSize).mul().add().set(from);
                writer.write(key, from, keys, to);
                writer.write(value, from, values, to);
            });
        });
    }

    /**
     * {@link hearth.program.Op.Attention}. Operands: query and gate, their row stride in bytes, key cache, value cache, context
     * length, out, its row stride.
     */
    public static int attention(Kernels kernels, CacheFormat cache, int heads, int kvHeads) {
        int queries = heads / kvHeads;
        int headBytes = 4 * cache.headSize;
        return kernels.kernel("attention " + cache.name() + " " + heads + " " + kvHeads + " " + cache.headSize, f -> {
            int queryGate = Kernels.operand(f, 0);
            int stride = Kernels.operand(f, 1);
            int keys = Kernels.operand(f, 2);
            int values = Kernels.operand(f, 3);
            int contextLength = Kernels.operand(f, 4);
            int out = Kernels.operand(f, 5);
            int outStride = Kernels.operand(f, 6);
            int position = Kernels.control(f, Control.POSITION);
            int scratch = Kernels.scratch(f);
            int items = f.i32();
            int item = f.i32();
            int token = f.i32();
            int head = f.i32();
            int seen = f.i32();
            int start = f.i32();
            int positions = f.i32();
            int row = f.i32();
            int target = f.i32();
            int keyHead = f.i32();
            int valueHead = f.i32();
            List<QueryGroup> groups = new ArrayList<>();
            for (int first = 0; first < queries; first += QueryGroup.TOGETHER) {
                groups.add(new QueryGroup(kernels, f, cache, queries, first, scratch, positions));
            }
            f.get(Kernels.CONTROL).loadI32(Control.TOKENS).constant(kvHeads).mul().set(items);
            Kernels.claim(f, item, items, () -> {
                f.get(item).constant(kvHeads).divideUnsigned().set(token);
                f.get(item).constant(kvHeads).remainderUnsigned().set(head);
                f.get(position).get(token).add().constant(1).add().set(seen);
                Kernels.address(f, row, queryGate, token, stride);
                f.get(head).constant(queries * 2 * headBytes).mul().get(row).add().set(row);
                f.get(head).get(contextLength).mul().constant(cache.rowBytes()).mul().set(keyHead);
                f.get(keyHead).get(values).add().set(valueHead);
                f.get(keyHead).get(keys).add().set(keyHead);
                for (QueryGroup group : groups) {
                    group.writeStart(row);
                }
                f.constant(0).set(start);
                f.loop(start, seen, QueryGroup.CHUNK, () -> {
                    f.get(seen).get(start).sub().constant(QueryGroup.CHUNK);
                    f.get(seen).get(start).sub().constant(QueryGroup.CHUNK).lessSigned().select().set(positions);
                    for (QueryGroup group : groups) {
                        group.writeChunk(keyHead, valueHead, start);
                    }
                });
                Kernels.address(f, target, out, token, outStride);
                f.get(head).constant(queries * headBytes).mul().get(target).add().set(target);
                for (QueryGroup group : groups) {
                    group.writeResult(row, target);
                }
            });
        });
    }
}
