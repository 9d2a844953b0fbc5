package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.Halves;

/**
 * The KV cache and attention. Keys and values are half-precision floats, one key/value head after another, each with
 * {@code contextLength} rows of {@code headSize}: what a query head reads is one stretch of memory.
 */
public final class AttentionKernels {
    /** Positions that go through the softmax together; their keys and values stay in the cache for all query heads. */
    private static final int CHUNK = 64;
    private static final float LARGEST_HALF = 65504f;
    /** 2^-14, the smallest normal half. */
    private static final float SMALLEST_NORMAL_HALF = 0x1p-14f;

    private AttentionKernels() {
    }

    /** Bytes of scratch space that {@link #attention} needs for a worker. */
    public static int scratchBytes(int queriesPerKey, int headSize) {
        return queriesPerKey * (2 * 4 * headSize + 32) + 4 * CHUNK;
    }

    /**
     * {@link hearth.program.Op.StoreKeyValue}. Operands: key, value, their row stride in bytes, key cache, value cache,
     * context length.
     */
    public static int store(Kernels kernels, int kvHeads, int headSize) {
        return kernels.kernel("store key value " + kvHeads + " " + headSize, f -> {
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
            HalfWriter writer = new HalfWriter(f, headSize);
            Kernels.claim(f, item, items, () -> {
                f.get(item).constant(kvHeads).divideUnsigned().set(token);
                f.get(item).constant(kvHeads).remainderUnsigned().set(head);
                f.get(head).get(contextLength).mul().get(position).add().get(token).add();
                f.constant(2 * headSize).mul().set(to);
                f.get(token).get(stride).mul().get(head).constant(4 * headSize).mul().add().set(from);
                writer.write(key, from, keys, to);
                writer.write(value, from, values, to);
            });
        });
    }

    /** Rounds floats to half precision, to the nearest, ties to even; what is too large becomes the largest half. */
    private static final class HalfWriter {
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

