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
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A file of the size of the real 0.8B model, 500 MB, with random weights. */
class RealSizeTest extends BrowserTest {
  private static final double MOST_MEMORY_PER_BYTE = 1.5;

  @Test
  void streamsIntoThePageAndStays() {
    URI file = hub.put("real/size", "0.8b-q4_0.gguf", Checkout.model("0.8b", "q4_0"));
    Page page = chromium.open(site() + "?model=" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8) + "&prompt=hello");
    writeSome(page);
    long sent = hub.bytesSent(file);
    assertTrue(sent >= 500_000_000 && sent < 505_000_000, "the hub sent " + sent + " bytes");
    page.reload();
    writeSome(page);
    assertEquals(sent, hub.bytesSent(file), "the second visit fetched again");
    page.close();
  }

  /** Sends what is in the box, waits for a few words of the answer, and stops it. */
  private static void writeSome(Page page) {
    Locator message = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message"));
    message.fill("hello");
    message.press("Enter");
    Locator answer = page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("Assistant")).last();
    page.waitForFunction("() => { const all = document.querySelectorAll('[role=log] article');"
        + " return all.length > 0 && all[all.length - 1].textContent.length > 40; }", null, new Page.WaitForFunctionOptions().setTimeout(120_000));
    Locator stop = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop").setExact(true));
    if (stop.isVisible()) {
      stop.click();
    }
    assertThat(answer).hasAttribute("aria-busy", "false", new LocatorAssertions.HasAttributeOptions().setTimeout(10_000));
  }

  /**
   * The renderer's resident memory while the file streams in and the model runs.
   */
  @Test
  void takesLittleMoreMemoryThanTheFile() throws IOException, InterruptedException {
    Path model = Checkout.model("0.8b", "q4_0");
    URI file = hub.put("real/size", "memory.gguf", model);
    Path pages = Files.createDirectories(Checkout.file("test-pages/target/memory-page"));
    Files.writeString(pages.resolve("index.html"), "<!doctype html><title>loading</title><script type=module src=run.js></script>");
    Files.writeString(pages.resolve("run.js"), "const { Hearth } = await import('/hearth.js');\n"
        + "const model = await (await Hearth.create()).load('" + file + "');\n"
        + "const answer = await model.completions.create({ prompt: 'hello '.repeat(60), max_tokens: 20, temperature: 0 });\n"
        + "await fetch('/done?' + answer.usage.completion_tokens);\n");
    server.mount("/memory/", pages, SiteServer.Headers.ISOLATED);
    CountDownLatch done = new CountDownLatch(1);
    server.listen("/done", body -> done.countDown());
    long most;
    try (UnwatchedChromium browser = new UnwatchedChromium(site() + "memory/")) {
      done.await(60, TimeUnit.SECONDS);
      most = browser.peak().resident();
    }
    assertEquals(0, done.getCount(), "the page did not finish");
    double share = (double) most / Files.size(model);
    System.out.println("renderer with a file of " + Files.size(model) / 1_000_000 + " MB: peak " + most / 1_000_000 + " MB, " + (float) share + " x the file");
    assertTrue(share <= MOST_MEMORY_PER_BYTE, "the renderer took " + share + " times the file's size");
  }
}
