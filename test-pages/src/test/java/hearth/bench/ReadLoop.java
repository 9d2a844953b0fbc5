package hearth.bench;

import com.google.gson.Gson;
import hearth.pages.UnwatchedChromium;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;

/** How fast a plain loop in the browser reads memory, in GB/s: the best of one, two and four streams. */
final class ReadLoop {
  /** @param pace by the number of streams of each thread */
  private record Reading(String failure, Map<String, Double> pace) {}

  private ReadLoop() {}

  static double pace(Pages pages, int threads) throws InterruptedException {
    Path profile = UnwatchedChromium.freshProfile();
    try {
      return pages.open("read-loop.html?threads=" + threads, profile, (json, browser) -> {
        System.err.println("read loop, threads: " + threads + ": " + json);
        Reading reading = new Gson().fromJson(json, Reading.class);
        if (reading.failure != null) {
          throw new IllegalStateException("the read loop failed: " + reading.failure);
        }
        return Collections.max(reading.pace.values());
      });
    } finally {
      UnwatchedChromium.delete(profile);
    }
  }
}
