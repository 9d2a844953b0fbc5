package hearth.bench;

import com.google.gson.Gson;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import hearth.pages.Chromium;
import hearth.pages.UnwatchedChromium;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A model's way from the network to the device and back: what keeping it adds to a bare download of the same file, how fast Hearth reads it
 * again, and whether the page stays responsive.
 */
final class Arrivals {
  private static final double MOST_MILLIS = 120_000;

  /** @param ms from asking for the file to its last byte */
  private record Fetched(String failure, long bytes, double ms) {}

  private final Pages pages;
  private final Figures figures;

  Arrivals(Pages pages, Figures figures) {
    this.pages = pages;
    this.figures = figures;
  }

  /** One run of each, in browsers of their own. */
  void measure(int threads) throws InterruptedException {
    figures.add(Measured.BARE_DOWNLOAD, inFreshBrowser(profile -> bareDownload(profile, ModelFile.BASE)));
    figures.add(Measured.PASSING_DOWNLOAD, inFreshBrowser(profile -> load(threads, Task.load().unkept(), profile).transferMs() / 1000));
    inFreshBrowser(profile -> {
      Report first = load(threads, Task.load(), profile);
      figures.add(Measured.KEPT_DOWNLOAD, first.transferMs() / 1000);
      figures.add(Measured.LONG_TASK, first.longTaskMs());
      figures.add(Measured.READ_BACK, ModelFile.BASE.bytes() / load(threads, Task.load(), profile).transferMs() / 1e6);
      return first;
    });
    figures.add(Measured.RAW_DATABASE, inFreshBrowser(profile -> RawDatabase.pace(pages, ModelFile.BASE, profile)));
  }

  /** Something that is measured with a profile that knows nothing yet. */
  private interface Visit<T> {
    T with(Path profile) throws InterruptedException;
  }

  private static <T> T inFreshBrowser(Visit<T> visit) throws InterruptedException {
    Path profile = UnwatchedChromium.freshProfile();
    try {
      return visit.with(profile);
    } finally {
      UnwatchedChromium.delete(profile);
    }
  }

  private Report load(int threads, Task task, Path profile) throws InterruptedException {
    return pages.engine(Measured.HEARTH, ModelFile.BASE, threads, task, profile);
  }

  private double bareDownload(Path profile, ModelFile model) throws InterruptedException {
    return pages.open("bare-download.html?file=" + pages.publish(model), profile, (json, browser) -> {
      System.err.println("bare download: " + json);
      Fetched fetched = new Gson().fromJson(json, Fetched.class);
      if (fetched.failure != null || fetched.bytes != model.bytes()) {
        throw new IllegalStateException("the bare download failed: " + json);
      }
      return fetched.ms / 1000;
    });
  }

  /** The longest task of the chat page's main thread, in milliseconds, while it downloads a model, shows how far it is, and begins to answer. */
  static double chatPage(String site, URI model) {
    try (Chromium chromium = new Chromium()) {
      Page page = chromium.open(site + "hearth.d.ts");
      page.addInitScript("globalThis.longTasks = []; new PerformanceObserver(list => longTasks.push(...list.getEntries()))"
          + ".observe({ type: 'longtask', buffered: true });");
      page.navigate(site + "?model=" + URLEncoder.encode(model.toString(), StandardCharsets.UTF_8));
      Locator message = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message"));
      message.fill("hello");
      double asked = ((Number) page.evaluate("performance.now()")).doubleValue();
      message.press("Enter");
      page.waitForFunction("() => [...document.querySelectorAll('[role=log] article')].at(-1)?.textContent.length > 40", null,
          new Page.WaitForFunctionOptions().setTimeout(MOST_MILLIS));
      System.err.println("chat page, asked at " + asked + ": " + page.evaluate("JSON.stringify(longTasks)"));
      return ((Number) page.evaluate("asked => Math.max(0, ...longTasks.filter(task => task.startTime >= asked).map(task => task.duration))", asked))
          .doubleValue();
    }
  }
}
