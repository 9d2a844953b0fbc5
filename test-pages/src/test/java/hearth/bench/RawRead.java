package hearth.bench;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.Map;

/** How long a page takes to read what Hearth has stored in the browser, and to do nothing with it: the fastest of several ways. */
final class RawRead {
  private record Way(long bytes, double ms) {}

  /** @param ways by their names */
  private record Reading(String failure, Map<String, Way> ways) {}

  private RawRead() {}

  /**
   * @param profile of a browser that has loaded one file
   * @throws IllegalStateException where fewer than {@code bytes} are stored
   */
  static double seconds(Pages pages, Path profile, long bytes) throws InterruptedException {
    return pages.open("raw-read.html", profile, (json, browser) -> {
      System.err.println("raw read: " + json);
      Reading reading = new Gson().fromJson(json, Reading.class);
      if (reading.failure != null || reading.ways.values().stream().anyMatch(way -> way.bytes < bytes)) {
        throw new IllegalStateException("the raw read failed: " + json);
      }
      return reading.ways.values().stream().mapToDouble(Way::ms).min().orElseThrow() / 1000;
    });
  }
}
