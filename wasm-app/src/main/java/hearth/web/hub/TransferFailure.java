package hearth.web.hub;

import hearth.web.protocol.HearthException;

/** A transfer broke in a way that another try may mend. */
final class TransferFailure extends RuntimeException {
    private final HearthException reported;
    private final double waitMilliseconds;
    private final boolean refused;

    /**
     * @param reported         what the user is told when no further try is made
     * @param waitMilliseconds how long the server asks to wait, or -1
     * @param refused          no answer at all came, or none that this page may see
     */
    TransferFailure(HearthException reported, double waitMilliseconds, boolean refused) {
        super(reported.getMessage(), reported);
        this.reported = reported;
        this.waitMilliseconds = waitMilliseconds;
        this.refused = refused;
    }

    HearthException reported() {
        return reported;
    }

    double waitMilliseconds() {
        return waitMilliseconds;
    }

    boolean refused() {
        return refused;
    }
}
