package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;

/**
 * The gated delta rule for chunks of tokens: the state is read once for the keys and queries of all of them, and once more to
 * be written. With {@code c(t, i)} = the product of g of the tokens after i up to t, and S the state before the chunk,
 * <pre>
 *   d_t = b_t (v_t - c(t, -1) S^T k_t - sum over i &lt; t of c(t, i) (k_t . k_i) d_i)
 *   o_t = c(t, -1) S^T q_t + sum over i &lt;= t of c(t, i) (q_t . k_i) d_i
 *   S'  = c(n-1, -1) S + sum over i of c(n-1, i) k_i d_i^T
 * </pre>
 * What is left after so many decays is multiplied up from token to token, never divided.
 */
final class DeltaChunks extends DeltaWriter {
    /**
     * Tokens of a chunk, a multiple of 4 and of {@link #TOGETHER}: many share what reading and writing the state costs, few
     * have few pairs, and keys, queries and a strip of the state fit into the nearest cache.
     */
    private static final int CHUNK = 12;
    /** Tokens whose keys and queries are multiplied by a row of the state together: as many sums as there are registers for. */
    private static final int TOGETHER = 3;
    /** Rows of the state that take the chunk's updates together. */
    private static final int ROWS = 4;
    /** Keys that a token's key and query are multiplied by together; their sums become lanes. */
    private static final int PAIRED = 4;
    /** Less than this is taken as nothing: floats far below would be slow, and count for nothing beside those that they are added to. */
    private static final float LEAST_LEFT = 0x1p-64f;
    /** Of a token: factors of earlier tokens' d in its own d, then in its output. */
    private static final int PAIRS_BYTES = 2 * 4 * CHUNK;
    // Scalars, those of all tokens together: b, g, what is left of the state before the chunk.
    private static final int B = 0;
    private static final int G = 4 * CHUNK;
    private static final int LEFT = 8 * CHUNK;
    private static final int SCALARS_BYTES = 12 * CHUNK;

    /** Of a token: its key and query. They are first in scratch space; where other things begin follows. */
    private final int unitsBytes;
    private final int pairs;
    private final int scalars;
    /** How much is left by now of what each token of the chunk added to the state. */
    private final int leftOfEach;
    private final int results;
    /** Of a token, in the present strip: S^T k, which becomes d, then S^T q, which becomes what is left of d after the chunk. */
    private final int resultsBytes;
    /** Tokens of the present chunk. */
    private final int count;
    private final int lastUnits;
    private final int left;

    DeltaChunks(Kernels kernels, WasmFunction f, int keyHeads, int valueHeads, int headSize, float epsilon) {
        super(kernels, f, keyHeads, valueHeads, headSize, epsilon);
        unitsBytes = 2 * headBytes;
        resultsBytes = 2 * stripBytes;
        pairs = CHUNK * unitsBytes;
        scalars = pairs + CHUNK * PAIRS_BYTES;
        leftOfEach = scalars + SCALARS_BYTES;
        results = leftOfEach + 4 * CHUNK;
        count = f.i32();
        lastUnits = f.i32();
        left = f.v128();
    }

    /** Bytes of scratch space for a worker. */
    static int scratchBytes(int headSize) {
        return CHUNK * (2 * 4 * headSize + PAIRS_BYTES + 4 + 2 * 16 * stripVectors(headSize)) + SCALARS_BYTES;
    }

    @Override
    void writeHead() {
        int first = f.i32();
        f.loopFromZero(first, tokens, CHUNK, () -> {
            f.get(tokens).get(first).sub().constant(CHUNK);
            f.get(tokens).get(first).sub().constant(CHUNK).lessSigned().select().set(count);
            writeTokens();
            writeStrips();
            writeResults();
        });
    }

