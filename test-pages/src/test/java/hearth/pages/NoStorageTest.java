package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import hearth.serve.SiteServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsers that let a page store nothing, or nothing that stays: a model is used all the same, and the user is told. */
class NoStorageTest extends FaultTest {
  @Test
  void aUserWhoLetsNoSiteStoreAnything() {
    try (Chromium browser = Chromium.storingNothing()) {
      URI file = put("denied");
      assertUsedButNotKept(open(browser), file);
      browser.requireQuiet();
    }
  }

  /** A database that cannot be opened, in the ways that browsers have. */
  @ParameterizedTest
  @ValueSource(strings = {
    "throw new DOMException('The operation is insecure', 'SecurityError');",
    "const request = new EventTarget(); request.error = new DOMException('Internal error opening backing store', 'UnknownError');"
        + " setTimeout(() => { request.onerror?.({ target: request }); request.dispatchEvent(new Event('error')); }); return request;"})
  void aDatabaseThatDoesNotOpen(String opening) {
    String name = "unopened-" + opening.length();
    Path site = AlteredSite.with("IDBFactory.prototype.open = () => {" + opening + "};", name);
    server.mount("/" + name + "/", site, SiteServer.Headers.ISOLATED);
    assertUsedButNotKept(chromium.open(site() + name + "/hearth.d.ts"), put(name));
  }

  @Test
  void aPrivateWindowWithLittleRoom() {
    try (Chromium browser = Chromium.privateWindow()) {
      URI file = put("private");
      Page page = open(browser);
      new Quota(page).leave(MOST_LOST_BYTES);
      assertUsed(load(page, file, Map.of()));
      assertEquals("quota", load(page, file, Map.of("keep", true)).code());
      browser.requireQuiet();
    }
  }

  private void assertUsedButNotKept(Page page, URI file) {
    assertUsed(load(page, file, Map.of()));
    assertSent(file, 0);
    long sent = hub.bytesSent(file);
    assertEquals("storage", load(page, file, Map.of("keep", true)).code());
    assertEquals("offline", load(page, file, Map.of("offline", true)).code());
    assertTrue(hub.bytesSent(file) - sent <= MOST_LOST_BYTES, "a model that cannot be kept was fetched");
    assertEquals(List.of(), run(page, "return runtime.store.list();", null));
    assertEquals(0, run(page, "return (await runtime.store.usage()).usedBytes;", null));
    run(page, "await runtime.store.clear(); return runtime.store.persist();", null);
  }

  private void assertUsed(End end) {
    assertLoaded(end);
    assertTrue(end.notices().toString().contains("not kept"), "the user is not told: " + end.notices());
  }
}
