package hearth.pages;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** What a page's origin may store, as long as the page lives. */
final class Quota {
  private final Page page;
  private final CDPSession session;

  Quota(Page page) {
    this.page = page;
    session = page.context().newCDPSession(page);
  }

  /** Sets the quota so that {@code bytes} are left beside what is used now. */
  void leave(long bytes) {
    double used = ((Number) page.evaluate("async () => (await navigator.storage.estimate()).usage")).doubleValue();
    JsonObject override = new JsonObject();
    override.addProperty("origin", (String) page.evaluate("origin"));
    override.addProperty("quotaSize", used + bytes);
    session.send("Storage.overrideQuotaForOrigin", override);
  }
}
