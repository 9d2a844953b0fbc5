package hearth.bench;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import hearth.pages.Chromium;
import java.util.List;

/** What a visitor of the chat page waits for, with the bundled model. */
final class TinyTimes {
  private static final String QUESTION = "What is the capital of France?";
  private static final double MOST_MILLIS = 30_000;

  private TinyTimes() {}

  /** From opening the chat page on a later visit until the answer to a question typed at once is whole, in milliseconds. */
  static void pageToAnswer(String site, int repetitions, Figures figures) {
    try (Chromium chromium = new Chromium()) {
      Page first = chromium.open(site);
      ask(first);
      // The service worker takes what it keeps from now on; the second page is what a later visit is.
      first.waitForTimeout(2000);
      first.close();
      for (int i = 0; i < repetitions; i++) {
        long opened = System.nanoTime();
        Page page = chromium.open(site);
        Locator newChat = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("New chat"));
        if (newChat.isVisible()) {
          newChat.click();
        }
        ask(page);
        figures.add(Measured.TINY_ANSWER, (System.nanoTime() - opened) / 1e6);
        page.close();
      }
    }
  }

  private static void ask(Page page) {
    Locator answers = page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("Assistant"));
    int before = answers.count();
    Locator message = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message"));
    message.fill(QUESTION);
    message.press("Enter");
    PlaywrightAssertions.assertThat(answers.nth(before)).hasAttribute("aria-busy", "false",
        new LocatorAssertions.HasAttributeOptions().setTimeout(MOST_MILLIS));
    PlaywrightAssertions.assertThat(answers.nth(before)).containsText("Paris");
  }

  /**
   * From asking a short question to the first piece of its answer, in milliseconds, and the pace after it. The model has just been loaded each
   * time and was never asked before; threads as many as Hearth chooses.
   */
  static void firstToken(String site, int repetitions, Figures figures) {
    try (Chromium chromium = new Chromium()) {
      for (int i = 0; i < repetitions; i++) {
        Page page = chromium.open(site + "bench/empty.html");
        List<?> times = (List<?>) page.evaluate("async question => { const { Hearth } = await import('/hearth.js');"
            + " const model = await (await Hearth.create()).load('hearth-tiny'); const asked = performance.now(); let first = 0, speed = 0;"
            + " for await (const chunk of await model.chat.completions.create({ messages: [{ role: 'user', content: question }], stream: true })) {"
            + "   if (!first && chunk.choices[0]?.delta.content) first = performance.now() - asked;"
            + "   speed = chunk.timings?.decode_per_second ?? speed; }"
            + " return [first, speed]; }", QUESTION);
        figures.add(Measured.TINY_FIRST_TOKEN, ((Number) times.get(0)).doubleValue());
        figures.add(Measured.TINY_DECODE, ((Number) times.get(1)).doubleValue());
        page.close();
      }
    }
  }
}
