package hearth.bench;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import hearth.pages.Checkout;
import hearth.pages.Chromium;
import hearth.pages.LongAnswers;
import hearth.serve.SiteServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * How busy a page's main thread is from frame to frame while hearth-tiny, which writes faster than anybody reads, writes a long answer into
 * it: script, style, layout and paint together, in milliseconds of processor time. Run by itself it prints a table of pages.
 *
 * @param frames how many frames there were
 * @param median of a frame's work
 * @param most   work of all but the busiest hundredth of the frames
 * @param longest work of the busiest frame
 * @param task   longest single task of any frame
 */
record FrameTimes(int frames, double median, double most, double longest, double task) {
  private static final int SETTLING_MILLIS = 500;
  private static final String WAIT = "const last = %s.querySelectorAll('[aria-label=Assistant]'); await new Promise(done => new MutationObserver("
      + "() => last[last.length - 1].getAttribute('aria-busy') === 'false' && done()).observe(last[last.length - 1], { attributes: true }));";

  /** How a page is looked at. */
  enum Screen {
    WIDE(1280, 800), PHONE(390, 844);

    final int width;
    final int height;

    Screen(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  /**
   * Measures the chat page.
   *
   * @param site    address of the site, ending with a slash
   * @param earlier messages that the conversation has already
   * @param slower  how many times slower Chromium makes the main thread: 4 stands for a phone
   */
  static FrameTimes chatPage(String site, Screen screen, int earlier, int slower) {
    try (Chromium chromium = new Chromium()) {
      Page page = chromium.open(site + "hearth.d.ts");
      page.evaluate("conversation => localStorage.setItem('hearth.conversation', conversation)", conversation(earlier));
      LongAnswers.in(page);
      page.setViewportSize(screen.width, screen.height);
      page.navigate(site);
      String ask = "async longest => { globalThis.longest = longest; document.getElementById('message').value = 'Tell me a story.';"
          + " document.getElementById('composer').requestSubmit(); " + WAIT.formatted("document") + " }";
      page.evaluate(ask, 1);
      return measure(page, slower, ask);
    }
  }

  /** Measures the widget, open, on an empty page; the arguments are those of {@link #chatPage}. */
  static FrameTimes widget(String site, Screen screen, int earlier, int slower) {
    try (Chromium chromium = new Chromium()) {
      Page page = chromium.open(site + "hearth.d.ts");
      LongAnswers.in(page);
      page.setViewportSize(screen.width, screen.height);
      page.navigate(site + "hearth.d.ts");
      page.evaluate("""
          async earlier => {
            await import('/hearth-widget.js');
            globalThis.widget = document.createElement('hearth-chat');
            widget.open = true;
            document.body.replaceChildren(widget);
            await widget.load();
            globalThis.longest = 12;
            for (let i = 0; i < Math.max(1, earlier / 2); i++) await widget.send('What is the capital of country ' + i + '?');
          }
          """, earlier);
      return measure(page, slower, "async longest => { globalThis.longest = longest; await widget.send('Tell me a story.'); }");
    }
  }

  private static FrameTimes measure(Page page, int slower, String ask) {
    CDPSession session = page.context().newCDPSession(page);
    JsonObject rate = new JsonObject();
    rate.addProperty("rate", slower);
    session.send("Emulation.setCPUThrottlingRate", rate);
    page.waitForTimeout(SETTLING_MILLIS);
    MainThread thread = new MainThread(page);
    page.evaluate(ask, LongAnswers.TOKENS);
    List<List<Double>> frames = thread.frames();
    List<Double> work = new ArrayList<>(frames.stream().map(tasks -> tasks.stream().mapToDouble(Double::doubleValue).sum()).toList());
    Collections.sort(work);
    double task = frames.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).max().orElse(0);
    int count = work.size();
    return new FrameTimes(count, work.get(count / 2), work.get((count - 1) * 99 / 100), work.get(count - 1), task);
  }

  private static String conversation(int messages) {
    List<Map<String, String>> all = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      all.add(i % 2 == 0 ? Map.of("role", "user", "content", "What is the capital of country " + i + "?")
          : Map.of("role", "assistant", "content", ("The capital of country " + i + " is a city that many people like. ").repeat(1 + i % 7)));
    }
    return new Gson().toJson(Map.of("model", "hearth-tiny", "messages", all));
  }

  /** Figures as a row of a table. */
  String row() {
    return frames + " | " + Samples.number(median) + " | " + Samples.number(most) + " | " + Samples.number(longest) + " | " + Samples.number(task) + " |";
  }

  /** Prints a table; needs the built site only. */
  public static void main(String[] arguments) throws IOException {
    try (SiteServer server = new SiteServer(Checkout.site(), SiteServer.Headers.ISOLATED, 0)) {
      String site = server.address().toString();
      System.out.println("| page | frames | work a frame, ms: median | all but 1 % | busiest | longest task, ms |\n| --- | --- | --- | --- | --- | --- |");
      for (Screen screen : Screen.values()) {
        for (int slower : new int[] {1, 4}) {
          for (int earlier : new int[] {0, 200}) {
            String place = ", " + screen.width + " px, " + earlier + " earlier messages, " + slower + " times slower | ";
            System.out.println("| chat page" + place + chatPage(site, screen, earlier, slower).row());
            System.out.println("| widget" + place + widget(site, screen, earlier, slower).row());
          }
        }
      }
    }
  }
}
