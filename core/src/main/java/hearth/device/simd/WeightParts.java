package hearth.device.simd;

import hearth.device.simd.kernel.ChecksumKernel;
import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.kernel.PartTable;
import hearth.program.Memory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts of a file that several threads load at once: each claims a part, puts its bytes into its own buffer, segment by
 * segment, and runs the records written here for that segment, see {@link PartTable}. Those pack the groups of rows that have
 * come whole; what is left over is moved to the buffer's start, and the next segment put after it. What is torn between two
 * parts, and the little that has no kernel, is copied to a place of its own, from which it is taken at the end.
 */
public final class WeightParts {
    private final Memory memory;
    private final LinearHeap heap;
    private final FileUnits units;
    private final WeightPacker packer;
    private final int readers;
    private final long bufferBytes;
    private final List<List<Segment>> parts = new ArrayList<>();
    /** Units that are copied before they are taken, by their offset in the file. */
    private final Map<Long, FileUnits.Piece> copied = new LinkedHashMap<>();
    /** Where they lie. */
    private final Map<Long, Long> places = new LinkedHashMap<>();
    /** The block of everything that follows. */
    private final long table;
    private final long controls;

    /**
     * Bytes {@code from} to {@code to - 1} of the file.
     *
     * @param left   offset in the file of the first byte in the buffer, which was left of the segment before
     * @param pieces what is to be done with what has come so far
     */
    private record Segment(long left, long from, long to, List<FileUnits.Piece> pieces) {
    }

    /**
     * @param start        offset in the file of the first part
     * @param segmentBytes of each segment but a part's last
     * @param ends         file offsets after each part, the last being the file's size
     * @param weightsEnd   file offset after the last weight
     * @param readers      how many threads may load
     */
    WeightParts(Memory memory, LinearHeap heap, FileUnits units, WeightPacker packer, long start, int segmentBytes, long[] ends,
            long weightsEnd, int readers) {
        this.memory = memory;
        this.heap = heap;
        this.units = units;
        this.packer = packer;
        this.readers = readers;
        long from = start;
        for (long end : ends) {
            parts.add(segments(from, end, segmentBytes, weightsEnd));
            from = end;
        }
        int allSegments = 0;
        int allRecords = 0;
        long largest = 0;
        for (List<Segment> part : parts) {
            allSegments += part.size();
            for (Segment segment : part) {
                allRecords += records(segment);
                largest = Math.max(largest, segment.to - segment.left);
            }
        }
        bufferBytes = LinearHeap.align(largest + 2 * ChecksumKernel.BLOCK);
        FileUnits.Piece before = tornAt(start);
        if (before != null) {
            copied.put(before.from(), before);
        }
        long segmentTable = PartTable.PARTS + (long) PartTable.PART_BYTES * parts.size();
        long recordTable = LinearHeap.align(segmentTable + (long) PartTable.SEGMENT_BYTES * allSegments);
        long place = LinearHeap.align(recordTable + (long) Kernels.RECORD_BYTES * allRecords);
        for (FileUnits.Piece unit : copied.values()) {
            places.put(unit.from(), place);
            place = LinearHeap.align(place + unit.to() - unit.from());
        }
        table = heap.allocate(place + readers * (Control.BYTES + bufferBytes));
        controls = table + place;
        for (long unit : copied.keySet()) {
            places.put(unit, table + places.get(unit));
        }
        write(table + segmentTable, table + recordTable);
    }

