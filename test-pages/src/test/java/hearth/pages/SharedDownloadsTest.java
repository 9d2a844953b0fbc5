package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two tabs that want the same model: one fetches it, the other follows. */
class SharedDownloadsTest extends FaultTest {
  /** Waits until the page was told of so many bytes, before all of them were there. */
  private static void awaitProgress(Page page, long bytes) {
    page.waitForFunction("bytes => globalThis.steps?.some(step => step.loadedBytes >= bytes)", (double) bytes, new Page.WaitForFunctionOptions().setTimeout(MOST_MILLIS));
  }

  @Test
  void aModelIsFetchedOnceForAllTabs() {
    URI file = put("shared");
    hub.pace(file, PACE);
    try (Page first = open(); Page second = open()) {
      begin(first, file, Map.of());
      awaitSent(first, file, size / 10);
      begin(second, file, Map.of());
      awaitProgress(second, size / 4);
      assertTrue(hub.bytesSent(file) < size, "the second tab was told of nothing before the first had everything");
      assertLoaded(end(first));
      assertLoaded(end(second));
    }
    assertSent(file, 0);
    assertStays(file);
  }

  @Test
  void aTabGoesOnWhereAnotherWasClosed() {
    URI file = put("taken-over");
    hub.pace(file, PACE);
    try (Page second = open()) {
      try (Page first = open()) {
        begin(first, file, Map.of());
        awaitSent(first, file, size / 10);
        begin(second, file, Map.of());
        awaitSent(first, file, size / 2);
      }
      assertLoaded(end(second));
    }
    assertSent(file, 1);
    assertStays(file);
  }

  @Test
  void aTabThatIsStoppedLeavesTheOthers() {
    URI file = put("stopped");
    hub.pace(file, PACE);
    try (Page first = open(); Page second = open()) {
      begin(first, file, Map.of());
      awaitSent(first, file, size / 10);
      run(second, """
          globalThis.stop = new AbortController();
          globalThis.refused = (await Hearth.create()).load(argument, { signal: stop.signal }).catch(error => error.code);
          """, file.toString());
      awaitSent(first, file, size / 4);
      assertEquals("aborted", second.evaluate("() => { stop.abort(); return refused; }"));
      assertLoaded(end(first));
    }
    assertSent(file, 0);
    assertStays(file);
  }
}
