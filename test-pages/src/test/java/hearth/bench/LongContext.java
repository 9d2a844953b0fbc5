package hearth.bench;

import hearth.pages.UnwatchedChromium;
import java.nio.file.Path;
import java.util.List;

/** Hearth's pace of writing after a long text and after a short one, and what the browser does once it has answered. */
final class LongContext {
  /** Tokens of the texts. */
  static final int NEAR = 100;
  static final int FAR = 4000;
  static final int IDLE_SECONDS = 10;
  private static final int SETTLING_SECONDS = 2;

  private final Pages pages;
  private final Figures figures;

  LongContext(Pages pages, Figures figures) {
    this.pages = pages;
    this.figures = figures;
  }

  void measure(int threads) throws InterruptedException {
    Path profile = UnwatchedChromium.freshProfile();
    try {
      Task task = Task.pace(List.of(), List.of(Prompts.digits(NEAR, 0), Prompts.digits(FAR, 0), Prompts.digits(NEAR, 1)))
          .context(FAR + Task.TOKENS + 1);
      pages.engine(Measured.HEARTH, ModelFile.BASE, threads, task, profile, (report, browser) -> {
        report.writings().forEach(writing -> figures.add(writing.read() == FAR ? Measured.FAR_DECODE : Measured.NEAR_DECODE, writing.perSecond()));
        figures.add(Measured.IDLE, idleMillis(browser) / 1000.0);
        return report;
      });
    } finally {
      UnwatchedChromium.delete(profile);
    }
  }

  private static long idleMillis(UnwatchedChromium browser) throws InterruptedException {
    Thread.sleep(SETTLING_SECONDS * 1000L);
    long before = browser.processorMillis();
    if (before == 0) {
      throw new IllegalStateException("the browser's processes are not found");
    }
    Thread.sleep(IDLE_SECONDS * 1000L);
    return browser.processorMillis() - before;
  }
}
