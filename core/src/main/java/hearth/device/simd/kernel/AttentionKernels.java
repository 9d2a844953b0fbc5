package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.packed.Dots;
import hearth.device.simd.packed.Halves;
import java.util.ArrayList;
import java.util.List;

/**
 * The KV cache and attention. Keys and values are half-precision floats, one key/value head after another, each with
 * {@code contextLength} rows of {@code headSize}: what a query head reads is one stretch of memory.
 */
public final class AttentionKernels {
    /** Query heads that read a key or value together; lanes of their scores' vector. */
    private static final int TOGETHER = 4;
    /** Of query heads that go together: a vector each of maximums, sums and corrections. */
    private static final int STATE_BYTES = 48;
    /** Positions that go through the softmax together; their keys and values stay in the cache for all query heads. */
    private static final int CHUNK = 64;
    private static final int CACHE_LINE = 64;
    /** How many pairs of positions ahead keys are touched. */
    private static final int PAIRS_AHEAD = 2;
    private static final float LARGEST_HALF = 65504f;
    /** 2^-14, the smallest normal half. */
    private static final float SMALLEST_NORMAL_HALF = 0x1p-14f;

    private AttentionKernels() {
    }

    /** Bytes after the caches that {@link #attention} may read (and ignore). */
    public static int readableAfter(int headSize) {
        return (PAIRS_AHEAD + 2) * 4 * headSize + CACHE_LINE;
    }

    /** Bytes of scratch space that {@link #attention} needs for a worker. */
    public static int scratchBytes(int queriesPerKey, int headSize) {
        return queriesPerKey * 2 * 4 * headSize + (queriesPerKey + TOGETHER - 1) / TOGETHER * STATE_BYTES + 16 * CHUNK;
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
     * {@link hearth.program.Op.Attention}. Up to four query heads of a key/value head go together over chunks of positions,
     * with a running maximum and sum (online softmax), so that each key and value is widened once for all of them. Operands: query and gate, their row stride in bytes, key cache, value
     * cache, context length, out, its row stride.
     */
    public static int attention(Kernels kernels, int heads, int kvHeads, int headSize) {
        return kernels.kernel("attention " + heads + " " + kvHeads + " " + headSize,
                f -> new AttentionWriter(kernels, f, heads, kvHeads, headSize).write());
    }

    private static final class AttentionWriter {
        private final Kernels kernels;
        private final WasmFunction f;
        private final Dots dots;
        private final int queries;
        private final int kvHeads;
        private final int headSize;
        private final int headBytes;
        // Scratch: scaled queries, then weighted sums of values (headSize floats each), then the states of the query heads that
        // go together, then the chunk's scores or weights: a vector for each position, its lanes the query heads.
        private final int scratch;
        private final int positions;
        private final int at;
        private final int headSizeBytes;

        AttentionWriter(Kernels kernels, WasmFunction f, int heads, int kvHeads, int headSize) {
            this.kernels = kernels;
            this.f = f;
            this.kvHeads = kvHeads;
            this.headSize = headSize;
            dots = Dots.of(kernels.variant(), f);
            queries = heads / kvHeads;
            headBytes = 4 * headSize;
            scratch = Kernels.scratch(f);
            positions = f.i32();
            at = f.i32();
            headSizeBytes = f.i32();
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
            List<Together> parts = new ArrayList<>();
            for (int first = 0; first < queries; first += TOGETHER) {
                parts.add(new Together(first, Math.min(TOGETHER, queries - first)));
            }
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
                for (Together part : parts) {
                    part.writeStart(row);
                }
                f.constant(0).set(start);
                f.loop(start, seen, CHUNK, () -> {
                    f.get(seen).get(start).sub().constant(CHUNK);
                    f.get(seen).get(start).sub().constant(CHUNK).lessSigned().select().set(positions);
                    for (Together part : parts) {
                        part.writeScores(keyHead, start, valueHead);
                        part.writeSoftmax();
                        part.writeValues(valueHead, start);
                    }
                });
                Kernels.address(f, target, out, token, outStride);
                f.get(head).constant(queries * headBytes).mul().get(target).add().set(target);
                for (Together part : parts) {
                    part.writeResult(row, target);
                }
            });
        }