    /** Address of the {@link PartTable}. */
    public long table() {
        return table;
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

    /** Whether a part is loaded. */
    public boolean isDone(int part) {
        return memory.getInt(entry(part) + PartTable.DONE) != 0;
    }

    /** How many segments a part has. */
    public int segments(int part) {
        return parts.get(part).size();
    }

    /** Address at which the bytes of a segment go that is loaded by {@link #load}. Those of a part come in order. */
    public long place(int part, int segment) {
        Segment next = parts.get(part).get(segment);
        long left = next.from - next.left;
        if (segment > 0) {
            Segment last = parts.get(part).get(segment - 1);
            memory.copy(buffer(0) + (next.left - last.left), buffer(0), left);
        }
        return buffer(0) + left;
    }

    /**
     * Loads a segment on this thread, whose bytes have been put to their {@link #place}.
     *
     * @throws hearth.format.ModelFileException where a scale or value is not finite, naming tensor and offset
     */
    public void load(int part, int segment) {
        long at = (memory.getInt(entry(part) + PartTable.SEGMENTS) & 0xFFFFFFFFL) + (long) PartTable.SEGMENT_BYTES * segment;
        memory.putInt(control(0) + Control.NOT_FINITE, 0);
        memory.putInt(control(0) + Control.END, memory.getInt(at + PartTable.END));
        packer.kernels().run((int) control(0), memory.getInt(at + PartTable.FIRST));
        if (memory.getInt(control(0) + Control.NOT_FINITE) != 0) {
            refuse(parts.get(part).get(segment));
        }
        memory.putInt(entry(part) + PartTable.DONE, segment + 1 == segments(part) ? 1 : 0);
    }

    /** Packs once more, value by value: that finds what is not finite. */
    private void refuse(Segment bad) {
        for (FileUnits.Piece piece : bad.pieces) {
            if (packer.kernelRows(piece) > 0) {
                packer.takeRows(piece, 0, buffer(0) + (piece.from() - bad.left));
            }
        }
    }

    /** Takes the first part of a unit, which came in order. */
    void takeTorn(FileUnits.Piece piece, long source) {
        long unit = units.unit(piece.weight(), piece.from()).from();
        memory.copy(source, places.get(unit) + (piece.from() - unit), piece.to() - piece.from());
    }

    /** Takes all that was copied, when every part is loaded. */
    void finish() {
        for (FileUnits.Piece unit : copied.values()) {
            packer.take(unit, places.get(unit.from()));
        }
    }

    void close() {
        heap.free(table);
    }

    private long entry(int part) {
        return table + PartTable.PARTS + (long) PartTable.PART_BYTES * part;
    }

    private long buffer(int reader) {
        return controls + (long) Control.BYTES * readers + reader * bufferBytes;
    }

    private List<Segment> segments(long from, long to, int bytes, long weightsEnd) {
        List<Segment> all = new ArrayList<>();
        long left = from;
        for (long at = from; at < to; at += bytes) {
            long next = Math.min(at + bytes, to);
            FileUnits.Piece torn = next == to ? null : tornAt(next);
            long leaves = torn != null && torn.from() >= left ? torn.from() : next;
            all.add(new Segment(left, at, next, units.between(left, Math.min(leaves, weightsEnd))));
            left = leaves;
        }
        return all;
    }

    /** How many records a segment has; notes which units are copied. */
    private int records(Segment segment) {
        int records = 0;
        for (FileUnits.Piece piece : segment.pieces) {
            long done = packer.kernelRows(piece) * piece.rowBytes();
            records += done > 0 ? 1 : 0;
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
        for (int part = 0; part < parts.size(); part++) {
            memory.putInt(entry(part) + PartTable.SEGMENTS, (int) segmentAt);
            memory.putInt(entry(part) + PartTable.COUNT, segments(part));
            memory.putInt(entry(part) + PartTable.DONE, 0);
            for (Segment segment : parts.get(part)) {
                memory.putInt(segmentAt + PartTable.BYTES, (int) (segment.to - segment.from));
                memory.putInt(segmentAt + PartTable.PLACE, (int) (segment.from - segment.left));
                memory.putInt(segmentAt + PartTable.FIRST, (int) recordAt);
                recordAt = writeRecords(segment, recordAt);
                memory.putInt(segmentAt + PartTable.END, (int) recordAt);
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
            long source = piece.from() - segment.left;
            int rows = packer.kernelRows(piece);
            if (rows > 0) {
                packer.writePack(at, piece, rows, source);
                at += Kernels.RECORD_BYTES;
            }
            long done = rows * piece.rowBytes();
            if (done < piece.to() - piece.from()) {
                FileUnits.Piece unit = units.unit(piece.weight(), piece.from() + done);
                packer.writeCopy(at, source + done, places.get(unit.from()) + (piece.from() + done - unit.from()), piece.to() - piece.from() - done);
                at += Kernels.RECORD_BYTES;
            }
        }
        return at;
    }
}
