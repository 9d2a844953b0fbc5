package hearth.device.simd.kernel;

/** Layout of the words that steer a run, in linear memory. The barrier's words have cache lines of their own. */
public final class Control {
    /** i32: tokens of this run. */
    public static final int TOKENS = 0;
    /** i32: tokens in the state before this run. */
    public static final int POSITION = 4;
    /** i32: address after the last operation to execute. */
    public static final int END = 8;
    /** i32: address of worker 0's scratch space. */
    public static final int SCRATCH = 12;
    /** i32: bytes of a worker's scratch space. */
    public static final int SCRATCH_BYTES = 16;
    /**
     * i32: address of a table of pairs of f64, one pair a record of the program, to which worker 0 adds the milliseconds
     * that it worked on the record and that it then waited at the barrier; 0 where nothing is measured.
     */
    public static final int PROFILE = 20;
    /** i32: set to 1 where packing finds a value that is not finite. */
    public static final int NOT_FINITE = 24;
    /** i32: workers that have arrived at the barrier. */
    public static final int BARRIER_COUNT = 64;
    /** i32: barriers passed. */
    public static final int BARRIER_GENERATION = 128;
    /** i32: workers asleep at the barrier. */
    public static final int BARRIER_SLEEPERS = 192;
    /** Bytes in all. */
    public static final int BYTES = 256;

    private Control() {
    }
}