        void write(int rows, int from, int cache, int to) {
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

    /**
     * {@link hearth.program.Op.Attention}. All query heads of a key/value head go together over chunks of positions, with a
     * running maximum and sum (online softmax). Operands: query and gate, their row stride in bytes, key cache, value
     * cache, context length, out, its row stride.
     */
    public static int attention(Kernels kernels, int heads, int kvHeads, int headSize) {
        return kernels.kernel("attention " + heads + " " + kvHeads + " " + headSize,
                f -> new AttentionWriter(kernels, f, heads, kvHeads, headSize).write());
    }

    private static final class AttentionWriter {
        private final Kernels kernels;
        private final WasmFunction f;
        private final int queries;
        private final int kvHeads;
        private final int headSize;
        private final int headBytes;
        // Scratch: scaled queries, then weighted sums of values (headSize floats each), then per query a vector with the
        // running maximum and one with the running sum, then the chunk's weights.
        private final int scratch;
        private final int chunkWeights;
        private final int positions;
        private final int at;
        private final int headSizeBytes;
        private final int[] sums;

        AttentionWriter(Kernels kernels, WasmFunction f, int heads, int kvHeads, int headSize) {
            this.kernels = kernels;
            this.f = f;
            this.kvHeads = kvHeads;
            this.headSize = headSize;
            queries = heads / kvHeads;
            headBytes = 4 * headSize;
            scratch = Kernels.scratch(f);
            chunkWeights = f.i32();
            positions = f.i32();
            at = f.i32();
            headSizeBytes = f.i32();
            sums = f.v128s(4);
        }

        void write() {
            int queryGate = Kernels.operand(f, 0);
            int stride = Kernels.operand(f, 1);
            int keys = Kernels.operand(f, 2);
            int values = Kernels.operand(f, 3);
            int contextLength = Kernels.operand(f, 4);
            int out = Kernels.operand(f, 5);
            int outStride = Kernels.operand(f, 6);
            int position = Kernels.control(f, Control.POSITION);
            int items = f.i32();
            int item = f.i32();
            int token = f.i32();
            int head = f.i32();
            int seen = f.i32();
            int start = f.i32();
            int row = f.i32();
            int target = f.i32();
            int keyHead = f.i32();
            int valueHead = f.i32();
            f.get(scratch).constant(queries * (2 * headBytes + 32)).add().set(chunkWeights);
            f.constant(headBytes).set(headSizeBytes);
            f.get(Kernels.CONTROL).loadI32(Control.TOKENS).constant(kvHeads).mul().set(items);
            Kernels.claim(f, item, items, () -> {
                f.get(item).constant(kvHeads).divideUnsigned().set(token);
                f.get(item).constant(kvHeads).remainderUnsigned().set(head);
                f.get(position).get(token).add().constant(1).add().set(seen);
                Kernels.address(f, row, queryGate, token, stride);
                f.get(head).constant(queries * 2 * headBytes).mul().get(row).add().set(row);
                f.get(head).get(contextLength).mul().constant(2 * headSize).mul().set(keyHead);
                f.get(keyHead).get(values).add().set(valueHead);
                f.get(keyHead).get(keys).add().set(keyHead);
                for (int q = 0; q < queries; q++) {
                    writeStart(row, q);
                }
                f.constant(0).set(start);
                f.loop(start, seen, CHUNK, () -> {
                    f.get(seen).get(start).sub().constant(CHUNK);
                    f.get(seen).get(start).sub().constant(CHUNK).lessSigned().select().set(positions);
                    for (int q = 0; q < queries; q++) {
                        writeScores(keyHead, start, q);
                        writeSoftmax(q);
                        writeValues(valueHead, start, q);
                    }
                });
                Kernels.address(f, target, out, token, outStride);
                f.get(head).constant(queries * headBytes).mul().get(target).add().set(target);
                for (int q = 0; q < queries; q++) {
                    writeResult(row, target, q);
                }
            });
        }

        private int scaledQuery(int q) {
            return q * headBytes;
        }

        private int weightedSum(int q) {
            return (queries + q) * headBytes;
        }

        private int maximum(int q) {
            return 2 * queries * headBytes + 32 * q;
        }

        private int total(int q) {
            return maximum(q) + 16;
        }

        private void writeStart(int row, int q) {
            f.loopFromZero(at, headSizeBytes, 16, () -> {
                f.get(scratch).get(at).add();
                f.get(row).get(at).add().load(q * 2 * headBytes);
                f.splat((float) (Halves.FACTOR / Math.sqrt(headSize))).simd(Simd.F32X4_MUL).store(scaledQuery(q));
                f.get(scratch).get(at).add().splat(0).store(weightedSum(q));
            });
            f.get(scratch).splat(-Float.MAX_VALUE).store(maximum(q));
            f.get(scratch).splat(0).store(total(q));
        }

        /** The chunk's scores, q . k / sqrt(headSize), into the chunk's weights. */
        private void writeScores(int keyHead, int start, int q) {
            int p = f.i32();
            int scoreAt = f.i32();
            int rowAt = f.i32();
            int queryAt = f.i32();
            int end = f.i32();
            int lanes = headSize % 16 == 0 ? 4 : 1;
            f.get(start).constant(2 * headSize).mul().get(keyHead).add().set(rowAt);
            f.get(chunkWeights).set(scoreAt);
            f.loopFromZero(p, positions, 1, () -> {
                for (int i = 0; i < lanes; i++) {
                    f.splat(0).set(sums[i]);
                }
                f.get(scratch).constant(scaledQuery(q)).add().tee(queryAt).constant(headBytes).add().set(end);
                f.loop(queryAt, end, 16 * lanes, () -> {
                    for (int i = 0; i < lanes; i++) {
                        Halves.push(f, rowAt, 8 * i);
                        f.get(queryAt).load(16 * i).simd(Simd.F32X4_MUL).get(sums[i]).simd(Simd.F32X4_ADD).set(sums[i]);
                    }
                    f.advance(rowAt, 8 * lanes);
                });
                f.get(scoreAt).get(sums[0]);
                for (int i = 1; i < lanes; i++) {
                    f.get(sums[i]).simd(Simd.F32X4_ADD);
                }
                f.call(kernels.math().sum()).storeF32(0);
                f.advance(scoreAt, 4);
            });
        }

        /** Turns the chunk's scores into weights under the new maximum, and brings what was summed before under it too. */
        private void writeSoftmax(int q) {
            int largest = f.f32();
            int p = f.i32();
            int scoreAt = f.i32();
            int correction = f.v128();
            int maximum = f.v128();
            int vectors = f.i32();
            f.get(scratch).loadF32(maximum(q)).set(largest);
            f.get(chunkWeights).set(scoreAt);
            f.loopFromZero(p, positions, 1, () -> {
                f.get(largest).get(scoreAt).loadF32(0).maxF32().set(largest);
                f.advance(scoreAt, 4);
            });
            // Fill the last vector up with scores that weigh nothing.
            f.get(positions).constant(3).add().constant(4).divideUnsigned().constant(4).mul().set(vectors);
            f.get(positions).set(p);
            f.loop(p, vectors, 1, () -> {
                f.get(scoreAt).constant(-Float.MAX_VALUE).storeF32(0);
                f.advance(scoreAt, 4);
            });
            f.get(largest).simd(Simd.F32X4_SPLAT).set(maximum);
            f.get(scratch).load(maximum(q)).get(maximum).simd(Simd.F32X4_SUB).call(kernels.math().exp()).set(correction);
            f.get(scratch).get(maximum).store(maximum(q));
            f.splat(0).set(sums[0]);
            f.get(chunkWeights).set(scoreAt);
            f.loopFromZero(p, vectors, 4, () -> {
                f.get(scoreAt);
                f.get(scoreAt).load(0).get(maximum).simd(Simd.F32X4_SUB).call(kernels.math().exp()).tee(sums[1]);
                f.get(sums[1]).get(sums[0]).simd(Simd.F32X4_ADD).set(sums[0]);
                f.splat(Halves.FACTOR).simd(Simd.F32X4_MUL).store(0);
                f.advance(scoreAt, 16);
            });
            f.get(scratch);
            f.get(scratch).load(total(q)).get(correction).simd(Simd.F32X4_MUL).get(sums[0]).simd(Simd.F32X4_ADD);
            f.store(total(q));
            f.loopFromZero(at, headSizeBytes, 16, () -> {
                f.get(scratch).get(at).add();
                f.get(scratch).get(at).add().load(weightedSum(q)).get(correction).simd(Simd.F32X4_MUL);
                f.store(weightedSum(q));
            });
        }

        private void writeValues(int valueHead, int start, int q) {
            int p = f.i32();
            int weightAt = f.i32();
            int weight = f.v128();
            int first = f.i32();
            int rowAt = f.i32();
            int lanes = headSize % 16 == 0 ? 4 : 1;
            f.get(start).constant(2 * headSize).mul().get(valueHead).add().set(first);
            f.loopFromZero(at, headSizeBytes, 16 * lanes, () -> {
                for (int i = 0; i < lanes; i++) {
                    f.get(scratch).get(at).add().load(weightedSum(q) + 16 * i).set(sums[i]);
                }
                f.get(first).set(rowAt);
                f.get(chunkWeights).set(weightAt);
                f.loopFromZero(p, positions, 1, () -> {
                    f.get(weightAt).load32Splat(0).set(weight);
                    for (int i = 0; i < lanes; i++) {
                        Halves.push(f, rowAt, 8 * i);
                        f.get(weight).simd(Simd.F32X4_MUL).get(sums[i]).simd(Simd.F32X4_ADD).set(sums[i]);
                    }
                    f.advance(weightAt, 4);
                    f.advance(rowAt, 2 * headSize);
                });
                for (int i = 0; i < lanes; i++) {
                    f.get(scratch).get(at).add().get(sums[i]).store(weightedSum(q) + 16 * i);
                }
                f.advance(first, 8 * lanes);
            });
        }

        private void writeResult(int row, int target, int q) {
            int inverse = f.v128();
            f.constant(1f).get(scratch).load(total(q)).call(kernels.math().sum()).divF32().simd(Simd.F32X4_SPLAT).set(inverse);
            f.loopFromZero(at, headSizeBytes, 16, () -> {
                f.get(target).get(at).add();
                f.get(scratch).get(at).add().load(weightedSum(q)).get(inverse).simd(Simd.F32X4_MUL);
                f.get(row).get(at).add().load(q * 2 * headBytes + headBytes).call(kernels.math().sigmoid());
                f.simd(Simd.F32X4_MUL).store(q * headBytes);
            });
        }
    }
}
