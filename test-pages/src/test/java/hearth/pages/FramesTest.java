package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages do work by the frame, not by the token. No engine writes here but a script that plays one, in bursts of many pieces: however
 * fast a machine is, there are far more pieces than frames.
 */
class FramesTest extends BrowserTest {
  private static final int BURSTS = 40;
  private static final int PIECES = 50;
  /** Beginning and end of an answer change more than its text: buttons, the input, the line at the bottom. */
  private static final int AROUND = 20;

  private static final String ENGINE = """
      export class HearthError extends Error {}
      async function* chunks() {
        for (let burst = 0; burst < %1$d; burst++) {
          for (let i = 0; i < %2$d; i++) yield { choices: [{ delta: { content: `word${burst * %2$d + i} ` } }] };
          if (globalThis.pause) await globalThis.pause;
          await new Promise(done => setTimeout(done, 20));
        }
        yield { choices: [{ delta: {}, finish_reason: 'stop' }] };
      }
      const model = { info: { name: 'played' }, chat: { completions: { create: async () => chunks() } }, unload: async () => {} };
      export const Hearth = {
        models: [{ id: 'hearth-tiny', name: 'hearth-tiny', bytes: 1, files: [{ url: 'models/tiny', bytes: 1 }] }],
        support: async () => ({ supported: true, message: '' }),
        create: async () => ({ load: async () => model, close: async () => {} }),
      };
      """.formatted(BURSTS, PIECES);

  /** Counts frames, and in which of them the text of the last answer changed. */
  private static final String WATCH = """
      globalThis.frame = 0;
      globalThis.changes = [];
      const next = () => { globalThis.frame++; requestAnimationFrame(next); };
      requestAnimationFrame(next);
      globalThis.root = () => document.querySelector('hearth-chat')?.shadowRoot ?? document;
      globalThis.texts = () => [...root().querySelectorAll('.assistant .text')];
      new MutationObserver(records => {
        for (const { target } of records) if ((target.closest ? target : target.parentElement)?.matches('.text')) changes.push(frame);
      }).observe(root() === document ? document.getElementById('log') : root(), { subtree: true, childList: true, characterData: true });
      """;

  private static final String ASK = "async () => { const at = texts().length;"
      + " const box = root().querySelector('textarea'); box.value = 'Tell me a story.'; box.form.requestSubmit();"
      + " await new Promise(done => { const look = () => texts()[at]?.closest('article').getAttribute('aria-busy') === 'false' ? done()"
      + " : setTimeout(look, 50); look(); }); return texts()[at].textContent; }";

