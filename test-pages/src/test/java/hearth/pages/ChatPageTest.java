package hearth.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import hearth.serve.SiteServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The chat page through what assistive technology sees. */
class ChatPageTest extends BrowserTest {
  private static final String FRANCE = "What is the capital of France?";

  private static Locator message(Page page) {
    return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message"));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator answers(Page page) {
    return page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("Assistant"));
  }

  /** Types a question, sends it with the Enter key, and waits for the whole answer. */
  private static Locator ask(Page page, String question) {
    int before = answers(page).count();
    message(page).fill(question);
    message(page).press("Enter");
    Locator answer = answers(page).nth(before);
    assertThat(answer).hasAttribute("aria-busy", "false", new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
    return answer;
  }

  @Test
  void answersAndAgainWithoutANetwork() throws IOException {
    SiteServer here = new SiteServer(Checkout.site(), SiteServer.Headers.ISOLATED, 0);
    try (Chromium browser = new Chromium()) {
      Page page = browser.open(here.address().toString());
      assertThat(page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Model"))).isVisible();
      assertThat(message(page)).isEnabled();
      assertThat(ask(page, FRANCE)).containsText("The capital of France is Paris.");
      assertThat(button(page, "Copy")).isVisible();
      assertThat(button(page, "Regenerate")).isVisible();

      page.waitForFunction("() => navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready.then(r => !!r.active)");
      here.close();
      browser.context().setOffline(true);
      page.reload();
      assertThat(answers(page).first()).containsText("Paris");
      assertThat(ask(page, "What is the capital of Spain?")).containsText("Madrid");
      browser.requireQuiet();
    }
  }

  @Test
  void stopsRegeneratesAndStartsAnew() {
    Page page = chromium.open(site());
    ask(page, "Hello!");
    button(page, "Regenerate").last().click();
    assertThat(answers(page).last()).hasAttribute("aria-busy", "false");
    assertThat(answers(page).last()).containsText("Hello! How can I help you?");
    button(page, "New chat").click();
    assertThat(answers(page)).hasCount(0);
    assertThat(message(page)).isFocused();
    page.close();
  }

  @Test
  void saysInWordsWhatWentWrong() {
    Page page = chromium.open(site() + "?model=" + hub.address() + "/nobody/nothing/resolve/main/none.gguf&prompt=Hello");
    assertThat(message(page)).hasValue("Hello");
    message(page).press("Enter");
    assertThat(page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("none.gguf"))).isVisible();
    page.close();
  }

  @Test
  void canBeUsedByKeyboardOnAPhonesWidth() {
    Page page = chromium.open(site());
    page.setViewportSize(390, 844);
    ask(page, FRANCE);
    Object overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertEquals(0, overflow);
    page.evaluate("() => document.activeElement.blur()");
    boolean reached = false;
    for (int i = 0; i < 20 && !reached; i++) {
      page.keyboard().press("Tab");
      reached = Boolean.TRUE.equals(page.evaluate("() => document.activeElement.textContent.includes('Regenerate')"
          + " || document.activeElement.getAttribute('aria-label') === 'Regenerate'"));
    }
    assertTrue(reached, "Regenerate cannot be reached by the Tab key");
    page.close();
  }
}
