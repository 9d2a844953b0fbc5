package hearth.device.simd.kernel;

/**
 * Layout of the words by which several threads load parts of one file, in memory that all of them share. Whoever is free
 * claims the next part. A part is a run of segments; the bytes of a segment are put into the reader's buffer, see
 * {@link Control#SCRATCH}, and then its records are run.
 */
public final class PartTable {
    /** i32: the next part to claim. A reader that finds {@link #STOPPED} or more there stops, also amid a part. */
    public static final int NEXT = 0;
    /** i32, unsigned: bytes of all segments that are done. */
    public static final int LOADED = 64;
    /** Two i32 for each part: address of its first segment, and how many there are. */
    public static final int PARTS = 128;
    public static final int PART_BYTES = 8;
    /** Three i32 for each segment: its bytes, the address of its first record and the address after its last. */
    public static final int SEGMENT_BYTES = 12;
    /** What is stored at {@link #NEXT} to stop all readers. */
    public static final int STOPPED = 1 << 24;

    private PartTable() {
    }
}