        /** Query heads that go together. */
        private final class Together {
            private final int first;
            private final int count;
            private final int[] sums;
            private final int[] secondSums;
            private final int chunk;
            private final int vector;
            private final FallingExp exp = new FallingExp(kernels, f);

            Together(int first, int count) {
                this.first = first;
                this.count = count;
                sums = f.v128s(TOGETHER);
                secondSums = f.v128s(TOGETHER);
                chunk = queries * 2 * headBytes + (queries + TOGETHER - 1) / TOGETHER * STATE_BYTES;
                vector = f.v128();
            }

            private int scaledQuery(int q) {
                return (first + q) * headBytes;
            }

            private int weightedSum(int q) {
                return (queries + first + q) * headBytes;
            }

            private int maximum() {
                return 2 * queries * headBytes + first / TOGETHER * STATE_BYTES;
            }

            private int total() {
                return maximum() + 16;
            }

            private int correction() {
                return maximum() + 32;
            }

            void writeStart(int row) {
                for (int q = 0; q < count; q++) {
                    int query = (first + q) * 2 * headBytes;
                    int scaled = scaledQuery(q);
                    int sum = weightedSum(q);
                    f.loopFromZero(at, headSizeBytes, 16, () -> {
                        f.get(scratch).get(at).add();
                        f.get(row).get(at).add().load(query);
                        f.splat((float) (Halves.FACTOR / Math.sqrt(headSize))).simd(Simd.F32X4_MUL).store(scaled);
                        f.get(scratch).get(at).add().splat(0).store(sum);
                    });
                }
                f.get(scratch).splat(-Float.MAX_VALUE).store(maximum());
                f.get(scratch).splat(0).store(total());
            }

            /**
             * The chunk's scores, q . k / sqrt(headSize), two positions at a time. The second may lie beyond the last, in
             * memory that is there but means nothing; its scores are not used. Keys further on are touched on the way, and the
             * values that come next, so that memory sends them meanwhile.
             */
            void writeScores(int keyHead, int start, int valueHead) {
                int pairBytes = 4 * headSize;
                int valueAt = f.i32();
                f.get(start).constant(2 * headSize).mul().get(valueHead).add().set(valueAt);
                int p = f.i32();
                int scoreAt = f.i32();
                int keyAt = f.i32();
                int queryAt = f.i32();
                int end = f.i32();
                int key = f.v128();
                int secondKey = f.v128();
                int query = f.v128();
                f.get(start).constant(2 * headSize).mul().get(keyHead).add().set(keyAt);
                f.get(scratch).set(scoreAt);
                f.loopFromZero(p, positions, 2, () -> {
                    for (int q = 0; q < TOGETHER; q++) {
                        f.splat(0).set(sums[q]);
                        f.splat(0).set(secondSums[q]);
                    }
                    f.get(scratch).tee(queryAt).constant(headBytes).add().set(end);
                    for (int line = 0; line < pairBytes; line += CACHE_LINE) {
                        f.get(valueAt).loadI32(line).drop();
                        f.get(keyAt).loadI32(line + PAIRS_AHEAD * pairBytes).drop();
                    }
                    f.advance(valueAt, pairBytes);
                    int unrolled = headSize % 16 == 0 ? 4 : 1;
                    f.loop(queryAt, end, 16 * unrolled, () -> {
                        for (int i = 0; i < unrolled; i++) {
                            Halves.push(f, keyAt, 8 * i);
                            f.set(key);
                            Halves.push(f, keyAt, 2 * headSize + 8 * i);
                            f.set(secondKey);
                            for (int q = 0; q < count; q++) {
                                f.get(queryAt).load(scaledQuery(q) + 16 * i).set(query);
                                dots.multiplyAdd(sums[q], () -> f.get(query), () -> f.get(key));
                                dots.multiplyAdd(secondSums[q], () -> f.get(query), () -> f.get(secondKey));
                            }
                        }
                        f.advance(keyAt, 8 * unrolled);
                    });
                    writeLaneSums(scoreAt, chunk, sums);
                    writeLaneSums(scoreAt, chunk + 16, secondSums);
                    f.advance(scoreAt, 32);
                    f.advance(keyAt, 2 * headSize);
                });
            }

