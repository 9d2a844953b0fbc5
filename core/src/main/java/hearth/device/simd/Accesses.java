package hearth.device.simd;

import hearth.program.Activation;
import hearth.program.Op;
import hearth.program.State;
import java.util.ArrayList;
import java.util.List;

/** Which memory the operations of a program read and write, for {@link Hazards}. Weights do not count: nothing writes them. */
final class Accesses {
    private static final int FLOAT_BYTES = 4;

    private final ProgramEncoder.Layout layout;
    private final int batch;

    /** @param batch most tokens of a run */
    Accesses(ProgramEncoder.Layout layout, int batch) {
        this.layout = layout;
        this.batch = batch;
    }

    /** Of an operation other than a matrix. */
    Hazards.Access of(Op op) {
        List<Hazards.Range> reads = ranges(op.reads());
        List<Hazards.Range> writes = ranges(op.writes());
        if (op instanceof Op.StoreKeyValue store) {
            writes.add(range(store.keys()));
            writes.add(range(store.values()));
        } else if (op instanceof Op.Attention attention) {
            reads.add(range(attention.keys()));
            reads.add(range(attention.values()));
        } else if (op instanceof Op.CausalConv conv) {
            writes.add(range(conv.history()));
        } else if (op instanceof Op.GatedDelta delta) {
            writes.add(range(delta.state()));
        }
        return new Hazards.Access(reads, writes, false);
    }

    /** Of rounding what {@code read} holds. */
    Hazards.Access quantising(Activation read, boolean byEach) {
        return new Hazards.Access(List.of(range(read)), List.of(quantised()), byEach);
    }

    /** Of an operation that also rounds its result, and of that keeps only {@code kept}. */
    Hazards.Access quantising(Op op, List<Activation> kept, boolean byEach) {
        List<Hazards.Range> writes = ranges(kept);
        writes.add(quantised());
        return new Hazards.Access(ranges(op.reads()), writes, byEach);
    }

    /** Of a matrix. */
    Hazards.Access product(Op.MatMul op, Op.Product product, boolean quantised) {
        return new Hazards.Access(List.of(quantised ? quantised() : range(op.in())), List.of(range(product.out())), false);
    }

    private List<Hazards.Range> ranges(List<Activation> activations) {
        List<Hazards.Range> ranges = new ArrayList<>();
        for (Activation activation : activations) {
            ranges.add(range(activation));
        }
        return ranges;
    }

    private Hazards.Range range(Activation activation) {
        long from = layout.activation(activation) & 0xFFFFFFFFL;
        long rows = activation.perToken() ? batch : 1;
        return new Hazards.Range(from, from + FLOAT_BYTES * activation.stride() * rows);
    }

    // States, and the one place for all quantised input, are each a thing of their own: any byte stands for all of it.

    private Hazards.Range range(State state) {
        long from = layout.state(state) & 0xFFFFFFFFL;
        return new Hazards.Range(from, from + 1);
    }

    private Hazards.Range quantised() {
        long from = layout.quantised() & 0xFFFFFFFFL;
        return new Hazards.Range(from, from + 1);
    }
}
