package hearth.device.simd;

import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.kernel.PartTable;
import hearth.program.Memory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts of a file's data section that several threads load at once: each claims a part, puts its bytes into its own buffer,
 * segment by segment, and runs the records written here for that segment, see {@link PartTable}. Those pack the groups of rows
 * that lie within a part; what is torn between two parts, and the little that has no kernel, they copy to a place of its
 * own, from which it is taken at the end.
 */
public final class WeightParts {
    /**
     * @param start   file offset of the first part
     * @param ends    file offsets after each part
     * @param end     file offset after the last weight
     * @param segment bytes that are read before they are packed
     */
    record Cut(long start, long[] ends, long end, int segment) {
        long from(int part) {
            return Math.min(end, part == 0 ? start : ends[part - 1]);
        }

        long to(int part) {
            return Math.min(end, ends[part]);
        }
    }

    private record Segment(long from, long to, List<FileUnits.Piece> pieces) {
    }

    private final Memory memory;
    private final LinearHeap heap;
    private final FileUnits units;
    private final WeightPacker packer;
    private final Cut cut;
    private final List<List<Segment>> segments = new ArrayList<>();
    /** Units that are copied before they are taken, by their file offset, and where they lie. */
    private final Map<Long, FileUnits.Piece> copied = new LinkedHashMap<>();
    private final Map<Long, Long> copies = new LinkedHashMap<>();
    private final long firstBuffer;
    private final long bufferBytes;
    private final int readers;
    /** The block of everything that follows. */
    private final long table;
    private final long controls;
    private boolean closed;

    /**
     * @param readers     how many threads may load
     * @param bufferBytes bytes of a reader's buffer
     * @param firstBuffer the first reader's; the others' are allocated here
     */
    WeightParts(Memory memory, LinearHeap heap, FileUnits units, WeightPacker packer, Cut cut, int readers, long bufferBytes, long firstBuffer) {
        this.memory = memory;
        this.heap = heap;
        this.units = units;
        this.packer = packer;
        this.cut = cut;
        this.readers = readers;
        this.bufferBytes = bufferBytes;
        this.firstBuffer = firstBuffer;
        int allSegments = 0;
        int allRecords = 0;
        for (int part = 0; part < cut.ends.length; part++) {
            List<Segment> ofPart = segments(cut.from(part), cut.to(part));
            segments.add(ofPart);
            allSegments += ofPart.size();
            for (Segment segment : ofPart) {
                allRecords += records(segment);
            }
        }
        FileUnits.Piece before = tornAt(cut.start);
        if (before != null) {
            copied.put(before.from(), before);
        }
        long segmentTable = PartTable.PARTS + (long) PartTable.PART_BYTES * segments.size();
        long recordTable = LinearHeap.align(segmentTable + (long) PartTable.SEGMENT_BYTES * allSegments);
        long place = LinearHeap.align(recordTable + (long) Kernels.RECORD_BYTES * allRecords);
        for (FileUnits.Piece unit : copied.values()) {
            copies.put(unit.from(), place);
            place = LinearHeap.align(place + unit.to() - unit.from());
        }
        table = heap.allocate(place + readers * (Control.BYTES + bufferBytes) - bufferBytes);
        controls = table + place;
        for (long unit : copies.keySet()) {
            copies.put(unit, table + copies.get(unit));
        }
        write(table + segmentTable, table + recordTable);
    }

    /** Address of the {@link PartTable}. */
    public long table() {
        return table;
    }

    /** File offset at which a part begins. */
    long start(int part) {
        return cut.from(part);
    }

    /** What runs the records. */
    public KernelEntry kernels() {
        return packer.kernels();
    }

    /** How many threads there is room for. */
    public int readers() {
        return readers;
    }

    /** Address of a reader's {@link Control} block, in which its buffer is the scratch space. */
    public long control(int reader) {
        return controls + (long) Control.BYTES * reader;
    }

    /**
     * Throws for the value that is not finite that a reader found.
     *
     * @param segment whose bytes still lie in that reader's buffer
     */
    public void refuse(int part, int segment, int reader) {
        Segment bad = segments.get(part).get(segment);
        for (FileUnits.Piece piece : bad.pieces) {
            if (piece.whole() && packer.hasKernel(piece.weight())) {
                packer.takeRows(piece, 0, buffer(reader) + (piece.from() - bad.from));
            }
        }
    }

