package hearth.device.simd;

/** The memory cannot hold what was asked for. */
public final class OutOfLinearMemoryException extends RuntimeException {
    OutOfLinearMemoryException(long wanted, long used, long limit) {
        super(megabytes(wanted) + " MB more are needed; " + megabytes(used) + " MB of at most " + megabytes(limit) + " MB are in use");
    }

    private static long megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000;
    }
}
