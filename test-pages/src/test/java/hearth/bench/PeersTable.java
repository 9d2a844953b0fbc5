package hearth.bench;

import static hearth.bench.Measured.HEARTH;
import static hearth.bench.Measured.LLAMA;
import static hearth.bench.Measured.WLLAMA;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hearth beside the other engines that were measured, and how many times better it is. */
final class PeersTable {
  private static final Map<String, String> PEERS = new LinkedHashMap<>();

  static {
    PEERS.put(WLLAMA, "wllama 3.8.1");
    PEERS.put(LLAMA, "native llama.cpp");
  }

  private final Figures figures;
  private final List<String> peers;
  private final StringBuilder text = new StringBuilder();

  PeersTable(Figures figures) {
    this.figures = figures;
    peers = PEERS.keySet().stream().filter(peer -> figures.has(Measured.of(peer, 1, Measured.DECODE))).toList();
  }

  String text(int mostThreads) {
    List<String> heads = new ArrayList<>(List.of("", "Hearth"));
    peers.forEach(peer -> heads.add(PEERS.get(peer)));
    peers.forEach(peer -> heads.add("Hearth to " + PEERS.get(peer)));
    text.append("| ").append(String.join(" | ", heads)).append(" |\n").append("| --- ".repeat(heads.size())).append("|\n");
    for (int threads = 1; threads <= mostThreads; threads++) {
      row("decode (" + (Task.TOKENS - 1) + " tokens after " + Prompts.BEFORE_WRITING + "), tokens/s", threads, Measured.DECODE, false);
      row("prefill of " + SideBySide.SHORT + ", tokens/s", threads, Measured.prefill(SideBySide.SHORT), false);
      row("prefill of " + SideBySide.LONG + ", tokens/s", threads, Measured.prefill(SideBySide.LONG), false);
    }
    row("first token of " + SideBySide.SHORT + ", s", mostThreads, Measured.FIRST_TOKEN, true);
    for (int threads = 1; threads <= mostThreads; threads++) {
      row("load, first visit (local network, stored while it arrives), s", threads, Measured.FIRST_LOAD, true);
      row("load, second visit (from the device; native: from the file), s", threads, Measured.SECOND_LOAD, true);
      row("only reading what Hearth has stored, s", threads, Measured.RAW_READ, true);
    }
    row("peak memory of the process, MB", mostThreads, Measured.PEAK, true);
    row("of that its own, without mapped program files, MB", mostThreads, Measured.OWN_PEAK, true);
    row("peak memory on a second visit, MB", mostThreads, Measured.SECOND_PEAK, true);
    row("of that its own, MB", mostThreads, Measured.SECOND_OWN_PEAK, true);
    return text.toString();
  }

  /** @param less whether less is better */
  private void row(String what, int threads, String figure, boolean less) {
    text.append("| ").append(what).append(threads == 1 ? "; 1 thread" : "; " + threads + " threads");
    String ours = Measured.of(HEARTH, threads, figure);
    text.append(" | ").append(figures.text(ours));
    peers.forEach(peer -> text.append(" | ").append(figures.text(Measured.of(peer, threads, figure))));
    for (String peer : peers) {
      double ratio = figures.ratio(ours, Measured.of(peer, threads, figure));
      text.append(" | ").append(Double.isNaN(ratio) ? "–" : Samples.number(less ? 1 / ratio : ratio) + " ×");
    }
    text.append(" |\n");
  }
}
