package hearth.device.simd;

import hearth.device.simd.packed.PackedFormat;
import hearth.model.Model;
import hearth.program.Op;
import hearth.program.Program;
import hearth.program.Weight;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where each weight of a model lies in one block of memory, and in which form. */
final class WeightPlan {
    private final Map<Weight, PackedFormat> matrices = new HashMap<>();
    private final Set<Weight> convolutions = new HashSet<>();
    private final Map<Weight, Long> offsets = new HashMap<>();
    private final long bytes;

    WeightPlan(Model model, Model.Programs programs) {
        findUses(programs.decode());
        findUses(programs.prefill());
        long at = 0;
        for (Weight weight : model.weights().inFileOrder()) {
            offsets.put(weight, at);
            long size = isMatrix(weight) ? matrices.get(weight).bytes(weight.columns(), weight.rows()) : weight.info().bytes();
            at = LinearHeap.align(at + size);
        }
        bytes = at;
    }

    private void findUses(Program program) {
        for (Op op : program.ops()) {
            if (op instanceof Op.GetRows rows) {
                addMatrix(rows.table());
            } else if (op instanceof Op.MatMul matMul) {
                for (Op.Product product : matMul.products()) {
                    addMatrix(product.weight());
                }
            } else if (op instanceof Op.CausalConv conv) {
                convolutions.add(conv.kernel());
            }
        }
    }

    private void addMatrix(Weight weight) {
        if (!matrices.containsKey(weight)) {
            matrices.put(weight, PackedFormat.of(weight.type(), weight.columns()));
        }
    }

    /** Bytes of all weights. */
    long bytes() {
        return bytes;
    }

    /** Offset of a weight from the block's start. */
    long offset(Weight weight) {
        return offsets.get(weight);
    }

    boolean isMatrix(Weight weight) {
        return matrices.containsKey(weight);
    }

    /** True for a convolution's taps, which are stored four channels after four, their taps in order. */
    boolean isConvolution(Weight weight) {
        return convolutions.contains(weight);
    }

    PackedFormat format(Weight weight) {
        return matrices.get(weight);
    }
}
