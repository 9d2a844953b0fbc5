package hearth.device.scalar;

import hearth.device.ArrayLogits;
import hearth.device.Logits;
import hearth.device.Runner;
import hearth.format.BlockCodec;
import hearth.model.Model;
import hearth.program.Activation;
import hearth.program.Op;
import hearth.program.Program;
import hearth.program.State;
import hearth.program.StateType;
import hearth.program.Weight;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference device: every operation as its formula says, in plain loops. Activations and states are floats, sums are
 * doubles. It is written to be read; the other devices are held to it by tests.
 */
public final class ScalarDevice implements Runner {
    private final Model model;
    private final Model.Programs programs;
    private final int contextLength;
    private final byte[] file;
    private final Map<State, float[]> states = new HashMap<>();
    private final Map<Weight, float[]> vectors = new HashMap<>();
    private final float[] arena;
    private int position;
    private Activation logits;

    /**
     * @param model         the model of {@code file}
     * @param file          the whole model file
     * @param contextLength most tokens of the state
     * @param batch         most tokens of one run
     * @param cache         how the KV cache is kept: in single precision, or rounded to 8 bits
     */
    public ScalarDevice(Model model, byte[] file, int contextLength, int batch, StateType cache) {
        this.model = model;
        this.file = file;
        this.contextLength = contextLength;
        programs = model.programs(contextLength, batch, cache);
        arena = new float[Math.max(programs.decode().arenaFloats(), programs.prefill().arenaFloats())];
        for (State state : programs.states()) {
            states.put(state, new float[Math.toIntExact(state.size())]);
        }
    }

    @Override
    public int vocabulary() {
        return model.vocabulary();
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public int batch() {
        return programs.prefill().batch();
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public void reset() {
        position = 0;
        for (float[] state : states.values()) {
            Arrays.fill(state, 0);
        }
    }

    @Override
    public void run(int[] tokens, int from, int count, boolean wantLogits) {
        if (count < 1 || count > batch() || position + count > contextLength) {
            throw new IllegalArgumentException(count + " tokens do not fit: batch " + batch() + ", position " + position + " of " + contextLength);
        }
        Program program = count == 1 ? programs.decode() : programs.prefill();
        List<Op> ops = program.ops();
        int end = wantLogits ? ops.size() : program.bodyLength();
        for (int i = 0; i < end; i++) {
            execute(ops.get(i), tokens, from, count);
        }
        position += count;
        if (wantLogits) {
            logits = program.logits();
        }
    }

    @Override
    public Logits logits() {
        return new ArrayLogits(arena, logits.offset(), logits.width());
    }

    @Override
    public void logits(float[] row) {
        System.arraycopy(arena, logits.offset(), row, 0, logits.width());
    }

    @Override
    public void close() {
        states.clear();
    }

    private void execute(Op op, int[] tokens, int from, int count) {
        if (op instanceof Op.GetRows rows) {
            getRows(rows, tokens, from, count);
        } else if (op instanceof Op.RopeTable table) {
            ropeTable(table, count);
        } else if (op instanceof Op.RmsNorm norm) {
            rmsNorm(norm, count);
        } else if (op instanceof Op.MatMul matMul) {
            matMul(matMul, count);
        } else if (op instanceof Op.NormRope normRope) {
            normRope(normRope, count);
        } else if (op instanceof Op.StoreKeyValue store) {
            storeKeyValue(store, count);
        } else if (op instanceof Op.Attention attention) {
            attention(attention, count);
        } else if (op instanceof Op.CausalConv conv) {
            causalConv(conv, count);
        } else if (op instanceof Op.GatedDelta delta) {
            gatedDelta(delta, count);
        } else if (op instanceof Op.SwiGlu swiGlu) {
            swiGlu(swiGlu, count);
        } else if (op instanceof Op.LastRow last) {
            System.arraycopy(arena, row(last.in(), count - 1), arena, row(last.out(), 0), last.in().width());
        }
    }

    private void getRows(Op.GetRows op, int[] tokens, int from, int count) {
        for (int t = 0; t < count; t++) {
            decodeRow(op.table(), tokens[from + t], arena, row(op.out(), t));
        }
    }

    private void ropeTable(Op.RopeTable op, int count) {
        int half = op.rotated() / 2;
        for (int t = 0; t < count; t++) {
            int out = row(op.out(), t);
            for (int i = 0; i < half; i++) {
                double angle = (position + t) * Math.pow(op.base(), -2.0 * i / op.rotated());
                arena[out + i] = (float) Math.cos(angle);
                arena[out + half + i] = (float) Math.sin(angle);
            }
        }
    }

    private void rmsNorm(Op.RmsNorm op, int count) {
        float[] weight = vector(op.weight());
        int rows = op.in().perToken() ? count : 1;
        for (int t = 0; t < rows; t++) {
            rmsNorm(row(op.in(), t), op.in().width(), weight, op.epsilon(), row(op.out(), t));
        }
    }

    private void rmsNorm(int in, int width, float[] weight, float epsilon, int out) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += (double) arena[in + i] * arena[in + i];
        }
        double scale = 1 / Math.sqrt(sum / width + epsilon);
        for (int i = 0; i < width; i++) {
            arena[out + i] = (float) (arena[in + i] * scale * weight[i]);
        }
    }

