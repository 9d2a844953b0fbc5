package hearth.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import hearth.pages.UnwatchedChromium;
import hearth.serve.SiteServer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Runs the page of one engine in a browser process of its own. */
final class EngineRun {
  private static final int MOST_SECONDS = 300;

  private final SiteServer server;
  private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

  /** @param server serves the pages of the engines; they report to it */
  EngineRun(SiteServer server) {
    this.server = server;
    server.listen("/report", reports::add);
  }

  /**
   * Opens the engine's page, waits for what it measured, ends the browser.
   *
   * @param page "hearth" or "wllama"
   * @param tokens how many to write after the prompt; 0 only loads the model
   * @return what the page reported, and {@code peakBytes} of its renderer
   */
  JsonObject run(String page, String model, int threads, int tokens, Path profile) throws InterruptedException {
    String address = server.address() + "bench/" + page + ".html?model=" + model + "&threads=" + threads + "&tokens=" + tokens;
    try (UnwatchedChromium browser = new UnwatchedChromium(address, profile)) {
      String report = reports.poll(MOST_SECONDS, TimeUnit.SECONDS);
      if (report == null) {
        throw new IllegalStateException(page + " reported nothing within " + MOST_SECONDS + " s");
      }
      JsonObject measured = JsonParser.parseString(report).getAsJsonObject();
      if (measured.has("failure")) {
        throw new IllegalStateException(page + " failed: " + measured.get("failure").getAsString());
      }
      measured.addProperty("peakBytes", browser.peakBytes());
      return measured;
    }
  }
}
