package hearth.bench;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.Map;

/** How fast a page reads from IndexedDB, in GB/s: the fastest of several ways. */
final class RawDatabase {
  private record Way(long bytes, double ms) {}

  /** @param ways by their names */
  private record Reading(String failure, Map<String, Way> ways) {}

  private RawDatabase() {}

  /** @param profile of a browser that knows nothing yet */
  static double pace(Pages pages, ModelFile model, Path profile) throws InterruptedException {
    return pages.open("raw-database.html?file=" + pages.publish(model), profile, (json, browser) -> {
      System.err.println("raw database: " + json);
      Reading reading = new Gson().fromJson(json, Reading.class);
      if (reading.failure != null) {
        throw new IllegalStateException("the raw database failed: " + json);
      }
      return reading.ways.values().stream().mapToDouble(way -> way.bytes / way.ms / 1e6).max().orElseThrow();
    });
  }
}
