package hearth.device.simd;

import hearth.device.simd.packed.PackedFormat;
import hearth.program.Weight;
import java.util.ArrayList;
import java.util.List;

/**
 * How the weights lie in the file, as units that are taken at once: eight rows of a matrix, or the whole of any other tensor.
 * A matrix's last unit may have fewer rows.
 */
final class FileUnits {
    /**
     * Bytes {@code from} to {@code to - 1} of the file.
     *
     * @param whole whether they are units of the weight; if not, they are a part of one unit
     */
    record Piece(Weight weight, long from, long to, boolean whole) {
        /** The first row that begins in it or before it. */
        int row() {
            return (int) ((from - weight.info().offset()) / rowBytes());
        }

        int rows() {
            return (int) ((to - from) / rowBytes());
        }

        long rowBytes() {
            return weight.type().rowBytes(weight.columns());
        }
    }

    private final WeightPlan plan;
    private final List<Weight> weights;

    FileUnits(WeightPlan plan, List<Weight> inFileOrder) {
        this.plan = plan;
        weights = inFileOrder;
    }

    /** Offset in the file after the last weight; {@code start} where there is none. */
    long end(long start) {
        return weights.isEmpty() ? start : end(weights.get(weights.size() - 1));
    }

    private static long end(Weight weight) {
        return weight.info().offset() + weight.rows() * weight.type().rowBytes(weight.columns());
    }

    /** Bytes of a unit that has all its rows. */
    long unitBytes(Weight weight) {
        return weight.type().rowBytes(weight.columns()) * (plan.isMatrix(weight) ? PackedFormat.GROUP : weight.rows());
    }

    /** Bytes of the largest unit. */
    long largest() {
        long largest = 0;
        for (Weight weight : weights) {
            largest = Math.max(largest, unitBytes(weight));
        }
        return largest;
    }

    /** The unit that begins at or before {@code offset}, which lies in {@code weight}. */
    Piece unit(Weight weight, long offset) {
        long first = weight.info().offset();
        long bytes = unitBytes(weight);
        long from = first + (offset - first) / bytes * bytes;
        return new Piece(weight, from, Math.min(from + bytes, end(weight)), true);
    }

    /**
     * Where to stop, on the way from {@code from} to {@code to}, after about {@code bytes} bytes: where a unit ends, if there is
     * one before {@code to}. That is no more than {@code bytes} away, or than the {@link #largest} unit.
     */
    long cut(long from, long bytes, long to) {
        if (to - from <= bytes) {
            return to;
        }
        for (Weight weight : weights) {
            if (weight.info().offset() < from + bytes && end(weight) > from + bytes) {
                Piece unit = unit(weight, from + bytes);
                return unit.from > from ? unit.from : Math.min(unit.to, to);
            }
        }
        return from + bytes;
    }

    /** What of the weights lies from {@code from} to {@code to}, in order: for each of them the part of a unit, units, the part of a unit. */
    List<Piece> between(long from, long to) {
        List<Piece> pieces = new ArrayList<>();
        for (Weight weight : weights) {
            if (weight.info().offset() < to && end(weight) > from) {
                add(pieces, weight, Math.max(from, weight.info().offset()), Math.min(to, end(weight)));
            }
        }
        return pieces;
    }

    private void add(List<Piece> pieces, Weight weight, long from, long to) {
        Piece first = unit(weight, from);
        long wholeFrom = first.from == from ? from : Math.min(first.to, to);
        long wholeTo = to == end(weight) ? to : Math.max(unit(weight, to).from, wholeFrom);
        if (wholeFrom > from) {
            pieces.add(new Piece(weight, from, wholeFrom, false));
        }
        if (wholeTo > wholeFrom) {
            pieces.add(new Piece(weight, wholeFrom, wholeTo, true));
        }
        if (to > wholeTo) {
            pieces.add(new Piece(weight, wholeTo, to, false));
        }
    }
}
