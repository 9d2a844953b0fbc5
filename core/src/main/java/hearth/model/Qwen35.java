package hearth.model;

import hearth.format.Gguf;
import hearth.format.Metadata;
import hearth.format.ModelFileException;
import hearth.program.Activation;
import hearth.program.Program;
import hearth.program.ProgramBuilder;
import hearth.program.State;
import hearth.program.StateType;
import hearth.program.Weight;
import hearth.program.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The dense text models of Qwen3.5 (0.8B, 2B, 4B, 9B): every fourth layer has full attention with an output gate, the
 * others the gated delta rule (Gated DeltaNet) after a short convolution.
 *
 * <pre>
 * x = embedding
 * for each layer:  x += mixer(rmsNorm(x));  x += ffn_down * (silu(ffn_gate * h) . ffn_up * h), h = rmsNorm(x)
 * logits = output * rmsNorm(x)
 * </pre>
 */
public final class Qwen35 implements Architecture {
    /** The architecture's name in a GGUF file. */
    public static final String NAME = "qwen35";

    private static final int MOST_LAYERS = 1024;
    private static final int WIDEST = 1 << 20;

    @Override
    public Model read(Gguf file) {
        return new Reading(file);
    }

    private static final class Reading implements Model {
        private final Weights weights;
        private final int layers;
        private final int width;
        private final int feedForward;
        private final int heads;
        private final int kvHeads;
        private final int headSize;
        private final float epsilon;
        private final int rotated;
        private final double ropeBase;
        private final int convolution;
        private final int linearSize;
        private final int keyHeads;
        private final int valueHeads;
        private final boolean[] fullAttention;
        private final int vocabulary;
        private final int trainedContext;
        private final Weight embedding;
        private final Weight outputNorm;
        private final Weight output;
        private final Layer[] layerWeights;

        Reading(Gguf file) {
            Metadata metadata = file.metadata();
            int blocks = size(metadata, "block_count", MOST_LAYERS);
            layers = blocks - (int) range("nextn_predict_layers", metadata.integer(key("nextn_predict_layers"), 0), 0, blocks - 1);
            width = size(metadata, "embedding_length", WIDEST);
            feedForward = size(metadata, "feed_forward_length", WIDEST);
            heads = size(metadata, "attention.head_count", 4096);
            kvHeads = size(metadata, "attention.head_count_kv", 4096);
            headSize = size(metadata, "attention.key_length", 4096);
            epsilon = (float) positive(metadata, "attention.layer_norm_rms_epsilon");
            rotated = size(metadata, "rope.dimension_count", headSize);
            ropeBase = positive(metadata, "rope.freq_base");
            convolution = size(metadata, "ssm.conv_kernel", 16);
            linearSize = size(metadata, "ssm.state_size", 4096);
            keyHeads = size(metadata, "ssm.group_count", 4096);
            valueHeads = size(metadata, "ssm.time_step_rank", 4096);
            trainedContext = size(metadata, "context_length", 1 << 24);
            require(size(metadata, "attention.value_length", 4096) == headSize, "attention.value_length differs from attention.key_length");
            require(heads % kvHeads == 0, "attention.head_count is no multiple of attention.head_count_kv");
            require(valueHeads % keyHeads == 0, "ssm.time_step_rank is no multiple of ssm.group_count");
            require(rotated % 2 == 0, "rope.dimension_count is odd");
            require(convolution >= 2, "ssm.conv_kernel is 1");
            require(size(metadata, "ssm.inner_size", WIDEST) == (long) valueHeads * linearSize, "ssm.inner_size is not ssm.time_step_rank times ssm.state_size");
            require(linearWidth() <= WIDEST && 2L * heads * headSize <= WIDEST, "its heads are too many or too large");
            fullAttention = fullAttention(metadata);

            weights = new Weights(file);
            if (!weights.has("blk.0.attn_norm.weight")) {
                throw ModelFileException.unsupported("The file has no tensor blk.0.attn_norm.weight: it holds no main layers (a draft model?)");
            }
            vocabulary = metadata.strings("tokenizer.ggml.tokens").size();
            embedding = weights.matrix("token_embd.weight", width, vocabulary);
            output = weights.has("output.weight") ? weights.matrix("output.weight", width, vocabulary) : embedding;
            outputNorm = weights.vector("output_norm.weight", width, 1);
            layerWeights = new Layer[layers];
            for (int i = 0; i < layers; i++) {
                layerWeights[i] = new Layer(i);
            }
        }