    private long buffer(int reader) {
        return reader == 0 ? firstBuffer : controls + (long) Control.BYTES * readers + (reader - 1) * bufferBytes;
    }

    /** Takes a part of a unit that came in order, and the unit if that was its last part. */
    void takeTorn(FileUnits.Piece piece, long source) {
        FileUnits.Piece unit = units.unit(piece.weight(), piece.from());
        long place = copies.get(unit.from());
        memory.copy(source, place + (piece.from() - unit.from()), piece.to() - piece.from());
        if (piece.to() == unit.to()) {
            packer.take(unit, place);
        }
    }

    /** Takes all units that were copied and lie in the first {@code whole} parts or before; returns the file offset where those end. */
    long finish(int whole) {
        long until = whole == 0 ? cut.start : cut.to(whole - 1);
        for (FileUnits.Piece unit : copied.values()) {
            if (unit.to() <= until) {
                packer.take(unit, copies.get(unit.from()));
            }
        }
        return until;
    }

    void close() {
        if (!closed) {
            closed = true;
            heap.free(table);
        }
    }

    private List<Segment> segments(long from, long to) {
        List<Segment> all = new ArrayList<>();
        long at = from;
        while (at < to) {
            long next = units.cut(at, cut.segment, to);
            all.add(new Segment(at, next, units.between(at, next)));
            at = next;
        }
        return all;
    }

    /** How many records a segment has; notes which units are copied. */
    private int records(Segment segment) {
        int records = 0;
        for (FileUnits.Piece piece : segment.pieces) {
            boolean packed = piece.whole() && packer.kernelRows(piece) > 0;
            records += packed ? 1 : 0;
            long done = packed ? packer.kernelRows(piece) * piece.rowBytes() : 0;
            if (done < piece.to() - piece.from()) {
                FileUnits.Piece unit = units.unit(piece.weight(), piece.from() + done);
                copied.put(unit.from(), unit);
                records++;
            }
        }
        return records;
    }

    /** The unit that goes on at {@code offset}, having begun before; null where none does. */
    private FileUnits.Piece tornAt(long offset) {
        List<FileUnits.Piece> around = units.between(offset - 1, offset);
        if (around.isEmpty()) {
            return null;
        }
        FileUnits.Piece unit = units.unit(around.get(0).weight(), offset - 1);
        return unit.to() > offset ? unit : null;
    }

    private void write(long segmentTable, long recordTable) {
        memory.clear(table, PartTable.PARTS);
        long segmentAt = segmentTable;
        long recordAt = recordTable;
        for (int part = 0; part < segments.size(); part++) {
            memory.putInt(table + PartTable.PARTS + (long) PartTable.PART_BYTES * part, (int) segmentAt);
            memory.putInt(table + PartTable.PARTS + (long) PartTable.PART_BYTES * part + 4, segments.get(part).size());
            for (Segment segment : segments.get(part)) {
                memory.putInt(segmentAt, (int) (segment.to - segment.from));
                memory.putInt(segmentAt + 4, (int) recordAt);
                recordAt = writeRecords(segment, recordAt);
                memory.putInt(segmentAt + 8, (int) recordAt);
                segmentAt += PartTable.SEGMENT_BYTES;
            }
        }
        memory.clear(controls, (long) Control.BYTES * readers);
        for (int reader = 0; reader < readers; reader++) {
            memory.putInt(control(reader) + Control.SCRATCH, (int) buffer(reader));
        }
    }

    /** Returns the address after the last. */
    private long writeRecords(Segment segment, long address) {
        long at = address;
        for (FileUnits.Piece piece : segment.pieces) {
            long source = piece.from() - segment.from;
            int rows = piece.whole() ? packer.kernelRows(piece) : 0;
            if (rows > 0) {
                packer.writePack(at, piece, rows, source);
                at += Kernels.RECORD_BYTES;
            }
            long done = rows * piece.rowBytes();
            if (done < piece.to() - piece.from()) {
                FileUnits.Piece unit = units.unit(piece.weight(), piece.from() + done);
                packer.writeCopy(at, source + done, copies.get(unit.from()) + (piece.from() + done - unit.from()), piece.to() - piece.from() - done);
                at += Kernels.RECORD_BYTES;
            }
        }
        return at;
    }
}
