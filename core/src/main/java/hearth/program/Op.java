package hearth.program;

import java.util.ArrayList;
import java.util.List;

/**
 * The instruction set. An operation works on all tokens of the batch unless it says otherwise. Its formula stands here
 * and in {@code hearth.device.scalar}, which is the reference that every other device is held to.
 */
public sealed interface Op {
    /** Activations that the operation reads. */
    List<Activation> reads();

    /** Activations that it writes, wholly or in part. */
    List<Activation> writes();

    /** {@code out[t] = table[id of token t]}: the embedding. */
    record GetRows(Weight table, Activation out) implements Op {
        @Override
        public List<Activation> reads() {
            return List.of();
        }

        @Override
        public List<Activation> writes() {
            return List.of(out);
        }
    }

    /**
     * Rotary position angles: {@code out[t] = cos(a_0) .. cos(a_{R/2-1}), sin(a_0) .. sin(a_{R/2-1})} with
     * {@code a_i = position * base^(-2i/R)}, R = {@code rotated}; angles in double precision.
     */
    record RopeTable(int rotated, double base, Activation out) implements Op {
        @Override
        public List<Activation> reads() {
            return List.of();
        }

        @Override
        public List<Activation> writes() {
            return List.of(out);
        }
    }

    /** {@code out = in / sqrt(mean(in^2) + epsilon) * weight}, row by row (root mean square norm). */
    record RmsNorm(Activation in, Weight weight, float epsilon, Activation out) implements Op {
        @Override
        public List<Activation> reads() {
            return List.of(in);
        }

        @Override
        public List<Activation> writes() {
            return List.of(out);
        }
    }

    /** One matrix of a {@link MatMul}: {@code out = weight * in}, or {@code out += weight * in} where {@code add}. */
    record Product(Weight weight, Activation out, boolean add) {
    }

    /** Several matrices applied to the same input. */
    record MatMul(Activation in, List<Product> products) implements Op {
        @Override
        public List<Activation> reads() {
            List<Activation> reads = new ArrayList<>();
            reads.add(in);
            for (Product product : products) {
                if (product.add()) {
                    reads.add(product.out());
                }
            }
            return reads;
        }

        @Override
        public List<Activation> writes() {
            List<Activation> writes = new ArrayList<>();
            for (Product product : products) {
                writes.add(product.out());
            }
            return writes;
        }
    }

    /**
     * In place, for each of {@code heads} heads of {@code headSize} values that stand {@code headStride} floats apart:
     * RMS norm with {@code weight}, then rotation of the first R = width of {@code rope} values in pairs (i, i + R/2):
     * {@code x'[i] = x[i] cos - x[i+R/2] sin, x'[i+R/2] = x[i] sin + x[i+R/2] cos}.
     */
    record NormRope(Activation values, int heads, int headSize, int headStride, Weight weight, float epsilon,
                    Activation rope) implements Op {
        @Override
        public List<Activation> reads() {
            return List.of(values, rope);
        }

        @Override
        public List<Activation> writes() {
            return List.of(values);
        }
    }

    /**
     * Appends the batch's keys and values, {@code heads} heads each, to the KV cache, at the rows of their positions; rounded
     * as {@link StateType} says.
     */
    record StoreKeyValue(Activation key, Activation value, int heads, State keys, State values) implements Op {
        @Override
        public List<Activation> reads() {
            return List.of(key, value);
        }

        @Override
        public List<Activation> writes() {
            return List.of();
        }
    }

    /**
     * Causal attention with an output gate. {@code queryGate} holds for each of {@code heads} heads its query, then its
     * gate, {@code headSize} values each. Head n uses key/value head {@code n / (heads / kvHeads)}:
     * {@code p = softmax over t <= own position of q . k_t / sqrt(headSize)}, {@code out_n = sum p_t v_t . sigmoid(gate_n)}.
     */
    record Attention(Activation queryGate, int heads, int kvHeads, int headSize, State keys, State values,
                     Activation out) implements Op {
        @Override
        public List<Activation> reads() {
            return List.of(queryGate);
        }

        @Override
        public List<Activation> writes() {
            return List.of(out);
        }
    }

    /**
     * Causal depthwise convolution over time, then SiLU: {@code out_t[c] = silu(sum over j of kernel[c][j] in_{t-K+1+j}[c])},
     * K taps. {@code history} keeps the last K - 1 rows of {@code in}, oldest first.
     */
    record CausalConv(Activation in, Weight kernel, State history, Activation out) implements Op {
        @Override
        public List<Activation> reads() {
            return List.of(in);
        }

        @Override
        public List<Activation> writes() {
            return List.of(out);
        }
    }

    /**
     * The gated delta rule (Gated DeltaNet), token after token. {@code qkv} holds {@code keyHeads} query heads, as many key
     * heads and {@code valueHeads} value heads of {@code headSize} values; value head j uses query and key of key head
     * {@code j % keyHeads}. Per value head, with q and k divided by {@code sqrt(sum of squares + epsilon)}, q also by
     * {@code sqrt(headSize)}, {@code b = sigmoid(beta[j])}, {@code g = exp(decay[j] * softplus(alpha[j] + bias[j]))}:
     * {@code S = g S;  d = b (v - S^T k);  S = S + k d^T;  o = S^T q}, then
     * {@code out_j = rmsNorm(o, norm) . silu(gate_j)}. {@code state} is S of each head, row = key index.
     */
    record GatedDelta(Activation qkv, Activation gate, Activation alpha, Activation beta, Weight decay, Weight bias,
                      Weight norm, float epsilon, int keyHeads, int valueHeads, int headSize, State state,
                      Activation out) implements Op {
        @Override
        public List<Activation> reads() {
            return List.of(qkv, gate, alpha, beta);
        }

        @Override
        public List<Activation> writes() {
            return List.of(out);
        }
    }

    /** {@code out = silu(gate) . up}. */
    record SwiGlu(Activation gate, Activation up, Activation out) implements Op {
        @Override
        public List<Activation> reads() {
            return List.of(gate, up);
        }

        @Override
        public List<Activation> writes() {
            return List.of(out);
        }
    }

    /** {@code out} (one row) = the row of the batch's last token. */
    record LastRow(Activation in, Activation out) implements Op {
        @Override
        public List<Activation> reads() {
            return List.of(in);
        }

        @Override
        public List<Activation> writes() {
            return List.of(out);
        }
    }
}
