package hearth.bench;

/** How fast Hearth writes with each file, and how near that is to what memory allows. */
final class FilesTable {
  private FilesTable() {}

  /** The files that were measured, with each number of threads. */
  static String text(Figures figures, int mostThreads) {
    StringBuilder text = new StringBuilder("| Hearth alone | decode, tokens/s | matrices, MB a token | read at, GB/s | of a plain read loop | at barriers |\n"
        + "| --- | --- | --- | --- | --- | --- |\n");
    for (int threads = 1; threads <= mostThreads; threads++) {
      String suffix = threads == 1 ? ", 1 thread" : ", " + threads + " threads";
      String limit = Measured.of(Measured.READ_LOOP, threads);
      for (ModelFile file : ModelFile.ALL) {
        if (!figures.has(Measured.of(file.name(), threads, Measured.DECODE))) {
          continue;
        }
        String pace = Measured.of(file.name(), threads, Measured.MATRIX_PACE);
        text.append("| ").append(file.name()).append(suffix)
            .append(" | ").append(figures.text(Measured.of(file.name(), threads, Measured.DECODE)))
            .append(" | ").append(figures.text(Measured.of(file.name(), threads, Measured.MATRIX_MEGABYTES)))
            .append(" | ").append(figures.text(pace))
            .append(" | ").append(percent(figures.ratio(pace, limit)))
            .append(" | ").append(percent(figures.median(Measured.of(file.name(), threads, Measured.WAITING)))).append(" |\n");
      }
      text.append("| plain read loop").append(suffix).append(" | | | ").append(figures.text(limit)).append(" | | |\n");
    }
    return text.toString();
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : Samples.number(100 * share) + " %";
  }
}
