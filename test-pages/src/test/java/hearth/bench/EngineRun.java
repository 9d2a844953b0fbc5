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

  /** Opens the engine's page with a profile, waits until the model is loaded, ends the browser; returns the milliseconds of loading. */
  double load(String page, String model, int threads, Path profile) throws InterruptedException {
    return run(page, "?model=" + model + "&threads=" + threads, profile).get("loadMs").getAsDouble();
  }

  /**
   * Opens the engine's page with a profile, waits for what it measured, ends the browser.
   *
   * @param page "hearth" or "wllama"
   * @return what the page reported, and {@code peakBytes} of its renderer
   * @throws IllegalStateException where it did not read and write as many tokens as it was asked to
   */
  JsonObject run(String page, String model, int threads, Prompts prompts, Path profile) throws InterruptedException {
    JsonObject measured = run(page, "?model=" + model + "&threads=" + threads + prompts.query(), profile);
    if (measured.get("read").getAsInt() != Prompts.LONGER || measured.get("written").getAsInt() != Prompts.WRITTEN) {
      throw new IllegalStateException(page + " read or wrote another number of tokens: " + measured);
    }
    return measured;
  }

  private JsonObject run(String page, String query, Path profile) throws InterruptedException {
    String address = server.address() + "bench/" + page + ".html" + query;
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