        /** Channels of a linear layer's convolution: queries, keys and values. */
        private long linearWidth() {
            return 2L * keyHeads * linearSize + (long) valueHeads * linearSize;
        }

        private boolean[] fullAttention(Metadata metadata) {
            boolean[] full = new boolean[layers];
            Object listed = metadata.value(key("attention.recurrent_layers"));
            int interval = (int) range("full_attention_interval", metadata.integer(key("full_attention_interval"), 4), 1, MOST_LAYERS);
            for (int i = 0; i < layers; i++) {
                full[i] = (i + 1) % interval == 0;
                if (listed instanceof Boolean all) {
                    full[i] = !all;
                } else if (listed instanceof boolean[] each) {
                    require(each.length >= layers, "attention.recurrent_layers is shorter than block_count");
                    full[i] = !each[i];
                }
            }
            return full;
        }

        @Override
        public int vocabulary() {
            return vocabulary;
        }

        @Override
        public int trainedContext() {
            return trainedContext;
        }

        @Override
        public long parameters() {
            long parameters = 0;
            for (Weight weight : weights.all()) {
                parameters += (long) weight.columns() * weight.rows();
            }
            return parameters;
        }

        @Override
        public Weights weights() {
            return weights;
        }

        @Override
        public Programs programs(int contextLength, int prefillBatch, StateType cache) {
            List<State> states = new ArrayList<>();
            State[][] byLayer = new State[layers][];
            for (int i = 0; i < layers; i++) {
                byLayer[i] = fullAttention[i]
                        ? new State[] {
                            new State("keys of layer " + i, cache, (long) contextLength * kvHeads, headSize),
                            new State("values of layer " + i, cache, (long) contextLength * kvHeads, headSize)}
                        : new State[] {
                            new State("convolution of layer " + i, StateType.F32, convolution - 1, (int) linearWidth()),
                            new State("delta rule of layer " + i, StateType.F32, (long) valueHeads * linearSize, linearSize)};
                states.add(byLayer[i][0]);
                states.add(byLayer[i][1]);
            }
            return new Programs(program(1, byLayer), program(prefillBatch, byLayer), states);
        }

        private Program program(int batch, State[][] states) {
            ProgramBuilder p = new ProgramBuilder(batch);
            Activation x = p.getRows("residual", embedding);
            Activation rope = p.ropeTable("rope", rotated, ropeBase);
            for (int i = 0; i < layers; i++) {
                Layer layer = layerWeights[i];
                Activation h = p.rmsNorm("mixer input", x, layer.norm, epsilon);
                if (fullAttention[i]) {
                    attention(p, layer, h, x, rope, states[i]);
                } else {
                    deltaNet(p, layer, h, x, states[i]);
                }
                h = p.rmsNorm("feed-forward input", x, layer.feedForwardNorm, epsilon);
                Activation[] gateUp = p.matMul(h, layer.gate, layer.up);
                p.matMulAdd(p.swiGlu("swiglu", gateUp[0], gateUp[1]), layer.down, x);
            }
            Activation last = p.rmsNorm("output input", p.lastRow("last", x), outputNorm, epsilon);
            return p.build(p.matMul(last, output)[0]);
        }

        private void attention(ProgramBuilder p, Layer layer, Activation h, Activation x, Activation rope, State[] cache) {
            Activation[] projected = p.matMul(h, layer.query, layer.key, layer.value);
            Activation queryGate = projected[0];
            Activation key = projected[1];
            p.normRope(queryGate, heads, headSize, 2 * headSize, layer.queryNorm, epsilon, rope);
            p.normRope(key, kvHeads, headSize, headSize, layer.keyNorm, epsilon, rope);
            p.storeKeyValue(key, projected[2], kvHeads, cache[0], cache[1]);
            p.matMulAdd(p.attention("attention", queryGate, heads, kvHeads, headSize, cache[0], cache[1]), layer.mixerOutput, x);
        }

