package hearth.device.simd;

import hearth.device.simd.kernel.AttentionKernels;
import hearth.device.simd.kernel.CacheFormat;
import hearth.device.simd.kernel.DeltaKernels;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.kernel.MatMulKernels;
import hearth.device.simd.kernel.QuantiseKernel;
import hearth.device.simd.kernel.RowKernels;
import hearth.device.simd.packed.ActivationBlock;
import hearth.device.simd.packed.PackedFormat;
import hearth.program.Activation;
import hearth.program.Op;
import hearth.program.Program;
import hearth.program.State;
import hearth.program.Weight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Translates a program into the records that the kernels' interpreter walks, and asks for the kernels that it needs. */
final class ProgramEncoder {
    private static final int WORDS = Kernels.RECORD_BYTES / 4;
    /** Place of a matrix's number of groups among the words of its record. */
    private static final int GROUPS_WORD = Kernels.OPERANDS / 4 + 3;
    private static final int SAMPLE_GROUPS = 32;

    private final Kernels kernels;
    private final Program program;
    private final int tile;
    private final int contextLength;
    private final List<int[]> records = new ArrayList<>();
    private final Map<Integer, int[]> samples = new LinkedHashMap<>();
    private final List<OperationCost> costs = new ArrayList<>();
    private Layout layout;
    private Accesses accesses;
    private final Hazards hazards = new Hazards();
    private int bodyRecords;
    private Op.GetRows getRows;
    private Op.RopeTable ropeTable;

    /** What a record costs and touches. */
    private record Step(OperationCost cost, Hazards.Access access) {
    }

    /** Addresses of everything that records point to. */
    interface Layout {
        int weight(Weight weight);

        int activation(Activation activation);

        int state(State state);

        /** Where quantised activations go. */
        int quantised();
    }

    /** @param tile tokens that a matrix kernel takes together; the program's batch is 1 or a multiple of it */
    ProgramEncoder(Kernels kernels, Program program, int tile, int contextLength) {
        this.kernels = kernels;
        this.program = program;
        this.tile = tile;
        this.contextLength = contextLength;
    }

    /** Bytes that the quantised activations of the program's widest matrix input take. */
    static long quantisedBytes(Program program) {
        long most = 0;
        for (Op op : program.ops()) {
            if (op instanceof Op.MatMul matMul) {
                long rows = matMul.in().perToken() ? program.batch() : 1;
                long blocks = (matMul.in().width() + ActivationBlock.COLUMNS - 1) / ActivationBlock.COLUMNS;
                most = Math.max(most, rows * blocks * ActivationBlock.BYTES);
            }
        }
        return most;
    }

    /** Bytes of scratch space that a worker needs for the program. */
    static int scratchBytes(Program program) {
        int most = 0;
        for (Op op : program.ops()) {
            if (op instanceof Op.Attention attention) {
                most = Math.max(most, AttentionKernels.scratchBytes(CacheFormat.of(attention.keys()), attention.heads() / attention.kvHeads()));
            } else if (op instanceof Op.GatedDelta delta) {
                most = Math.max(most, DeltaKernels.scratchBytes(delta.headSize(), program.batch() > 1));
            }
        }
        return most;
    }

    /** Records of a program are at most this many bytes. */
    static long mostBytes(Program program) {
        long records = 0;
        for (Op op : program.ops()) {
            records += op instanceof Op.MatMul matMul ? matMul.products().size() + 1 : 1;
        }
        return records * Kernels.RECORD_BYTES;
    }

    /** The whole program as words. */
    int[] encode(Layout addresses) {
        layout = addresses;
        accesses = new Accesses(addresses, program.batch());
        for (int i = 0; i < program.ops().size(); i++) {
            if (i == program.bodyLength()) {
                bodyRecords = records.size();
            }
            i += encode(i, i < program.bodyLength() ? program.bodyLength() : program.ops().size()) - 1;
        }
        int[] words = new int[records.size() * WORDS];
        for (int i = 0; i < records.size(); i++) {
            System.arraycopy(records.get(i), 0, words, i * WORDS, WORDS);
        }
        return words;
    }

    /** Records that advance the state; the rest computes logits. */
    int bodyRecords() {
        return bodyRecords;
    }

    /** A record for each kernel of the program, with little work: to run them before they are needed. */
    Collection<int[]> samples() {
        return samples.values();
    }

    /** What each record moves. */
    List<OperationCost> costs() {
        return costs;
    }

