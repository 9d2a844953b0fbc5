package hearth.bench;

import static hearth.bench.Measured.HEARTH;
import static hearth.bench.Measured.LLAMA;
import static hearth.bench.Measured.WLLAMA;

import java.util.List;

/** What Hearth wants to reach, and whether it did. What was not measured has no row. */
final class BarsTable {
  /** What is wanted of paces, by the number of threads. */
  private record Wanted(int threads, double decodeToWllama, double decodeToNative, double prefillToWllama, double slowPrefillToWllama, double prefillToNative) {}

  private static final List<Wanted> WANTED = List.of(new Wanted(1, 6.5, 1.1, 20, 15, 0.8), new Wanted(2, 6, 1.4, 18, 13, 0.75));

  private final Figures figures;
  private final boolean fastDots;
  private final StringBuilder text = new StringBuilder("| bar | measured | wanted | reached |\n| --- | --- | --- | --- |\n");

  /** @param fastDots whether the processor has AVX-VNNI, which the bars of prefill count on */
  BarsTable(Figures figures, boolean fastDots) {
    this.figures = figures;
    this.fastDots = fastDots;
  }

  String text() {
    for (Wanted wanted : WANTED) {
      int threads = wanted.threads;
      String suffix = threads == 1 ? ", 1 thread" : ", " + threads + " threads";
      String prefill = Measured.prefill(SideBySide.LONG);
      atLeast(wanted.decodeToWllama, " ×", "decode to wllama's" + suffix, paces(WLLAMA, threads, Measured.DECODE));
      atLeast(wanted.decodeToNative, " ×", "decode to native" + suffix, paces(LLAMA, threads, Measured.DECODE));
      atLeast(fastDots ? wanted.prefillToWllama : wanted.slowPrefillToWllama, " ×", "prefill of " + SideBySide.LONG + " to wllama's" + suffix,
          paces(WLLAMA, threads, prefill));
      if (fastDots) {
        atLeast(wanted.prefillToNative, " ×", "prefill of " + SideBySide.LONG + " to native" + suffix, paces(LLAMA, threads, prefill));
      }
      atLeast(0.8, " ×", "pace of the decode matrices to a plain read loop" + suffix,
          figures.ratio(Measured.of(ModelFile.BASE.name(), threads, Measured.MATRIX_PACE), Measured.of(Measured.READ_LOOP, threads)));
      atLeast(0.8, " ×", ModelFile.K_QUANTS.name() + "'s matrices to " + ModelFile.BASE.name() + "'s, GB/s" + suffix, files(ModelFile.K_QUANTS, threads, Measured.MATRIX_PACE));
      atLeast(0.9, " ×", ModelFile.BYTES.name() + "'s matrices to " + ModelFile.BASE.name() + "'s, GB/s" + suffix, files(ModelFile.BYTES, threads, Measured.MATRIX_PACE));
      atLeast(0.9, " ×", ModelFile.BIGGER.name() + ": decode to what its bytes predict" + suffix,
          files(ModelFile.BIGGER, threads, Measured.DECODE) * files(ModelFile.BIGGER, threads, Measured.MATRIX_MEGABYTES));
      atMost(5, " %", "share of a decode token's time at barriers" + suffix,
          100 * figures.median(Measured.of(ModelFile.BASE.name(), threads, Measured.WAITING)));
      atMost(1.3, " ×", "load on a second visit to a raw read of the same chunks" + suffix,
          figures.ratio(Measured.of(HEARTH, threads, Measured.SECOND_LOAD), Measured.of(HEARTH, threads, Measured.RAW_READ)));
      atMost(1.2, " ×", "renderer's own peak to the file's size, first visit" + suffix, perFile(Measured.of(HEARTH, threads, Measured.OWN_PEAK)));
      atMost(1.2, " ×", "the same with the browser's program files" + suffix, perFile(Measured.of(HEARTH, threads, Measured.PEAK)));
      atMost(1.2, " ×", "renderer's own peak to the file's size, second visit" + suffix, perFile(Measured.of(HEARTH, threads, Measured.SECOND_OWN_PEAK)));
      atMost(1.2, " ×", "the same with the browser's program files, second visit" + suffix, perFile(Measured.of(HEARTH, threads, Measured.SECOND_PEAK)));
    }
    atMost(1.2, " s", "first token of " + SideBySide.SHORT + ", 2 threads", figures.median(Measured.of(HEARTH, 2, Measured.FIRST_TOKEN)));
    atLeast(0.85, " ×", "decode after " + LongContext.FAR + " to that after " + LongContext.NEAR, figures.ratio(Measured.FAR_DECODE, Measured.NEAR_DECODE));
    atMost(0.05, " s", "CPU of the whole browser in " + LongContext.IDLE_SECONDS + " s after an answer", figures.median(Measured.IDLE));
    atMost(8, " ms", "chat page's busiest frame while hearth-tiny writes, 200 messages before", figures.median(Measured.CHAT_FRAME));
    atMost(8, " ms", "widget's, the same", figures.median(Measured.WIDGET_FRAME));
    atMost(1.25, " ×", "download that is kept to a bare download", figures.ratio(Measured.KEPT_DOWNLOAD, Measured.BARE_DOWNLOAD));
    atMost(1.25, " ×", "download that is kept to one that is only used", figures.ratio(Measured.KEPT_DOWNLOAD, Measured.PASSING_DOWNLOAD));
    atLeast(0.8, " ×", "pace of reading a kept file, while it is loaded, to a raw read of IndexedDB",
        figures.ratio(Measured.READ_BACK, Measured.RAW_DATABASE));
    atMost(50, " ms", "main thread's longest task during a first load", figures.median(Measured.LONG_TASK));
    atMost(50, " ms", "the same of the chat page", figures.median(Measured.CHAT_LONG_TASK));
    return text.toString();
  }

  /** Hearth's pace to another engine's. */
  private double paces(String engine, int threads, String figure) {
    return figures.ratio(Measured.of(HEARTH, threads, figure), Measured.of(engine, threads, figure));
  }

  /** A file's figure to that of {@link ModelFile#BASE}. */
  private double files(ModelFile file, int threads, String figure) {
    return figures.ratio(Measured.of(file.name(), threads, figure), Measured.of(ModelFile.BASE.name(), threads, figure));
  }

  private double perFile(String megabytes) {
    return figures.median(megabytes) * 1e6 / ModelFile.BASE.bytes();
  }

  private void atLeast(double bound, String unit, String what, double value) {
    row(what, value, unit, "≥ " + Samples.number(bound) + unit, value >= bound);
  }

  private void atMost(double bound, String unit, String what, double value) {
    row(what, value, unit, "≤ " + Samples.number(bound) + unit, value <= bound);
  }

  private void row(String what, double value, String unit, String wanted, boolean reached) {
    if (!Double.isNaN(value)) {
      text.append("| ").append(what).append(" | ").append(Samples.number(value)).append(unit).append(" | ").append(wanted)
          .append(" | ").append(reached ? "yes" : "no").append(" |\n");
    }
  }
}
