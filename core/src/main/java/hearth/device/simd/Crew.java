package hearth.device.simd;

import java.util.Arrays;

/**
 * How many workers take part in runs of one kind: found by trying, since cores differ in speed, share their memory's
 * bandwidth, and are taken by other programs. A worker that is held up holds up all others at the next barrier, so that
 * fewer may be faster. Trials become rare while nothing changes.
 */
final class Crew {
    /** Runs from which a number of workers is judged: their median. */
    private static final int JUDGED = 3;
    private static final int FIRST_TRIAL = 6;
    private static final int MOST_BETWEEN_TRIALS = 1024;
    private static final int MOST_MISSED = 16;
    /** By how much a number of workers must be faster to be preferred, and slower than before to be doubted. */
    private static final double CLEARLY = 0.95;
    private static final double DOUBTFUL = 1.5;

    private final int most;
    private final boolean adapts;
    private final double[] recent = new double[JUDGED];
    private final double[] sorted = new double[JUDGED];
    private int workers;
    /** Workers on trial, 0 while there is no trial. */
    private int trial;
    private int runs;
    /** Runs of the trial that had not all the workers they should. */
    private int missed;
    private int untilTrial = FIRST_TRIAL;
    private int betweenTrials = FIRST_TRIAL;
    private boolean triesMore;
    private boolean triesHalf;
    /** Milliseconds of a run with the present number; 0 while not known. */
    private double usual;

    /**
     * @param most    most workers that there can be
     * @param atFirst most workers of the first runs
     * @param adapts  false: all runs have {@code most} workers
     */
    Crew(int most, int atFirst, boolean adapts) {
        this.most = most;
        this.adapts = adapts && most > 1;
        workers = adapts ? Math.min(atFirst, most) : most;
    }

    /** Workers of the next run. */
    int workers() {
        return trial > 0 ? trial : workers;
    }

    /**
     * Takes note of a run.
     *
     * @param took         workers that took part
     * @param milliseconds of the run; runs must be alike to be compared
     */
    void ran(int took, double milliseconds) {
        if (!adapts) {
            return;
        }
        if (took != workers()) {
            // Not all are there yet, or one never will be.
            if (trial > 0 && ++missed > MOST_MISSED) {
                fail();
            }
            return;
        }
        recent[runs++ % JUDGED] = milliseconds;
        if (runs < JUDGED) {
            return;
        }
        double median = median();
        if (trial > 0) {
            judge(median);
            return;
        }
        if (usual > 0 && median > DOUBTFUL * usual) {
            untilTrial = 0;
            betweenTrials = FIRST_TRIAL;
            triesMore = false;
        }
        usual = median;
        if (--untilTrial <= 0) {
            begin();
        }
    }

    private void begin() {
        boolean more = triesMore && workers < most || workers == 1;
        triesMore = !more;
        trial = more ? workers + 1 : triesHalf ? (workers + 1) / 2 : workers - 1;
        // One less may be no better where several are slow.
        triesHalf ^= !more;
        runs = 0;
    }

    private void judge(double median) {
        if (median < CLEARLY * usual) {
            workers = trial;
            usual = median;
            triesMore = !triesMore;
            betweenTrials = FIRST_TRIAL;
            end();
        } else {
            fail();
        }
    }

    private void fail() {
        betweenTrials = Math.min(MOST_BETWEEN_TRIALS, 2 * betweenTrials);
        end();
    }

    private void end() {
        untilTrial = betweenTrials;
        trial = 0;
        runs = 0;
        missed = 0;
    }

    private double median() {
        System.arraycopy(recent, 0, sorted, 0, JUDGED);
        Arrays.sort(sorted);
        return sorted[JUDGED / 2];
    }
}
