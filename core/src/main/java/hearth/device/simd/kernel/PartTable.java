package hearth.device.simd.kernel;

/**
 * Layout of the words by which several threads load parts of one file, in memory that all of them share. Whoever is free
 * claims the next part. A part is a run of segments: the bytes of each are put into the reader's buffer, see
 * {@link Control#SCRATCH}, and then its records are run, before those of the next.
 */
public final class PartTable {
    /** i32: the next part to claim. A reader that finds {@link #STOPPED} or more there stops, also amid a part. */
    public static final int NEXT = 0;
    /** i32, unsigned: bytes of all segments that are done. */
    public static final int LOADED = 64;
    /** {@link #PART_BYTES} for each part, as follows. */
    public static final int PARTS = 128;
    /** i32 of a part: address of its first segment. */
    public static final int SEGMENTS = 0;
    /** i32 of a part: how many segments it has. */
    public static final int COUNT = 4;
    /** i32 of a part: 1 when it is loaded. */
    public static final int DONE = 8;
    public static final int PART_BYTES = 12;
    /** i32 of a segment: its bytes. */
    public static final int BYTES = 0;
    /** i32 of a segment: where in the buffer they go; before that lies what is left of the segment before. */
    public static final int PLACE = 4;
    /** i32 of a segment: address of its first record. */
    public static final int FIRST = 8;
    /** i32 of a segment: address after its last record. */
    public static final int END = 12;
    public static final int SEGMENT_BYTES = 16;
    /** What is stored at {@link #NEXT} to stop all readers. */
    public static final int STOPPED = 1 << 24;

    private PartTable() {
    }
}