            /** Stores a vector whose lane q is the sum of the lanes of {@code each[q]}. */
            private void writeLaneSums(int address, int offset, int[] each) {
                f.get(address);
                LaneSums.push(f, each);
                f.store(offset);
            }

            /** Turns the chunk's scores into weights under the new maximums, and says by what earlier sums must be corrected. */
            void writeSoftmax() {
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
                    f.splat(Halves.FACTOR).simd(Simd.F32X4_MUL).store(chunk);
                    f.advance(scoreAt, 16);
                });
                f.get(scratch).get(sum).store(total());
            }

            /** Adds the chunk's values, by their weights, to the weighted sums; two vectors of a value at a time. */
            void writeValues(int valueHead, int start) {
                int p = f.i32();
                int weightAt = f.i32();
                int weight = f.v128();
                int firstValue = f.i32();
                int valueAt = f.i32();
                int[] value = f.v128s(headSize % 8 == 0 ? 2 : 1);
                int[][] accumulators = {sums, secondSums};
                f.get(start).constant(2 * headSize).mul().get(valueHead).add().set(firstValue);
                f.loopFromZero(at, headSizeBytes, 16 * value.length, () -> {
                    for (int q = 0; q < count; q++) {
                        for (int i = 0; i < value.length; i++) {
                            f.get(scratch).get(at).add().load(weightedSum(q) + 16 * i);
                            f.get(scratch).load32Splat(correction() + 4 * q).simd(Simd.F32X4_MUL).set(accumulators[i][q]);
                        }
                    }
                    f.get(firstValue).set(valueAt);
                    f.get(scratch).set(weightAt);
                    f.loopFromZero(p, positions, 1, () -> {
                        for (int i = 0; i < value.length; i++) {
                            Halves.push(f, valueAt, 8 * i);
                            f.set(value[i]);
                        }
                        for (int q = 0; q < count; q++) {
                            f.get(weightAt).load32Splat(chunk + 4 * q).set(weight);
                            for (int i = 0; i < value.length; i++) {
                                int part = value[i];
                                dots.multiplyAdd(accumulators[i][q], () -> f.get(weight), () -> f.get(part));
                            }
                        }
                        f.advance(weightAt, 16);
                        f.advance(valueAt, 2 * headSize);
                    });
                    for (int q = 0; q < count; q++) {
                        for (int i = 0; i < value.length; i++) {
                            f.get(scratch).get(at).add().get(accumulators[i][q]).store(weightedSum(q) + 16 * i);
                        }
                    }
                    f.advance(firstValue, 8 * value.length);
                });
            }

            void writeResult(int row, int target) {
                int inverse = f.v128();
                for (int q = 0; q < count; q++) {
                    int gate = (first + q) * 2 * headBytes + headBytes;
                    int result = (first + q) * headBytes;
                    int sum = weightedSum(q);
                    f.splat(1f).get(scratch).load32Splat(total() + 4 * q).simd(Simd.F32X4_DIV).set(inverse);
                    f.loopFromZero(at, headSizeBytes, 16, () -> {
                        f.get(target).get(at).add();
                        f.get(scratch).get(at).add().load(sum).get(inverse).simd(Simd.F32X4_MUL);
                        f.get(row).get(at).add().load(gate).call(kernels.math().sigmoid());
                        f.simd(Simd.F32X4_MUL).store(result);
                    });
                }
            }
        }
    }
}