    /** The embedding look-up, done by the caller before the kernels run. */
    Op.GetRows getRows() {
        return getRows;
    }

    /** The angles, computed by the caller before the kernels run. */
    Op.RopeTable ropeTable() {
        return ropeTable;
    }

    /** Encodes the operation at {@code index}, with the next before {@code end} where one kernel does both; returns how many they are. */
    private int encode(int index, int end) {
        Op op = program.ops().get(index);
        if (op instanceof Op.GetRows rows) {
            getRows = rows;
        } else if (op instanceof Op.RopeTable table) {
            ropeTable = table;
        } else if (op instanceof Op.MatMul matMul) {
            if (anyQuantised(matMul)) {
                quantise(matMul);
            }
            products(matMul);
        } else {
            if (index + 1 < end && program.ops().get(index + 1) instanceof Op.MatMul next && quantises(op, next)) {
                products(next);
                return 2;
            }
            single(op);
        }
        return 1;
    }

    private static boolean anyQuantised(Op.MatMul op) {
        for (Op.Product product : op.products()) {
            if (format(product).quantisedActivations()) {
                return true;
            }
        }
        return false;
    }

    /** Operations of one record. */
    private void single(Op op) {
        Step step = new Step(OperationCost.of(op), accesses.of(op));
        if (op instanceof Op.RmsNorm norm) {
            record(step, RowKernels.rmsNorm(kernels, norm.in().width(), norm.epsilon()), address(norm.in()),
                    layout.weight(norm.weight()), address(norm.out()), rows(norm.in()), stride(norm.in()));
        } else if (op instanceof Op.NormRope rope) {
            record(step, RowKernels.normRope(kernels, rope.heads(), rope.headSize(), rope.headStride(), rope.rope().width(), rope.epsilon()),
                    address(rope.values()), stride(rope.values()), layout.weight(rope.weight()), address(rope.rope()), stride(rope.rope()));
        } else if (op instanceof Op.StoreKeyValue store) {
            storeKeyValue(step, store);
        } else if (op instanceof Op.Attention attention) {
            record(step, AttentionKernels.attention(kernels, CacheFormat.of(attention.keys()), attention.heads(), attention.kvHeads()),
                    address(attention.queryGate()), stride(attention.queryGate()), layout.state(attention.keys()),
                    layout.state(attention.values()), contextLength, address(attention.out()), stride(attention.out()));
        } else if (op instanceof Op.CausalConv conv) {
            record(step, DeltaKernels.causalConv(kernels, conv.kernel().columns(), conv.in().width()), address(conv.in()),
                    stride(conv.in()), layout.weight(conv.kernel()), layout.state(conv.history()), address(conv.out()), stride(conv.out()));
        } else if (op instanceof Op.GatedDelta delta) {
            boolean chunked = program.batch() > 1;
            record(step, DeltaKernels.gatedDelta(kernels, delta.keyHeads(), delta.valueHeads(), delta.headSize(), delta.epsilon(), chunked),
                    address(delta.qkv()), stride(delta.qkv()), address(delta.gate()), stride(delta.gate()), address(delta.alpha()),
                    address(delta.beta()), stride(delta.alpha()), layout.weight(delta.decay()), layout.weight(delta.bias()),
                    layout.weight(delta.norm()), layout.state(delta.state()), address(delta.out()), stride(delta.out()));
        } else if (op instanceof Op.SwiGlu swiGlu) {
            record(step, RowKernels.swiGlu(kernels), address(swiGlu.gate()), address(swiGlu.up()), address(swiGlu.out()),
                    stride(swiGlu.out()), swiGlu.out().stride() / 4);
        } else if (op instanceof Op.LastRow last) {
            record(step, RowKernels.lastRow(kernels), address(last.in()), stride(last.in()), address(last.out()), last.in().stride() / 4);
        }
    }

    private void storeKeyValue(Step step, Op.StoreKeyValue store) {
        // The two rows are as long as each other, so one stride serves both.
        record(step, AttentionKernels.store(kernels, CacheFormat.of(store.keys()), store.heads()), address(store.key()),
                address(store.value()), stride(store.key()), layout.state(store.keys()), layout.state(store.values()), contextLength);
    }

    private boolean tiled(Activation in) {
        return in.perToken() && program.batch() > 1;
    }

    /** Tokens that lie together in a matrix's quantised input. */
    private int tileOf(Activation in) {
        return tiled(in) ? tile : 1;
    }

    private static int blocks(Activation in) {
        return in.width() / ActivationBlock.COLUMNS;
    }

