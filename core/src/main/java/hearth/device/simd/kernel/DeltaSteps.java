package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.WasmFunction;

/**
 * The gated delta rule token by token. The state is read once for S^T k and S^T q, and once more to be written: with
 * {@code d = b (v - g S^T k)} the output is {@code g S^T q + (k . q) d}.
 */
final class DeltaSteps extends DeltaWriter {
    private final int[] known;
    private final int[] asked;
    private final int key;
    private final int splat;
    private final int keyQuery;
    private final int rowAt;
    private final int unitAt;
    private final int end;

    DeltaSteps(Kernels kernels, WasmFunction f, int keyHeads, int valueHeads, int headSize, float epsilon) {
        super(kernels, f, keyHeads, valueHeads, headSize, epsilon);
        known = f.v128s(strip);
        asked = f.v128s(strip);
        key = f.v128();
        splat = f.v128();
        keyQuery = f.v128();
        rowAt = f.i32();
        unitAt = f.i32();
        end = f.i32();
    }

    /** Bytes of scratch space for a worker: key and query. */
    static int scratchBytes(int headSize) {
        return 2 * 4 * headSize;
    }

    @Override
    void writeHead() {
        int token = f.i32();
        f.loopFromZero(token, tokens, 1, () -> {
            writeUnits(scratch);
            writeKeyQuery();
            f.get(beta).load32Splat(0).set(b);
            f.get(alpha).load32Splat(0).set(g);
            writeGates();
            writeStrips();
            writeNormAndGate();
            advance(query, stride);
            advance(value, stride);
            advance(gate, gateStride);
            advance(alpha, scalarStride);
            advance(beta, scalarStride);
            advance(target, outStride);
        });
    }

    private void writeKeyQuery() {
        f.splat(0).set(keyQuery);
        f.get(scratch).tee(unitAt).constant(headBytes).add().set(end);
        f.loop(unitAt, end, 16, () -> {
            f.get(unitAt).load(KEY * headBytes).get(unitAt).load(QUERY * headBytes).simd(Simd.F32X4_MUL);
            f.get(keyQuery).simd(Simd.F32X4_ADD).set(keyQuery);
        });
        f.get(keyQuery).call(kernels.math().sum()).simd(Simd.F32X4_SPLAT).set(keyQuery);
    }

    private void writeStrips() {
        int stripAt = f.i32();
        int column = f.i32();
        int bytes = f.i32();
        f.constant(headBytes).set(bytes);
        f.get(state).set(stripAt);
        f.loopFromZero(column, bytes, stripBytes, () -> {
            for (int i = 0; i < strip; i++) {
                f.splat(0).set(known[i]);
                f.splat(0).set(asked[i]);
            }
            eachRow(stripAt, () -> {
                f.get(unitAt).load32Splat(QUERY * headBytes).set(splat);
                f.get(unitAt).load32Splat(KEY * headBytes).set(key);
                for (int i = 0; i < strip; i++) {
                    f.get(rowAt).load(16 * i).set(vector);
                    dots.multiplyAdd(known[i], () -> f.get(vector), () -> f.get(key));
                    dots.multiplyAdd(asked[i], () -> f.get(vector), () -> f.get(splat));
                }
            });
            for (int i = 0; i < strip; i++) {
                // known becomes d.
                f.get(value).get(column).add().load(16 * i);
                f.get(known[i]).get(g).simd(Simd.F32X4_MUL).simd(Simd.F32X4_SUB).get(b).simd(Simd.F32X4_MUL);
                f.set(known[i]);
                f.get(target).get(column).add();
                f.get(asked[i]).get(g).simd(Simd.F32X4_MUL);
                f.get(known[i]).get(keyQuery).simd(Simd.F32X4_MUL).simd(Simd.F32X4_ADD).store(16 * i);
            }
            eachRow(stripAt, () -> {
                f.get(unitAt).load32Splat(KEY * headBytes).set(key);
                for (int i = 0; i < strip; i++) {
                    int delta = known[i];
                    f.get(rowAt).load(16 * i).get(g).simd(Simd.F32X4_MUL).set(vector);
                    dots.multiplyAdd(vector, () -> f.get(delta), () -> f.get(key));
                    f.get(rowAt).get(vector).store(16 * i);
                }
            });
            f.get(rowAt).set(stripAt);
        });
    }

    /** Runs {@code body} for each row of a strip; {@link #rowAt} ends at the next strip. */
    private void eachRow(int stripAt, Runnable body) {
        f.get(stripAt).set(rowAt);
        f.get(scratch).tee(unitAt).constant(headBytes).add().set(end);
        f.loop(unitAt, end, 4, () -> {
            body.run();
            f.advance(rowAt, stripBytes);
        });
    }
}
