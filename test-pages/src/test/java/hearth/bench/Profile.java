package hearth.bench;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Where the time of a request went, as {@code timings.profile} says. */
record Profile(Phase prefill, Phase decode) {
  private static final String MATRICES = "matmul";

  /** @param waiting time that the leading thread spent at barriers */
  record Phase(int tokens, int runs, double ms, List<Operation> operations, @SerializedName("waiting_ms") double waiting) {
    /** Bytes of the matrices that one run reads. */
    double matrixBytes() {
      return matrices(Operation::bytes) / runs;
    }

    /** The pace at which the matrices are read while they are computed with, in GB/s. */
    double matrixPace() {
      return matrices(Operation::bytes) / matrices(Operation::ms) / 1e6;
    }

    /** Share of the time that is spent at barriers. */
    double waitingShare() {
      return waiting / ms;
    }

    private double matrices(ToDoubleFunction<Operation> figure) {
      return operations.stream().filter(operation -> operation.operation.startsWith(MATRICES)).mapToDouble(figure).sum();
    }
  }

  /** All operations of one kind. */
  record Operation(String operation, long calls, double ms, double bytes) {}

  /** A line for each operation: milliseconds a token, share of the phase, and pace where memory is read. */
  String text(String what) {
    return lines("prefill, " + what, prefill) + lines("decode, " + what, decode);
  }

  private static String lines(String title, Phase phase) {
    StringBuilder text = new StringBuilder("\nProfile of " + title + " (" + phase.tokens + " tokens, "
        + Samples.number(phase.ms / phase.tokens) + " ms a token, " + Samples.number(100 * phase.waitingShare()) + " % at barriers):\n\n");
    text.append("| operation | ms a token | % | GB/s |\n| --- | --- | --- | --- |\n");
    for (Operation operation : phase.operations) {
      text.append("| ").append(operation.operation).append(" | ").append(Samples.number(operation.ms / phase.tokens))
          .append(" | ").append(Samples.number(100 * operation.ms / phase.ms)).append(" | ")
          .append(operation.bytes == 0 ? "" : Samples.number(operation.bytes / operation.ms / 1e6)).append(" |\n");
    }
    return text.toString();
  }
}
