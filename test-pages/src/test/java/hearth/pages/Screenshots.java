package hearth.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import hearth.serve.SiteServer;
import java.io.IOException;
import java.nio.file.Path;

/** Pictures of the chat page's states, wide and narrow, light and dark: {@code Screenshots FOLDER}. */
public final class Screenshots {
  private final Path folder;
  private final String site;
  private Page page;
  private String suffix;

  private Screenshots(Path folder, String site) {
    this.folder = folder;
    this.site = site;
  }

  public static void main(String[] arguments) throws IOException {
    try (SiteServer server = new SiteServer(Checkout.site(), SiteServer.Headers.ISOLATED, 0)) {
      Screenshots screenshots = new Screenshots(Path.of(arguments[0]), server.address().toString());
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
        screenshots.take(scheme, "wide", 1280, 800);
        screenshots.take(scheme, "phone", 390, 844);
      }
    }
  }

  private void take(ColorScheme scheme, String name, int width, int height) {
    try (Chromium chromium = new Chromium()) {
      suffix = "-" + name + "-" + scheme.name().toLowerCase() + ".png";
      page = chromium.open(site);
      page.setViewportSize(width, height);
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      shot("first-visit");
      ask("What is the capital of France?");
      ask("and its currency?");
      ask("What is a volcano?");
      shot("chat");
      page.navigate(site + "?profile");
      ask("What is the capital of Spain?");
      page.getByText("Profile").last().click();
      shot("profile");
      page.navigate(site + "?model=https://127.0.0.1:1/none.gguf&prompt=Hello");
      page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message")).press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("none.gguf"))).isVisible(
          new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
      shot("error");
    }
  }

  private void ask(String question) {
    Locator message = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message"));
    Locator answers = page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("Assistant"));
    int before = answers.count();
    message.fill(question);
    message.press("Enter");
    assertThat(answers.nth(before)).hasAttribute("aria-busy", "false");
  }

  private void shot(String state) {
    page.waitForTimeout(300);
    page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(state + suffix)));
  }
}
