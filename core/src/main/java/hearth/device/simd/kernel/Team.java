package hearth.device.simd.kernel;

/**
 * Layout of the words by which the thread that leads hands work to those that follow, in memory that all of them share.
 * There is one team for all models. A follower stays in a module's {@code follow} and sleeps there between jobs; it returns
 * when a job for it is another module's, so that its host can go on in that one, or leave to receive a new module.
 */
public final class Team {
    /** i32: a job's number times 256, plus how many workers take part. The last word to be written, the first to be read. */
    public static final int JOB = 0;
    /** i32: number of the module whose job it is. */
    public static final int ENTRY = 64;
    /** i32: address of the control block. */
    public static final int CONTROL = 68;
    /** i32: address of the program. */
    public static final int PROGRAM = 72;
    /** i32: followers that are done with the job. */
    public static final int DONE = 128;
    /** i32: followers asleep. */
    public static final int SLEEPERS = 192;
    /** i32 for each worker, {@link #SEEN_STRIDE} bytes apart: the last job that it has done or passed over. */
    public static final int SEEN = 256;
    /** Each worker's word has a cache line of its own. */
    public static final int SEEN_STRIDE = 64;
    /** Most workers of a team, the leader included. */
    public static final int MOST_WORKERS = 32;
    /** Bytes in all. */
    public static final int BYTES = SEEN + MOST_WORKERS * SEEN_STRIDE;
    /** Step from one job's number to the next. */
    public static final int NEXT_JOB = 256;

    private Team() {
    }
}