    private void quantise(Op.MatMul op) {
        Activation in = op.in();
        boolean byEach = !tiled(in);
        record(new Step(OperationCost.quantise(), accesses.quantising(in, byEach)), QuantiseKernel.index(kernels, tileOf(in), byEach),
                address(in), stride(in), blocks(in), layout.quantised(), tiled(in) ? 0 : 1);
    }

    /** Encodes an operation together with the rounding of its result for {@code next}, if there is a kernel that does both. */
    private boolean quantises(Op op, Op.MatMul next) {
        Activation in = next.in();
        int rows = tiled(in) ? 0 : 1;
        if (op instanceof Op.RmsNorm norm && norm.out() == in && anyQuantised(next)) {
            boolean byEach = !tiled(in);
            Step step = new Step(OperationCost.of(op).andQuantise(), accesses.quantising(op, List.of(in), byEach));
            record(step, QuantiseKernel.normed(kernels, tileOf(in), byEach, in.width(), norm.epsilon()), address(norm.in()), stride(in),
                    blocks(in), layout.quantised(), rows, layout.weight(norm.weight()), address(in));
            return true;
        }
        if (op instanceof Op.SwiGlu swiGlu && swiGlu.out() == in && isReadOnlyAsQuantised(next)) {
            Step step = new Step(OperationCost.of(op).andQuantise(), accesses.quantising(op, List.of(), false));
            record(step, QuantiseKernel.swiGlu(kernels, tileOf(in)), address(swiGlu.gate()), stride(swiGlu.gate()), blocks(in),
                    layout.quantised(), rows, address(swiGlu.up()));
            return true;
        }
        return false;
    }

    /** Whether nothing but this operation reads its input, and that in quantised form. */
    private boolean isReadOnlyAsQuantised(Op.MatMul op) {
        for (Op.Product product : op.products()) {
            if (!format(product).quantisedActivations()) {
                return false;
            }
        }
        for (Op other : program.ops()) {
            if (other != op && other.reads().contains(op.in())) {
                return false;
            }
        }
        return true;
    }

    /** The matrices; the quantised input is there already. */
    private void products(Op.MatMul op) {
        Activation in = op.in();
        for (Op.Product product : op.products()) {
            PackedFormat format = format(product);
            Step step = new Step(OperationCost.matrix(product.weight(), format), accesses.product(op, product, format.quantisedActivations()));
            int weight = layout.weight(product.weight());
            int out = address(product.out());
            int groups = (product.weight().rows() + PackedFormat.GROUP - 1) / PackedFormat.GROUP;
            int steps = product.weight().columns() / format.stepColumns();
            int activations = format.quantisedActivations() ? layout.quantised() : address(in);
            if (tiled(in)) {
                matrix(step, MatMulKernels.tiled(kernels, format, product.add(), tile), weight, activations, out, groups, steps,
                        stride(product.out()), stride(in));
            } else {
                matrix(step, MatMulKernels.vector(kernels, format, product.add()), weight, activations, out, groups, steps);
            }
        }
    }

    private static PackedFormat format(Op.Product product) {
        return PackedFormat.of(product.weight().type(), product.weight().columns());
    }

    private int address(Activation activation) {
        return layout.activation(activation);
    }

    private static int stride(Activation activation) {
        return 4 * activation.stride();
    }

    /** Operand of kernels that take a number of rows: 0 stands for the run's tokens. */
    private static int rows(Activation activation) {
        return activation.perToken() ? 0 : 1;
    }

    private void matrix(Step step, int kernel, int... operands) {
        record(step, kernel, operands);
        int[] sample = samples.get(kernel);
        sample[GROUPS_WORD] = Math.min(sample[GROUPS_WORD], SAMPLE_GROUPS);
    }

    private void record(Step step, int kernel, int... operands) {
        if (operands.length > Kernels.MOST_OPERANDS) {
            throw new IllegalArgumentException(operands.length + " operands do not fit into a record");
        }
        int[] words = new int[WORDS];
        words[0] = kernel;
        if (!hazards.separate(step.access) && !records.isEmpty()) {
            records.get(records.size() - 1)[0] |= Kernels.NO_BARRIER;
        }
        System.arraycopy(operands, 0, words, Kernels.OPERANDS / 4, operands.length);
        records.add(words);
        costs.add(step.cost);
        if (!samples.containsKey(kernel)) {
            samples.put(kernel, words.clone());
        }
    }
}
