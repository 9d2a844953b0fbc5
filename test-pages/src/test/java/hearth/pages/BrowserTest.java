package hearth.pages;

import com.microsoft.playwright.Page;
import hearth.hub.LocalHub;
import hearth.serve.SiteServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The built site on a server, a hub beside it, and one Chromium for the tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {
  SiteServer server;
  LocalHub hub;
  Chromium chromium;

  @BeforeAll
  void start() throws IOException {
    server = new SiteServer(Checkout.site(), SiteServer.Headers.ISOLATED, 0);
    hub = new LocalHub();
    chromium = new Chromium();
  }

  @AfterEach
  void requireQuiet() {
    chromium.requireQuiet();
  }

  @AfterAll
  void stop() {
    chromium.close();
    hub.close();
    server.close();
  }

  String site() {
    return server.address().toString();
  }

  /**
   * Runs {@code async body} in the page, with {@code Hearth} imported and {@code argument} at hand. What it returns comes
   * back as maps, lists, strings and numbers.
   */
  static Object run(Page page, String body, Object argument) {
    return page.evaluate("async argument => { const { Hearth, HearthError } = await import(new URL('./hearth.js', document.baseURI).href);\n"
        + body + "\n}", argument);
  }
}