    /** Units, scalars and pairs of the chunk's tokens. */
    private void writeTokens() {
        int token = f.i32();
        int unitsAt = f.i32();
        int pairsAt = f.i32();
        int scalarsAt = f.i32();
        for (int i = 0; i < CHUNK; i += 4) {
            f.get(scratch).splat(0).store(leftOfEach + 4 * i);
        }
        f.splat(1f).set(left);
        f.get(scratch).set(unitsAt);
        f.get(scratch).constant(pairs).add().set(pairsAt);
        f.get(scratch).constant(scalars).add().set(scalarsAt);
        writeScalars();
        f.loopFromZero(token, count, 1, () -> {
            writeUnits(unitsAt);
            f.get(scalarsAt).load32Splat(B).set(b);
            f.get(scalarsAt).load32Splat(G).set(g);
            for (int i = 0; i < CHUNK; i += 4) {
                f.get(scratch).get(scratch).load(leftOfEach + 4 * i);
                writeDecay();
                f.store(leftOfEach + 4 * i);
            }
            f.get(left);
            writeDecay();
            f.set(left);
            f.get(token).constant(4).mul().get(scratch).add().constant(1f).storeF32(leftOfEach);
            f.get(scalarsAt).get(left).extractLane(Simd.F32X4_EXTRACT_LANE, 0).storeF32(LEFT);
            writePairs(unitsAt, pairsAt);
            advance(query, stride);
            f.advance(unitsAt, unitsBytes);
            f.advance(pairsAt, PAIRS_BYTES);
            f.advance(scalarsAt, 4);
        });
        f.get(unitsAt).set(lastUnits);
    }

    /** b and g of the chunk's tokens, four at a time. After the last token there may be others, which mean nothing. */
    private void writeScalars() {
        int token = f.i32();
        int to = f.i32();
        f.get(scratch).constant(scalars).add().set(to);
        f.loopFromZero(token, count, 4, () -> {
            for (int lane = 0; lane < 4; lane++) {
                f.get(beta).get(b).load32Lane(0, lane).set(b);
                f.get(alpha).get(g).load32Lane(0, lane).set(g);
                advance(beta, scalarStride);
                advance(alpha, scalarStride);
            }
            writeGates();
            f.get(to).get(b).store(B);
            f.get(to).get(g).store(G);
            f.advance(to, 16);
        });
    }

    /** Multiplies the vector on the stack by the token's g. */
    private void writeDecay() {
        f.get(g).simd(Simd.F32X4_MUL).tee(vector);
        f.get(vector).splat(LEAST_LEFT).simd(Simd.F32X4_GE).simd(Simd.V128_AND);
    }

    /** The token's key and query times the keys up to its own, four at a time; what comes of keys after its own is not used. */
    private void writePairs(int unitsAt, int pairsAt) {
        int[] keyKey = f.v128s(PAIRED);
        int[] queryKey = f.v128s(PAIRED);
        int key = f.v128();
        int query = f.v128();
        int earlier = f.i32();
        int end = f.i32();
        int at = f.i32();
        int offset = f.i32();
        int bytes = f.i32();
        int to = f.i32();
        int leftAt = f.i32();
        f.constant(headBytes).set(bytes);
        f.get(pairsAt).set(to);
        f.get(unitsAt).constant(1).add().set(end);
        f.get(scratch).set(leftAt);
        f.get(scratch).set(earlier);
        f.loop(earlier, end, PAIRED * unitsBytes, () -> {
            for (int i = 0; i < PAIRED; i++) {
                f.splat(0).set(keyKey[i]);
                f.splat(0).set(queryKey[i]);
            }
            f.get(earlier).set(at);
            f.loopFromZero(offset, bytes, 16, () -> {
                f.get(unitsAt).get(offset).add().load(KEY * headBytes).set(key);
                f.get(unitsAt).get(offset).add().load(QUERY * headBytes).set(query);
                for (int i = 0; i < PAIRED; i++) {
                    f.get(at).load(i * unitsBytes + KEY * headBytes).set(vector);
                    dots.multiplyAdd(keyKey[i], () -> f.get(vector), () -> f.get(key));
                    dots.multiplyAdd(queryKey[i], () -> f.get(vector), () -> f.get(query));
                }
                f.advance(at, 16);
            });
            f.get(to);
            LaneSums.push(f, keyKey);
            f.get(b).simd(Simd.F32X4_MUL).get(leftAt).load(leftOfEach).simd(Simd.F32X4_MUL).simd(Simd.F32X4_NEG).store(0);
            f.get(to);
            LaneSums.push(f, queryKey);
            f.get(leftAt).load(leftOfEach).simd(Simd.F32X4_MUL).store(4 * CHUNK);
            f.advance(to, 4 * PAIRED);
            f.advance(leftAt, 4 * PAIRED);
        });
    }

