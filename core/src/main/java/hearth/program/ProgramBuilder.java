package hearth.program;

import java.util.ArrayList;
import java.util.List;

/** Collects operations in order. Each method appends one and returns what it writes. */
public final class ProgramBuilder {
    private final int batch;
    private final List<Op> ops = new ArrayList<>();
    private int bodyLength = -1;

    /** @param batch most tokens of one run, at least 1 */
    public ProgramBuilder(int batch) {
        this.batch = batch;
    }

    public Activation getRows(String name, Weight table) {
        Activation out = perToken(name, table.columns());
        ops.add(new Op.GetRows(table, out));
        return out;
    }

    public Activation ropeTable(String name, int rotated, double base) {
        Activation out = perToken(name, rotated);
        ops.add(new Op.RopeTable(rotated, base, out));
        return out;
    }

    public Activation rmsNorm(String name, Activation in, Weight weight, float epsilon) {
        Activation out = new Activation(name, in.width(), in.perToken());
        ops.add(new Op.RmsNorm(in, weight, epsilon, out));
        return out;
    }

    /** Applies {@code weights} to {@code in}; returns an output for each, named as its weight. */
    public Activation[] matMul(Activation in, Weight... weights) {
        Activation[] outs = new Activation[weights.length];
        List<Op.Product> products = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            outs[i] = new Activation(weights[i].name(), weights[i].rows(), in.perToken());
            products.add(new Op.Product(weights[i], outs[i], false));
        }
        ops.add(new Op.MatMul(in, List.copyOf(products)));
        return outs;
    }

    /** {@code sum += weight * in}: a projection back into the residual stream. */
    public void matMulAdd(Activation in, Weight weight, Activation sum) {
        ops.add(new Op.MatMul(in, List.of(new Op.Product(weight, sum, true))));
    }

    public void normRope(Activation values, int heads, int headSize, int headStride, Weight weight, float epsilon,
                         Activation rope) {
        ops.add(new Op.NormRope(values, heads, headSize, headStride, weight, epsilon, rope));
    }

    public void storeKeyValue(Activation key, Activation value, int heads, State keys, State values) {
        ops.add(new Op.StoreKeyValue(key, value, heads, keys, values));
    }

    public Activation attention(String name, Activation queryGate, int heads, int kvHeads, int headSize, State keys,
                                State values) {
        Activation out = perToken(name, heads * headSize);
        ops.add(new Op.Attention(queryGate, heads, kvHeads, headSize, keys, values, out));
        return out;
    }

    public Activation causalConv(String name, Activation in, Weight kernel, State history) {
        Activation out = perToken(name, in.width());
        ops.add(new Op.CausalConv(in, kernel, history, out));
        return out;
    }

    public Activation gatedDelta(String name, Activation qkv, Activation gate, Activation alpha, Activation beta,
                                 Weight decay, Weight bias, Weight norm, float epsilon, int keyHeads, int valueHeads,
                                 int headSize, State state) {
        Activation out = perToken(name, valueHeads * headSize);
        ops.add(new Op.GatedDelta(qkv, gate, alpha, beta, decay, bias, norm, epsilon, keyHeads, valueHeads, headSize,
                state, out));
        return out;
    }

    public Activation swiGlu(String name, Activation gate, Activation up) {
        Activation out = perToken(name, gate.width());
        ops.add(new Op.SwiGlu(gate, up, out));
        return out;
    }

    /** Ends the part that advances the state; what follows works on the last token's row alone. */
    public Activation lastRow(String name, Activation in) {
        bodyLength = ops.size();
        Activation out = new Activation(name, in.width(), false);
        ops.add(new Op.LastRow(in, out));
        return out;
    }

    /** Plans the arena. {@code logits} is what the program is run for. */
    public Program build(Activation logits) {
        if (bodyLength < 0) {
            throw new IllegalStateException("A program needs lastRow before its logits");
        }
        int floats = Arena.plan(ops, batch, logits);
        return new Program(batch, List.copyOf(ops), bodyLength, logits, floats);
    }

    private static Activation perToken(String name, int width) {
        return new Activation(name, width, true);
    }
}
