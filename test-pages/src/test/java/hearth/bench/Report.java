package hearth.bench;

import com.google.gson.Gson;
import hearth.pages.PeakMemory;
import java.util.List;

/**
 * What an engine did for a {@link Task}.
 *
 * @param failure what went wrong, or null
 * @param transferMs from the first of the model's bytes to the last while it loaded, where the page knows that
 * @param longTaskMs the longest task of the page's main thread meanwhile; 0 for less than 50
 * @param peak the most memory that its process held
 * @param profile null where the task asked for none
 */
record Report(String failure, double loadMs, double transferMs, double longTaskMs, List<Reading> readings, List<Writing> writings, PeakMemory peak,
    Profile profile) {
  /** A prompt of {@code read} tokens until the first new one. */
  record Reading(int read, double ms) {
    double perSecond() {
      return read * 1000 / ms;
    }
  }

  /** From the first of {@code written} tokens to the last. */
  record Writing(int read, int written, double ms, String text) {
    double perSecond() {
      return (written - 1) * 1000 / ms;
    }
  }

  /** @throws IllegalStateException where the engine failed, or read or wrote another number of tokens than it was asked to */
  static Report of(String json, String engine, Task task) {
    Report report = new Gson().fromJson(json, Report.class);
    if (report.failure != null) {
      throw new IllegalStateException(engine + " failed: " + report.failure);
    }
    boolean all = report.readings.stream().map(Reading::read).toList().equals(task.reading().stream().map(String::length).toList())
        && report.writings.stream().map(Writing::read).toList().equals(task.writing().stream().map(String::length).toList())
        && report.writings.stream().allMatch(writing -> writing.written == task.tokens());
    if (!all) {
      throw new IllegalStateException(engine + " read or wrote another number of tokens: " + json);
    }
    return report;
  }

  /** For the eye that follows a long benchmark. */
  String summary() {
    StringBuilder text = new StringBuilder("loaded in " + Math.round(loadMs) + " ms");
    readings.forEach(reading -> text.append(", ").append(reading.read).append(" read at ").append(Samples.number(reading.perSecond())).append(" tokens/s"));
    writings.forEach(writing -> text.append(", written after ").append(writing.read).append(" at ").append(Samples.number(writing.perSecond())).append(" tokens/s"));
    return text + ", peak " + peak.resident() / 1_000_000 + " MB, " + peak.mapped() / 1_000_000 + " MB of it program files";
  }

  Report withPeak(PeakMemory memory) {
    return new Report(failure, loadMs, transferMs, longTaskMs, readings, writings, memory, profile);
  }
}
