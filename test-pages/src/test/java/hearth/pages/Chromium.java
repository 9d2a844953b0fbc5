package hearth.pages;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchPersistentContextOptions;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A real Chromium with a profile of its own that knows nothing yet. Collects what its pages complain of. */
public final class Chromium implements AutoCloseable {
  /** Quiet about the network, which the machine may not have, and without a sandbox, which root cannot have. */
  static final List<String> FLAGS = List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync");

  private final Playwright playwright;
  private final Path profile;
  private final BrowserContext context;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** Starts a browser that lets pages have service workers. */
  public Chromium() {
    this(ServiceWorkerPolicy.ALLOW);
  }

  /** @param serviceWorkers whether pages may have one: the chat page's makes its origin isolated from the second visit on */
  Chromium(ServiceWorkerPolicy serviceWorkers) {
    this(serviceWorkers, FLAGS, "{}");
  }

  private Chromium(ServiceWorkerPolicy serviceWorkers, List<String> flags, String preferences) {
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      profile = Files.createTempDirectory("hearth-chromium");
      Files.writeString(Files.createDirectories(profile.resolve("Default")).resolve("Preferences"), preferences);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    context = playwright.chromium().launchPersistentContext(profile, new LaunchPersistentContextOptions()
        .setExecutablePath(executable()).setHeadless(true).setArgs(flags).setViewportSize(1280, 800)
        .setServiceWorkers(serviceWorkers));
    context.onConsoleMessage(this::listen);
    context.onWebError(error -> complaints.add("error on the page: " + error.error()));
  }

  /** A browser whose user lets no site store anything: what Chromium calls to block all cookies. */
  static Chromium storingNothing() {
    return new Chromium(ServiceWorkerPolicy.ALLOW, FLAGS, "{\"profile\":{\"default_content_setting_values\":{\"cookies\":2}}}");
  }

  /** A private window: what it stores lies in memory and goes with it. */
  static Chromium privateWindow() {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add("--incognito");
    return new Chromium(ServiceWorkerPolicy.ALLOW, flags, "{}");
  }

  /** A browser that tells pages how much they may store, as others do; Chromium tells all of them the same. */
  static Chromium tellingItsQuota() {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add("--disable-features=StaticStorageQuota,IncognitoStaticStorageQuota");
    return new Chromium(ServiceWorkerPolicy.ALLOW, flags, "{}");
  }

  /** Debian's Chromium, or the one that the variable CHROMIUM names. */
  public static Path executable() {
    String named = System.getenv("CHROMIUM");
    for (String candidate : named != null ? new String[] {named} : new String[] {"/usr/bin/chromium", "/usr/bin/chromium-browser"}) {
      if (Files.isExecutable(Path.of(candidate))) {
        return Path.of(candidate);
      }
    }
    throw new AssertionError("No Chromium: install Debian's package chromium, or set CHROMIUM to its path");
  }

  private void listen(ConsoleMessage message) {
    boolean networkFailed = message.text().startsWith("Failed to load resource");
    if (message.type().equals("error") && !networkFailed || message.text().contains("Content Security Policy")) {
      complaints.add(message.text());
    }
  }

  Renderers renderers() {
    return new Renderers(profile);
  }

  BrowserContext context() {
    return context;
  }

  /** A new page at this address. */
  public Page open(String address) {
    Page page = context.newPage();
    page.navigate(address);
    return page;
  }

  /** Fails where a page threw, logged an error or broke its Content-Security-Policy. Failed requests do not count. */
  void requireQuiet() {
    if (!complaints.isEmpty()) {
      throw new AssertionError(String.join("\n", complaints));
    }
  }

  @Override
  public void close() {
    context.close();
    playwright.close();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException leftBehind) {
      // The system's own cleaning of temporary files gets it.
    }
  }
}