    private void writeStrips() {
        int stripAt = f.i32();
        int column = f.i32();
        int bytes = f.i32();
        f.constant(headBytes).set(bytes);
        f.get(state).set(stripAt);
        f.loopFromZero(column, bytes, stripBytes, () -> {
            int part = strip % 2 == 0 ? 2 : 1;
            for (int i = 0; i < strip; i += part) {
                writeProducts(stripAt, i, part);
            }
            writeSolution(column);
            for (int i = 0; i < strip; i += part) {
                writeUpdate(stripAt, i, part);
            }
            f.advance(stripAt, headSize * stripBytes);
        });
    }

    /** S^T k and S^T q of all tokens for some vectors of the strip. Units after the last are there, and mean nothing. */
    private void writeProducts(int stripAt, int first, int vectors) {
        int[][] sums = new int[TOGETHER * 2][];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = f.v128s(vectors);
        }
        int[] row = f.v128s(vectors);
        int splat = f.v128();
        int units = f.i32();
        int resultsAt = f.i32();
        int unitAt = f.i32();
        int end = f.i32();
        int rowAt = f.i32();
        f.get(scratch).constant(results).add().set(resultsAt);
        f.get(scratch).set(units);
        f.loop(units, lastUnits, TOGETHER * unitsBytes, () -> {
            for (int[] ofUnit : sums) {
                for (int sum : ofUnit) {
                    f.splat(0).set(sum);
                }
            }
            f.get(stripAt).set(rowAt);
            f.get(units).tee(unitAt).constant(headBytes).add().set(end);
            int unrolled = 2;
            f.loop(unitAt, end, 4 * unrolled, () -> {
                for (int r = 0; r < unrolled; r++) {
                    for (int i = 0; i < vectors; i++) {
                        f.get(rowAt).load(r * stripBytes + 16 * (first + i)).set(row[i]);
                    }
                    for (int u = 0; u < sums.length; u++) {
                        f.get(unitAt).load32Splat(u * headBytes + 4 * r).set(splat);
                        for (int i = 0; i < vectors; i++) {
                            int of = row[i];
                            dots.multiplyAdd(sums[u][i], () -> f.get(splat), () -> f.get(of));
                        }
                    }
                }
                f.advance(rowAt, unrolled * stripBytes);
            });
            for (int u = 0; u < sums.length; u++) {
                for (int i = 0; i < vectors; i++) {
                    f.get(resultsAt).get(sums[u][i]).store(u * stripBytes + 16 * (first + i));
                }
            }
            f.advance(resultsAt, TOGETHER * resultsBytes);
        });
    }

    /** Each token's d, from those before it, and its output. */
    private void writeSolution(int column) {
        int[] d = f.v128s(strip);
        int[] out = f.v128s(strip);
        int factor = f.v128();
        int outFactor = f.v128();
        int token = f.i32();
        int valueAt = f.i32();
        int targetAt = f.i32();
        int resultsAt = f.i32();
        int earlier = f.i32();
        int pairsAt = f.i32();
        int pairAt = f.i32();
        int scalarsAt = f.i32();
        int leftAt = f.i32();
        f.get(value).get(column).add().set(valueAt);
        f.get(target).get(column).add().set(targetAt);
        f.get(scratch).constant(results).add().set(resultsAt);
        f.get(scratch).constant(pairs).add().set(pairsAt);
        f.get(scratch).constant(scalars).add().set(scalarsAt);
        f.get(scratch).set(leftAt);
        f.loopFromZero(token, count, 1, () -> {
            f.get(scalarsAt).load32Splat(LEFT).set(outFactor);
            f.get(scalarsAt).load32Splat(B).set(factor);
            for (int i = 0; i < strip; i++) {
                f.get(valueAt).load(16 * i).get(resultsAt).load(16 * i).get(outFactor).simd(Simd.F32X4_MUL).simd(Simd.F32X4_SUB);
                f.get(factor).simd(Simd.F32X4_MUL).set(d[i]);
                f.get(resultsAt).load(stripBytes + 16 * i).get(outFactor).simd(Simd.F32X4_MUL).set(out[i]);
            }
            f.get(pairsAt).set(pairAt);
            f.get(scratch).constant(results).add().set(earlier);
            f.loop(earlier, resultsAt, resultsBytes, () -> {
                f.get(pairAt).load32Splat(0).set(factor);
                f.get(pairAt).load32Splat(4 * CHUNK).set(outFactor);
                for (int i = 0; i < strip; i++) {
                    f.get(earlier).load(16 * i).set(vector);
                    dots.multiplyAdd(d[i], () -> f.get(vector), () -> f.get(factor));
                    dots.multiplyAdd(out[i], () -> f.get(vector), () -> f.get(outFactor));
                }
                f.advance(pairAt, 4);
            });
            f.get(pairAt).load32Splat(4 * CHUNK).set(outFactor);
            f.get(leftAt).load32Splat(leftOfEach).set(factor);
            for (int i = 0; i < strip; i++) {
                int own = d[i];
                dots.multiplyAdd(out[i], () -> f.get(own), () -> f.get(outFactor));
                f.get(targetAt).get(out[i]).store(16 * i);
                f.get(resultsAt).get(own).store(16 * i);
                f.get(resultsAt).get(own).get(factor).simd(Simd.F32X4_MUL).store(stripBytes + 16 * i);
            }
            advance(valueAt, stride);
            advance(targetAt, outStride);
            f.advance(resultsAt, resultsBytes);
            f.advance(pairsAt, PAIRS_BYTES);
            f.advance(scalarsAt, 4);
            f.advance(leftAt, 4);
        });
    }

    /** The state after the chunk, for some vectors of the strip. */
    private void writeUpdate(int stripAt, int first, int vectors) {
        int[][] rows = new int[ROWS][];
        for (int r = 0; r < ROWS; r++) {
            rows[r] = f.v128s(vectors);
        }
        int[] d = f.v128s(vectors);
        int splat = f.v128();
        int rowAt = f.i32();
        int unit = f.i32();
        int end = f.i32();
        int unitAt = f.i32();
        int resultsAt = f.i32();
        f.get(stripAt).set(rowAt);
        f.get(scratch).tee(unit).constant(headBytes).add().set(end);
        f.loop(unit, end, 4 * ROWS, () -> {
            for (int r = 0; r < ROWS; r++) {
                for (int i = 0; i < vectors; i++) {
                    f.get(rowAt).load(r * stripBytes + 16 * (first + i)).get(left).simd(Simd.F32X4_MUL).set(rows[r][i]);
                }
            }
            f.get(scratch).constant(results).add().set(resultsAt);
            f.get(unit).set(unitAt);
            f.loop(unitAt, lastUnits, unitsBytes, () -> {
                for (int i = 0; i < vectors; i++) {
                    f.get(resultsAt).load(stripBytes + 16 * (first + i)).set(d[i]);
                }
                for (int r = 0; r < ROWS; r++) {
                    f.get(unitAt).load32Splat(KEY * headBytes + 4 * r).set(splat);
                    for (int i = 0; i < vectors; i++) {
                        int of = d[i];
                        dots.multiplyAdd(rows[r][i], () -> f.get(splat), () -> f.get(of));
                    }
                }
                f.advance(resultsAt, resultsBytes);
            });
            for (int r = 0; r < ROWS; r++) {
                for (int i = 0; i < vectors; i++) {
                    f.get(rowAt).get(rows[r][i]).store(r * stripBytes + 16 * (first + i));
                }
            }
            f.advance(rowAt, ROWS * stripBytes);
        });
    }

    /** Norm and gate of the chunk's outputs; everything that goes from token to token stands at the next chunk then. */
    private void writeResults() {
        int token = f.i32();
        f.loopFromZero(token, count, 1, () -> {
            writeNormAndGate();
            advance(value, stride);
            advance(gate, gateStride);
            advance(target, outStride);
        });
    }
}