    private void matMul(Op.MatMul op, int count) {
        int tokens = op.in().perToken() ? count : 1;
        int width = op.in().width();
        float[] weights = new float[width];
        for (Op.Product product : op.products()) {
            for (int r = 0; r < product.weight().rows(); r++) {
                decodeRow(product.weight(), r, weights, 0);
                for (int t = 0; t < tokens; t++) {
                    int in = row(op.in(), t);
                    double sum = 0;
                    for (int c = 0; c < width; c++) {
                        sum += (double) weights[c] * arena[in + c];
                    }
                    int out = row(product.out(), t) + r;
                    arena[out] = product.add() ? (float) (arena[out] + sum) : (float) sum;
                }
            }
        }
    }

    private void normRope(Op.NormRope op, int count) {
        float[] weight = vector(op.weight());
        int half = op.rope().width() / 2;
        for (int t = 0; t < count; t++) {
            int angles = row(op.rope(), t);
            for (int h = 0; h < op.heads(); h++) {
                int x = row(op.values(), t) + h * op.headStride();
                rmsNorm(x, op.headSize(), weight, op.epsilon(), x);
                for (int i = 0; i < half; i++) {
                    float cos = arena[angles + i];
                    float sin = arena[angles + half + i];
                    float a = arena[x + i];
                    float b = arena[x + half + i];
                    arena[x + i] = a * cos - b * sin;
                    arena[x + half + i] = a * sin + b * cos;
                }
            }
        }
    }

    private void storeKeyValue(Op.StoreKeyValue op, int count) {
        int size = op.keys().columns();
        for (int t = 0; t < count; t++) {
            for (int h = 0; h < op.heads(); h++) {
                int at = ((position + t) * op.heads() + h) * size;
                store(row(op.key(), t) + h * size, op.keys(), at);
                store(row(op.value(), t) + h * size, op.values(), at);
            }
        }
    }

    /** Writes the row from {@code x} on in the arena to {@code at} of a cache. */
    private void store(int x, State cache, int at) {
        float[] values = states.get(cache);
        System.arraycopy(arena, x, values, at, cache.columns());
        if (cache.type() == StateType.Q8) {
            for (int from = 0; from < cache.columns(); from += StateType.BLOCK) {
                roundTo8Bits(values, at + from, Math.min(StateType.BLOCK, cache.columns() - from));
            }
        }
    }

