package hearth.device;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the time of a model's runs went: by kind of operation, prompts ({@link #prefill()}) and single tokens
 * ({@link #decode()}) apart. Bytes are those of weights, caches and other state that an operation reads from memory or
 * writes to it, each counted once a run however many tokens of the run share it; activations do not count.
 */
public final class Profile {
    private final Phase prefill = new Phase();
    private final Phase decode = new Phase();

    /** Runs of several tokens. */
    public Phase prefill() {
        return prefill;
    }

    /** Runs of one token. */
    public Phase decode() {
        return decode;
    }

    /** The phase that a run of so many tokens belongs to. */
    public Phase phaseOf(int tokens) {
        return tokens == 1 ? decode : prefill;
    }

    /** The sums over some runs. */
    public static final class Phase {
        private final List<Operation> operations = new ArrayList<>();
        private long tokens;
        private int runs;
        private double milliseconds;
        private double waiting;

        /**
         * Counts a run.
         *
         * @param milliseconds that it took, from first to last
         * @param waiting      milliseconds that its leading thread waited for others
         */
        public void addRun(int tokens, double milliseconds, double waiting) {
            this.tokens += tokens;
            runs++;
            this.milliseconds += milliseconds;
            this.waiting += waiting;
        }

        /** Counts one call of an operation of the kind {@code name}. */
        public void addCall(String name, double milliseconds, long bytes) {
            Operation operation = operation(name);
            operation.calls++;
            operation.milliseconds += milliseconds;
            operation.bytes += bytes;
        }

        /** Counts an operation that is no part of a run, for which no memory counts. */
        public void addBetweenRuns(String name, double milliseconds) {
            addCall(name, milliseconds, 0);
            this.milliseconds += milliseconds;
        }

        private Operation operation(String name) {
            for (Operation operation : operations) {
                if (operation.name.equals(name)) {
                    return operation;
                }
            }
            Operation added = new Operation(name);
            operations.add(added);
            return added;
        }

        public long tokens() {
            return tokens;
        }

        public int runs() {
            return runs;
        }

        /**
         * Time of the runs and of what was done between them. What no operation accounts for and is no waiting was spent on
         * waking threads and the like.
         */
        public double milliseconds() {
            return milliseconds;
        }

        /** Milliseconds that the leading thread waited for others. */
        public double waiting() {
            return waiting;
        }

        /** What was done, what took longest first. */
        public List<Operation> operations() {
            List<Operation> sorted = new ArrayList<>(operations);
            sorted.sort((a, b) -> Double.compare(b.milliseconds, a.milliseconds));
            return sorted;
        }
    }

    /** The sums over the calls of one kind of operation. */
    public static final class Operation {
        private final String name;
        private long calls;
        private double milliseconds;
        private long bytes;

        private Operation(String name) {
            this.name = name;
        }

        /** For people: "matmul Q4_0", "attention" and so on. */
        public String name() {
            return name;
        }

        public long calls() {
            return calls;
        }

        /** Time that the leading thread worked on it. */
        public double milliseconds() {
            return milliseconds;
        }

        /** Bytes moved; 0 for an operation on activations alone. */
        public long bytes() {
            return bytes;
        }
    }
}
