package hearth.bench;

import static hearth.bench.Measured.HEARTH;
import static hearth.bench.Measured.LLAMA;
import static hearth.bench.Measured.WLLAMA;

import hearth.pages.UnwatchedChromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The engines one after another: the same file, the same prompts, interleaved, so that a machine that slows down slows all of them. */
final class SideBySide {
  /** Tokens of the prompts whose reading is timed. */
  static final int SHORT = 64;
  static final int LONG = 512;

  private final Pages pages;
  private final Figures figures;
  private final List<String> engines = new ArrayList<>(List.of(HEARTH));
  private Llama llama;

  /** Hearth alone, unless peers are wanted. */
  SideBySide(Pages pages, boolean peers, Figures figures) {
    this.pages = pages;
    this.figures = figures;
    if (peers) {
      engines.add(WLLAMA);
      if (Llama.available()) {
        llama = new Llama();
        engines.add(LLAMA);
      }
    }
  }

  /** One run of each engine. */
  void repetition(int threads, int index) throws InterruptedException {
    Map<String, String> texts = new HashMap<>();
    for (int turn = 0; turn < engines.size(); turn++) {
      // Each goes first as often as the others.
      String engine = engines.get((index + turn) % engines.size());
      Report report = engine.equals(LLAMA) ? llama.run(ModelFile.BASE, threads, task(engine, index)) : visitTwice(engine, threads, task(engine, index));
      record(engine, threads, report);
      texts.put(engine, report.writings().get(0).text());
    }
    if (texts.containsKey(WLLAMA)) {
      figures.add(Measured.ALIKE, alike(texts.get(HEARTH), texts.get(WLLAMA)));
    }
  }

  private static Task task(String engine, int index) {
    String shorter = Prompts.digits(SHORT, index);
    // The peer in the browser takes minutes for the longer prompt: once.
    boolean both = !engine.equals(WLLAMA) || index == 0;
    return Task.pace(both ? List.of(shorter, Prompts.digits(LONG, index)) : List.of(shorter),
        List.of(Prompts.digits(Prompts.BEFORE_WRITING, index)));
  }

  /** Loads the file from the network and measures, then loads it once more from the device. */
  private Report visitTwice(String engine, int threads, Task task) throws InterruptedException {
    Path profile = UnwatchedChromium.freshProfile();
    try {
      Report first = pages.engine(engine, ModelFile.BASE, threads, task, profile);
      Report second = pages.engine(engine, ModelFile.BASE, threads, Task.load(), profile);
      figures.add(Measured.of(engine, threads, Measured.FIRST_LOAD), first.loadMs() / 1000);
      figures.add(Measured.of(engine, threads, Measured.SECOND_LOAD), second.loadMs() / 1000);
      figures.add(Measured.of(engine, threads, Measured.SECOND_PEAK), second.peak().resident() / 1e6);
      figures.add(Measured.of(engine, threads, Measured.SECOND_OWN_PEAK), second.peak().own() / 1e6);
      if (engine.equals(HEARTH)) {
        figures.add(Measured.of(HEARTH, threads, Measured.RAW_READ), RawRead.seconds(pages, profile, ModelFile.BASE.bytes()));
      }
      return first;
    } finally {
      UnwatchedChromium.delete(profile);
    }
  }

  private void record(String engine, int threads, Report report) {
    if (engine.equals(LLAMA)) {
      // A file that was just made or read lies in the system's cache: what a second visit is like.
      figures.add(Measured.of(engine, threads, Measured.SECOND_LOAD), report.loadMs() / 1000);
    }
    for (Report.Reading reading : report.readings()) {
      figures.add(Measured.of(engine, threads, Measured.prefill(reading.read())), reading.perSecond());
      if (reading.read() == SHORT) {
        figures.add(Measured.of(engine, threads, Measured.FIRST_TOKEN), reading.ms() / 1000);
      }
    }
    report.writings().forEach(writing -> figures.add(Measured.of(engine, threads, Measured.DECODE), writing.perSecond()));
    figures.add(Measured.of(engine, threads, Measured.PEAK), report.peak().resident() / 1e6);
    figures.add(Measured.of(engine, threads, Measured.OWN_PEAK), report.peak().own() / 1e6);
  }

  /** The share of the longer text that both begin with. */
  private static double alike(String one, String other) {
    int same = 0;
    while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return (double) same / Math.max(1, Math.max(one.length(), other.length()));
  }
}