        private void deltaNet(ProgramBuilder p, Layer layer, Activation h, Activation x, State[] state) {
            Activation[] projected = p.matMul(h, layer.queryKeyValue, layer.mixerGate, layer.alpha, layer.beta);
            Activation qkv = p.causalConv("convolution", projected[0], layer.convolution, state[0]);
            Activation mixed = p.gatedDelta("delta rule", qkv, projected[1], projected[2], projected[3], layer.decay,
                    layer.bias, layer.linearNorm, epsilon, keyHeads, valueHeads, linearSize, state[1]);
            p.matMulAdd(mixed, layer.mixerOutput, x);
        }

        private static String key(String name) {
            return NAME + "." + name;
        }

        private static int size(Metadata metadata, String name, int most) {
            return metadata.integer(key(name), 1, most);
        }

        private static long range(String name, long value, long least, long most) {
            require(value >= least && value <= most, name + " is " + value + ", which is not in " + least + " to " + most);
            return value;
        }

        private static double positive(Metadata metadata, String name) {
            double value = metadata.real(key(name));
            require(value > 0 && value < Double.MAX_VALUE, name + " is " + value + ", expected a positive number");
            return value;
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw ModelFileException.damaged("Metadata: " + NAME + "." + message);
            }
        }

        /** The tensors of one layer; those of the other kind of mixer are null. */
        private final class Layer {
            final Weight norm;
            final Weight feedForwardNorm;
            final Weight gate;
            final Weight up;
            final Weight down;
            final Weight mixerOutput;
            Weight query;
            Weight key;
            Weight value;
            Weight queryNorm;
            Weight keyNorm;
            Weight queryKeyValue;
            Weight mixerGate;
            Weight alpha;
            Weight beta;
            Weight convolution;
            Weight decay;
            Weight bias;
            Weight linearNorm;

            Layer(int index) {
                String prefix = "blk." + index + ".";
                norm = weights.vector(prefix + "attn_norm.weight", width, 1);
                feedForwardNorm = weights.vector(prefix + "post_attention_norm.weight", width, 1);
                gate = weights.matrix(prefix + "ffn_gate.weight", width, feedForward);
                up = weights.matrix(prefix + "ffn_up.weight", width, feedForward);
                down = weights.matrix(prefix + "ffn_down.weight", feedForward, width);
                if (fullAttention[index]) {
                    query = weights.matrix(prefix + "attn_q.weight", width, 2 * heads * headSize);
                    key = weights.matrix(prefix + "attn_k.weight", width, kvHeads * headSize);
                    value = weights.matrix(prefix + "attn_v.weight", width, kvHeads * headSize);
                    queryNorm = weights.vector(prefix + "attn_q_norm.weight", headSize, 1);
                    keyNorm = weights.vector(prefix + "attn_k_norm.weight", headSize, 1);
                    mixerOutput = weights.matrix(prefix + "attn_output.weight", heads * headSize, width);
                } else {
                    int channels = (int) linearWidth();
                    queryKeyValue = weights.matrix(prefix + "attn_qkv.weight", width, channels);
                    mixerGate = weights.matrix(prefix + "attn_gate.weight", width, valueHeads * linearSize);
                    alpha = weights.matrix(prefix + "ssm_alpha.weight", width, valueHeads);
                    beta = weights.matrix(prefix + "ssm_beta.weight", width, valueHeads);
                    convolution = weights.vector(prefix + "ssm_conv1d.weight", Reading.this.convolution, channels);
                    decay = weights.vector(prefix + "ssm_a", valueHeads, 1);
                    bias = weights.vector(prefix + "ssm_dt.bias", valueHeads, 1);
                    linearNorm = weights.vector(prefix + "ssm_norm.weight", linearSize, 1);
                    mixerOutput = weights.matrix(prefix + "ssm_out.weight", valueHeads * linearSize, width);
                }
            }
        }
    }
}
