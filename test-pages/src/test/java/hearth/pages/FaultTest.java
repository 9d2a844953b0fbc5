package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import hearth.serve.SiteServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Loads of a model of 30 MB while something goes wrong: how they end, what is kept, and what they cost by the hub's own count. However it goes
 * wrong, what is marked complete is right, and no byte is sent twice beyond {@link #MOST_LOST_BYTES} each time.
 */
abstract class FaultTest extends BrowserTest {
  static final long MOST_LOST_BYTES = 4 << 20;
  /** Bytes a second of a connection: a load takes a second or two, in which something can happen. */
  static final long PACE = 12_000_000;
  static final int MOST_MILLIS = 60_000;
  private static final String LOAD = """
      globalThis.runtime ??= await Hearth.create();
      globalThis.steps = [];
      const { reference, options } = argument;
      try {
        const model = await runtime.load(reference, { ...options, onProgress: step => steps.push(step) });
        const row = Array.from(await model.logits([1, 2, 3]));
        const notices = model.info.notices ?? [];
        await model.unload();
        return { code: 'loaded', message: '', row, notices };
      } catch (error) {
        return { code: error.code ?? String(error), message: error.message, row: [], notices: [] };
      }
      """;

  final Path model = Checkout.model("tiny-v2k", "f16", "--set", "layers=16");
  final long size = size(model);
  private List<?> expected;
  /** The site's folder below the server's root. */
  private String folder = "";

  /**
   * How a load ended.
   *
   * @param code 'loaded' or the error's
   * @param row logits after a few tokens; empty after an error
   */
  record End(String code, String message, List<?> row, List<?> notices) {}

  /** Serves the model under a name that was not used before. */
  URI put(String name) {
    return hub.put("org/faults", name + ".gguf", model);
  }

  /** The right logits. */
  List<?> expected() {
    if (expected == null) {
      End end = visit(put("good"), Map.of("keep", false));
      assertEquals("loaded", end.code, end.message);
      expected = end.row;
    }
    return expected;
  }

  /** From now on the site finds a browser that gives it a database only, no files of its own. */
  void withoutFiles() {
    folder = "without-files/";
    server.mount("/" + folder, AlteredSite.with("delete FileSystemFileHandle.prototype.createSyncAccessHandle;", "without-files"),
        SiteServer.Headers.ISOLATED);
  }

  /** A page of the site that runs no code of its own. */
  Page open() {
    return open(chromium);
  }

  /** The same in another browser. */
  Page open(Chromium browser) {
    return browser.open(site() + folder + "hearth.d.ts");
  }

  /** Loads in a page of its own. */
  End visit(Object reference, Map<String, ?> options) {
    try (Page page = open()) {
      begin(page, reference, options);
      return end(page);
    }
  }

  End visit(URI file) {
    return visit(file, Map.of());
  }

  static End load(Page page, Object reference, Map<String, ?> options) {
    Map<?, ?> end = (Map<?, ?>) run(page, LOAD, argument(reference, options));
    return new End((String) end.get("code"), (String) end.get("message"), (List<?>) end.get("row"), (List<?>) end.get("notices"));
  }

  /** Starts a load; {@link #end} waits for it. */
  static void begin(Page page, Object reference, Map<String, ?> options) {
    run(page, "globalThis.ending = (async () => {" + LOAD + "})(); globalThis.ended = false; ending.then(() => { ended = true; });",
        argument(reference, options));
  }

  static End end(Page page) {
    try {
    page.waitForFunction("() => ended", null, new Page.WaitForFunctionOptions().setTimeout(MOST_MILLIS));
    } catch (RuntimeException e) { System.out.println("DEBUG " + page.evaluate("() => JSON.stringify(steps.slice(-3))") + page.evaluate("async () => JSON.stringify(await navigator.locks.query())")); throw e; }
    Map<?, ?> end = (Map<?, ?>) page.evaluate("() => ending");
    return new End((String) end.get("code"), (String) end.get("message"), (List<?>) end.get("row"), (List<?>) end.get("notices"));
  }

  private static Map<String, Object> argument(Object reference, Map<String, ?> options) {
    Map<String, Object> argument = new HashMap<>();
    argument.put("reference", reference instanceof URI address ? address.toString() : reference);
    argument.put("options", options);
    return argument;
  }

  /** Waits until the hub has sent so much of a file. */
  void awaitSent(Page page, URI file, long bytes) {
    page.waitForCondition(() -> hub.bytesSent(file) >= bytes, new Page.WaitForConditionOptions().setTimeout(MOST_MILLIS));
  }

  /** The store's entry for a file; null where there is none. */
  Map<?, ?> stored(URI file) {
    try (Page page = open()) {
      return stored(page, file);
    }
  }

  static Map<?, ?> stored(Page page, URI file) {
    return (Map<?, ?>) run(page, "globalThis.runtime ??= await Hearth.create();"
        + " return (await runtime.store.list()).find(entry => entry.url === argument) ?? null;", file.toString());
  }

  /** Fails unless the load brought the right model. */
  void assertLoaded(End end) {
    assertEquals("loaded", end.code, end.message);
    assertEquals(expected(), end.row);
  }

  /** Fails where the hub sent more of a file than it has, and what {@code incidents} may cost. */
  void assertSent(URI file, int incidents) {
    long sent = hub.bytesSent(file);
    assertTrue(sent <= size + incidents * MOST_LOST_BYTES,
        "the hub sent " + sent + " bytes of " + size + ": " + (sent - size) / (double) (1 << 20) + " MiB twice after " + incidents + " incidents");
  }

  /** Fails unless all of a file is on the device and the next visit needs no byte of it. */
  void assertStays(URI file) {
    try (Page page = open()) {
      Map<?, ?> entry = stored(page, file);
      assertTrue(entry != null && Boolean.TRUE.equals(entry.get("complete")), "not complete: " + entry);
      assertEquals(size, ((Number) entry.get("storedBytes")).longValue());
      long sent = hub.bytesSent(file);
      assertLoaded(load(page, file, Map.of("offline", true)));
      assertEquals(sent, hub.bytesSent(file));
    }
  }

  /** Fails where a file is marked complete. */
  void assertNotComplete(URI file) {
    Map<?, ?> entry = stored(file);
    assertTrue(entry == null || Boolean.FALSE.equals(entry.get("complete")), "complete: " + entry);
  }

  /** Another course of things with every run; what it was is printed, so that it can be repeated. */
  static Random random(String what) {
    long seed = Long.getLong("hearth.seed", System.nanoTime() & 0xFFFFFF);
    System.out.println(what + ": -Dhearth.seed=" + seed);
    return new Random(seed);
  }

  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