  private static String whole() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < BURSTS * PIECES; i++) {
      text.append("word").append(i).append(' ');
    }
    return text.toString();
  }

  /** A page whose {@code hearth.js} is the played engine. */
  private Page open(Chromium browser, String place) {
    Page page = browser.open(site() + "hearth.d.ts");
    page.route("**/hearth.js", route -> route.fulfill(new Route.FulfillOptions().setContentType("text/javascript").setBody(ENGINE)));
    if (place.equals("chat page")) {
      page.navigate(site());
      page.waitForCondition(() -> page.locator(".suggestion").count() > 0);
    } else {
      page.evaluate("async () => { await import('/hearth-widget.js'); const widget = document.createElement('hearth-chat'); widget.open = true;"
          + " document.body.replaceChildren(widget); await widget.load(); }");
    }
    page.evaluate("() => {" + WATCH + "}");
    return page;
  }

  private static double metric(CDPSession session, String name) {
    for (JsonElement metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      JsonObject entry = metric.getAsJsonObject();
      if (entry.get("name").getAsString().equals(name)) {
        return entry.get("value").getAsDouble();
      }
    }
    throw new AssertionError("no metric " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat page", "widget"})
  void changeTheTextOnceAFrame(String place) {
    try (Chromium browser = new Chromium()) {
      Page page = open(browser, place);
      CDPSession session = page.context().newCDPSession(page);
      session.send("Performance.enable");
      double layouts = metric(session, "LayoutCount");
      double styles = metric(session, "RecalcStyleCount");
      int before = (int) page.evaluate("frame");
      assertEquals(whole(), page.evaluate(ASK));
      int frames = (int) page.evaluate("frame") - before;
      layouts = metric(session, "LayoutCount") - layouts;
      styles = metric(session, "RecalcStyleCount") - styles;
      List<?> changes = (List<?>) page.evaluate("changes");
      System.out.println(place + ": " + BURSTS * PIECES + " pieces, " + frames + " frames, " + changes.size() + " changes of the text, " + layouts
          + " layouts, " + styles + " recalculations of styles");
      assertTrue(changes.size() >= 3, "the text came at once: " + changes);
      // The end of an answer shows what is left, in whichever frame it comes.
      List<?> streamed = changes.subList(0, changes.size() - 1);
      assertEquals(streamed.stream().distinct().count(), streamed.size(), "the text changed several times in a frame");
      assertTrue(layouts <= frames + AROUND, layouts + " layouts in " + frames + " frames");
      assertTrue(styles <= 2 * frames + AROUND, styles + " recalculations of styles in " + frames + " frames");
      browser.requireQuiet();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat page", "widget"})
  void ofAPageThatNobodySeesHoldTheWholeAnswer(String place) {
    try (Chromium browser = new Chromium()) {
      Page page = open(browser, place);
      page.evaluate("() => { globalThis.requestAnimationFrame = () => 1; }");
      assertEquals(whole(), page.evaluate(ASK));
      if (place.equals("chat page")) {
        assertEquals(whole(), page.evaluate("() => JSON.parse(localStorage.getItem('hearth.conversation')).messages.at(-1).content"));
      } else {
        assertEquals(whole(), page.evaluate("() => document.querySelector('hearth-chat').messages.at(-1).content"));
      }
      assertEquals(1, ((List<?>) page.evaluate("changes")).size());
      browser.requireQuiet();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat page", "widget"})
  void keepTheEndInViewUntilTheReaderScrollsUp(String place) {
    try (Chromium browser = new Chromium()) {
      Page page = open(browser, place);
      page.evaluate(ASK);
      page.evaluate("() => { globalThis.scroller = root().querySelector('.scroller');"
          + " globalThis.below = () => Math.round(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight);"
          + " globalThis.frames = async count => { for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame); };"
          + " globalThis.halt = () => { globalThis.pause = new Promise(go => { globalThis.proceed = () => { globalThis.pause = null; go(); }; }); };"
          + " globalThis.grown = async () => { const before = texts().at(-1).textContent.length; proceed();"
          + " while (texts().at(-1).textContent.length < before + 800) await frames(1); halt(); await frames(4); }; halt(); }");
      page.evaluate("() => { globalThis.asked = (" + ASK + ")(); }");
      page.waitForFunction("() => texts().length > 1 && texts().at(-1).textContent.length > 0");
      page.evaluate("grown()");
      assertEquals(0, page.evaluate("below()"), "the end is followed");
      page.evaluate("async () => { scroller.scrollTop -= 400; await frames(4); globalThis.held = scroller.scrollTop; }");
      page.evaluate("grown()");
      assertEquals(page.evaluate("held"), page.evaluate("scroller.scrollTop"));
      assertTrue((int) page.evaluate("below()") > 400, "the reader was taken back to the end");
      page.evaluate("async () => { scroller.scrollTop = scroller.scrollHeight; await frames(4); }");
      page.evaluate("grown()");
      assertEquals(0, page.evaluate("below()"), "the end is followed again");
      assertEquals(whole(), page.evaluate("() => { proceed(); return asked; }"));
      browser.requireQuiet();
    }
  }

  @Test
  void showWhatTheModelWrote() {
    try (Chromium browser = new Chromium()) {
      Page page = browser.open(site() + "hearth.d.ts");
        LongAnswers.in(page);
      page.navigate(site());
      page.waitForCondition(() -> page.locator(".suggestion").count() > 0);
      page.evaluate("() => {" + WATCH + "}");
      Object shown = page.evaluate(ASK);
      int changes = ((List<?>) page.evaluate("changes")).size();
      assertTrue(changes >= 3, "the answer came in " + changes + " pieces");
      Map<?, ?> written = (Map<?, ?>) run(page, """
          const model = await (await Hearth.create()).load('hearth-tiny');
          const request = { messages: [{ role: 'user', content: 'Tell me a story.' }] };
          const whole = await model.chat.completions.create(request);
          let chunks = 0, text = '';
          for await (const chunk of await model.chat.completions.create({ ...request, stream: true })) {
            const piece = chunk.choices[0].delta.content ?? '';
            chunks += piece === '' ? 0 : 1;
            text += piece;
          }
          return { whole: whole.choices[0].message.content, tokens: whole.usage.completion_tokens, chunks, text };
          """, null);
      assertEquals(written.get("whole"), shown);
      assertEquals(written.get("whole"), written.get("text"));
      assertEquals(LongAnswers.TOKENS, written.get("tokens"));
      // A piece for each token, but for those whose last bytes come with a later one.
      assertTrue((int) written.get("chunks") > LongAnswers.TOKENS * 9 / 10, written.get("chunks") + " pieces");
      browser.requireQuiet();
    }
  }
}
