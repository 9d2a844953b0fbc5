package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import hearth.serve.SiteServer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Browsers that have no room for a model, or no more of it. */
class FullDiskTest extends FaultTest {
  /** A browser reckons for some time with what was left of an origin's quota: each test has an origin of its own. */
  @BeforeEach
  void moveTheSite() throws IOException {
    server.close();
    server = new SiteServer(Checkout.site(), SiteServer.Headers.ISOLATED, 0);
  }

  @Test
  void aModelThatDoesNotFitIsRefusedBeforeItIsFetched() {
    URI file = put("refused");
    try (Chromium browser = Chromium.tellingItsQuota()) {
      Page page = open(browser);
      new Quota(page).leave(size / 2);
      End end = load(page, file, Map.of("keep", true));
      assertEquals("quota", end.code(), end.message());
      assertTrue(end.message().contains("MB"), "no sizes in words: " + end.message());
      assertTrue(hub.bytesSent(file) <= MOST_LOST_BYTES, "it was fetched: " + hub.bytesSent(file));
      assertNull(stored(page, file));
      browser.requireQuiet();
    }
  }

  @Test
  void aModelThatDoesNotFitIsUsedAllTheSame() {
    URI file = put("used");
    try (Chromium browser = Chromium.tellingItsQuota()) {
      Page page = open(browser);
      new Quota(page).leave(size / 2);
      End end = load(page, file, Map.of());
      assertLoaded(end);
      assertTrue(end.notices().toString().contains("not kept"), "the user is not told: " + end.notices());
      assertSent(file, 0);
      assertNull(stored(page, file));
      browser.requireQuiet();
    }
  }

  /** A browser that says it has more room than it has, as Chromium does so that sites cannot tell a private window. */
  @Test
  void roomThatEndsWhileAModelComesThatMustBeKept() {
    URI file = put("ends");
    try (Page page = open()) {
      new Quota(page).leave(size / 2);
      End end = load(page, file, Map.of("keep", true));
      assertEquals("quota", end.code(), end.message());
    }
    assertNotComplete(file);
    Map<?, ?> entry = stored(file);
    long kept = entry == null ? 0 : ((Number) entry.get("storedBytes")).longValue();
    // Chromium doubles what it sets aside for a file each time, so that more than half of the room can be used for certain.
    assertTrue(kept >= size / 4 - MOST_LOST_BYTES && kept > 0, "what was stored is lost: only " + kept + " bytes are there");
    long sent = hub.bytesSent(file);
    assertTrue(sent <= size, "the hub sent " + sent);
    assertLoaded(visit(file));
    assertTrue(hub.bytesSent(file) - sent <= size - kept, hub.bytesSent(file) - sent + " bytes were fetched with " + kept + " of " + size + " stored");
    assertStays(file);
  }

  @Test
  void roomThatEndsWhileAModelComes() {
    URI file = put("passes");
    try (Page page = open()) {
      new Quota(page).leave(size / 2);
      End end = load(page, file, Map.of());
      assertLoaded(end);
      assertTrue(end.notices().toString().contains("not kept"), "the user is not told: " + end.notices());
    }
    assertSent(file, 0);
    assertNotComplete(file);
    assertLoaded(visit(file));
    assertStays(file);
  }
}
