package hearth.bench;

import hearth.hub.LocalHub;
import hearth.pages.UnwatchedChromium;
import hearth.serve.SiteServer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Runs the benchmark's pages, each in a browser process of its own. */
final class Pages {
  private static final int MOST_SECONDS = 600;

  /** What is done with a report while the browser still runs. */
  interface Then<R, T> {
    T apply(R report, UnwatchedChromium browser) throws InterruptedException;
  }

  private final SiteServer server;
  private final LocalHub hub;
  private final Map<ModelFile, URI> published = new HashMap<>();
  private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

  /**
   * @param server serves the pages; they report to it
   * @param hub serves the models
   */
  Pages(SiteServer server, LocalHub hub) {
    this.server = server;
    this.hub = hub;
    server.listen("/report", reports::add);
  }

  /** The address of a model on the hub. */
  URI publish(ModelFile model) {
    return published.computeIfAbsent(model, made -> hub.put("bench/real-size", model.path().getFileName().toString(), model.path()));
  }

  /** What the engine of a page ("hearth" or "wllama") does with a model, in a browser with this profile. */
  Report engine(String engine, ModelFile model, int threads, Task task, Path profile) throws InterruptedException {
    return engine(engine, model, threads, task, profile, (report, browser) -> report);
  }

  /** The same, and {@code then} while the browser still runs. */
  <T> T engine(String engine, ModelFile model, int threads, Task task, Path profile, Then<Report, T> then)
      throws InterruptedException {
    String query = "?model=" + publish(model) + "&threads=" + threads + "&task=" + URLEncoder.encode(task.json(), StandardCharsets.UTF_8);
    return open(engine + ".html" + query, profile, (json, browser) -> {
      Report report = Report.of(json, engine, task).withPeak(browser.peak());
      System.err.println(engine + ", " + model.name() + ", threads: " + threads + ": " + report.summary());
      return then.apply(report, browser);
    });
  }

  /** Opens a page of the benchmark, waits for its report, does {@code then}, ends the browser. */
  <T> T open(String page, Path profile, Then<String, T> then) throws InterruptedException {
    try (UnwatchedChromium browser = new UnwatchedChromium(server.address() + "bench/" + page, profile)) {
      String json = reports.poll(MOST_SECONDS, TimeUnit.SECONDS);
      if (json == null) {
        throw new IllegalStateException(page + " reported nothing within " + MOST_SECONDS + " s");
      }
      return then.apply(json, browser);
    }
  }
}