    private static void roundTo8Bits(float[] values, int from, int count) {
        float largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(values[from + i]));
        }
        float scale = largest * (1f / 127);
        float inverse = scale > StateType.LEAST_SCALE ? 1 / scale : 0;
        for (int i = 0; i < count; i++) {
            values[from + i] = (float) Math.rint(values[from + i] * inverse) * scale;
        }
    }

    private void attention(Op.Attention op, int count) {
        float[] keys = states.get(op.keys());
        float[] values = states.get(op.values());
        int size = op.headSize();
        int cacheStride = op.kvHeads() * size;
        double[] p = new double[position + count];
        for (int t = 0; t < count; t++) {
            int seen = position + t + 1;
            for (int h = 0; h < op.heads(); h++) {
                int query = row(op.queryGate(), t) + h * 2 * size;
                int gate = query + size;
                int head = h / (op.heads() / op.kvHeads()) * size;
                double max = Double.NEGATIVE_INFINITY;
                for (int s = 0; s < seen; s++) {
                    double score = 0;
                    for (int i = 0; i < size; i++) {
                        score += (double) arena[query + i] * keys[s * cacheStride + head + i];
                    }
                    p[s] = score / Math.sqrt(size);
                    max = Math.max(max, p[s]);
                }
                double sum = 0;
                for (int s = 0; s < seen; s++) {
                    p[s] = Math.exp(p[s] - max);
                    sum += p[s];
                }
                int out = row(op.out(), t) + h * size;
                for (int i = 0; i < size; i++) {
                    double value = 0;
                    for (int s = 0; s < seen; s++) {
                        value += p[s] * values[s * cacheStride + head + i];
                    }
                    arena[out + i] = (float) (value / sum * sigmoid(arena[gate + i]));
                }
            }
        }
    }

    private void causalConv(Op.CausalConv op, int count) {
        float[] kernel = vector(op.kernel());
        float[] history = states.get(op.history());
        int taps = op.kernel().columns();
        int width = op.in().width();
        for (int t = 0; t < count; t++) {
            int in = row(op.in(), t);
            int out = row(op.out(), t);
            for (int c = 0; c < width; c++) {
                double sum = (double) kernel[c * taps + taps - 1] * arena[in + c];
                for (int j = 0; j < taps - 1; j++) {
                    sum += (double) kernel[c * taps + j] * history[j * width + c];
                }
                arena[out + c] = (float) (sum * sigmoid(sum));
            }
            System.arraycopy(history, width, history, 0, (taps - 2) * width);
            System.arraycopy(arena, in, history, (taps - 2) * width, width);
        }
    }

    private void gatedDelta(Op.GatedDelta op, int count) {
        float[] state = states.get(op.state());
        float[] decay = vector(op.decay());
        float[] bias = vector(op.bias());
        float[] norm = vector(op.norm());
        int size = op.headSize();
        int keyWidth = op.keyHeads() * size;
        double[] q = new double[size];
        double[] k = new double[size];
        for (int t = 0; t < count; t++) {
            int qkv = row(op.qkv(), t);
            for (int j = 0; j < op.valueHeads(); j++) {
                int keyHead = j % op.keyHeads() * size;
                unit(qkv + keyHead, op.epsilon(), 1 / Math.sqrt(size), q);
                unit(qkv + keyWidth + keyHead, op.epsilon(), 1, k);
                int v = qkv + 2 * keyWidth + j * size;
                double b = sigmoid(arena[row(op.beta(), t) + j]);
                double g = Math.exp(decay[j] * softplus(arena[row(op.alpha(), t) + j] + bias[j]));
                int head = j * size * size;
                int out = row(op.out(), t) + j * size;
                double squares = 0;
                for (int c = 0; c < size; c++) {
                    double known = 0;
                    for (int r = 0; r < size; r++) {
                        known += k[r] * g * state[head + r * size + c];
                    }
                    double d = b * (arena[v + c] - known);
                    double o = 0;
                    for (int r = 0; r < size; r++) {
                        int at = head + r * size + c;
                        state[at] = (float) (g * state[at] + k[r] * d);
                        o += q[r] * state[at];
                    }
                    arena[out + c] = (float) o;
                    squares += o * o;
                }
                double scale = 1 / Math.sqrt(squares / size + op.epsilon());
                int gate = row(op.gate(), t) + j * size;
                for (int c = 0; c < size; c++) {
                    double z = arena[gate + c];
                    arena[out + c] = (float) (arena[out + c] * scale * norm[c] * z * sigmoid(z));
                }
            }
        }
    }

    private void swiGlu(Op.SwiGlu op, int count) {
        for (int t = 0; t < count; t++) {
            int gate = row(op.gate(), t);
            int up = row(op.up(), t);
            int out = row(op.out(), t);
            for (int i = 0; i < op.out().width(); i++) {
                double g = arena[gate + i];
                arena[out + i] = (float) (g * sigmoid(g) * arena[up + i]);
            }
        }
    }

    /** {@code out = x / sqrt(sum of squares + epsilon) * scale}. */
    private void unit(int x, float epsilon, double scale, double[] out) {
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            sum += (double) arena[x + i] * arena[x + i];
        }
        double factor = scale / Math.sqrt(sum + epsilon);
        for (int i = 0; i < out.length; i++) {
            out[i] = arena[x + i] * factor;
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Where row {@code t} of {@code activation} starts in the arena. */
    private static int row(Activation activation, int t) {
        return activation.offset() + t * activation.stride();
    }

    private void decodeRow(Weight weight, int row, float[] out, int at) {
        long bytes = weight.type().rowBytes(weight.columns());
        BlockCodec.decode(weight.type(), file, Math.toIntExact(weight.info().offset() + row * bytes), out, at, weight.columns());
    }

    /** All values of a small weight, decoded once. */
    private float[] vector(Weight weight) {
        return vectors.computeIfAbsent(weight, w -> {
            float[] values = new float[w.columns() * w.rows()];
            for (int r = 0; r < w.rows(); r++) {
                decodeRow(w, r, values, r * w.columns());
            }
            return values;
        });
    }
}
