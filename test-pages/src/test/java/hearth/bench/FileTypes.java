package hearth.bench;

import hearth.pages.UnwatchedChromium;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Hearth with one file after another: its pace of writing, and its own profile of that. */
final class FileTypes {
  private static final int TIMES = 3;

  private final Pages pages;
  private final Figures figures;
  private final Map<String, Profile> profiles;

  /** @param profiles take the profiles, by file and threads */
  FileTypes(Pages pages, Figures figures, Map<String, Profile> profiles) {
    this.pages = pages;
    this.figures = figures;
    this.profiles = profiles;
  }

  /** One browser: a load, some answers, and one more under the profiler after a prompt of {@code profiled} tokens. */
  void measure(ModelFile model, int threads, int profiled) throws InterruptedException {
    Path profile = UnwatchedChromium.freshProfile();
    try {
      List<String> prompts = IntStream.range(0, TIMES).mapToObj(i -> Prompts.digits(Prompts.BEFORE_WRITING, i)).toList();
      Task task = Task.pace(List.of(), prompts).profiled(Prompts.digits(profiled, 0));
      Report report = pages.engine(Measured.HEARTH, model, threads, task, profile);
      report.writings().forEach(writing -> figures.add(Measured.of(model.name(), threads, Measured.DECODE), writing.perSecond()));
      Profile.Phase decode = report.profile().decode();
      figures.add(Measured.of(model.name(), threads, Measured.MATRIX_MEGABYTES), decode.matrixBytes() / 1e6);
      figures.add(Measured.of(model.name(), threads, Measured.MATRIX_PACE), decode.matrixPace());
      figures.add(Measured.of(model.name(), threads, Measured.WAITING), decode.waitingShare());
      profiles.put(model.name() + ", threads: " + threads, report.profile());
    } finally {
      UnwatchedChromium.delete(profile);
    }
  }
}
