package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import hearth.hub.Behaviour;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users are told when something is wrong. */
class ErrorsTest extends BrowserTest {
  private static final String LOAD = """
      const runtime = await Hearth.create();
      try {
        await runtime.load(argument, { keep: false });
        return { code: 'none' };
      } catch (error) {
        return { code: error.code, name: error.name, message: error.message, hint: error.hint, known: error instanceof HearthError && error instanceof Error };
      }
      """;

  private Map<?, ?> failure(Object reference) {
    Page page = chromium.open(site());
    Map<?, ?> error = (Map<?, ?>) run(page, LOAD, reference);
    page.close();
    assertEquals("HearthError", error.get("name"), error.toString());
    assertEquals(true, error.get("known"));
    assertTrue(error.get("hint") instanceof String hint && !hint.isEmpty(), error.toString());
    return error;
  }

  private URI tiny() {
    return hub.put("org/tiny", "file" + System.nanoTime() + ".gguf", Checkout.file("web/src/models/hearth-tiny-q4_0.gguf"));
  }

  @Test
  void namesWhatAServerRefuses() {
    assertEquals("not-found", failure(hub.address() + "/nobody/nothing/resolve/main/none.gguf").get("code"));
    URI gated = tiny();
    hub.always(gated, new Behaviour.Refuse(401, -1));
    assertEquals("gated", failure(gated.toString()).get("code"));
    assertEquals("not-found", failure("no model of this name").get("code"));
  }

  @Test
  void namesWhatIsWrongWithAFile() throws IOException {
    URI page = tiny();
    hub.always(page, new Behaviour.WebPage());
    assertEquals("bad-model", failure(page.toString()).get("code"));

    byte[] whole = Files.readAllBytes(Checkout.file("web/src/models/hearth-tiny-q4_0.gguf"));
    Path folder = Files.createDirectories(Checkout.file("test-pages/target/damaged"));
    Path empty = Files.write(folder.resolve("empty.gguf"), new byte[0]);
    assertEquals("bad-model", failure(hub.put("org/damaged", "empty.gguf", empty).toString()).get("code"));
    Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(whole, whole.length - 1000));
    assertEquals("bad-model", failure(hub.put("org/damaged", "cut.gguf", cut).toString()).get("code"));

    Path model = Checkout.model("tiny", "f16", "--seed", "11");
    byte[] broken = Files.readAllBytes(model);
    broken[broken.length - 2000] = 0;
    broken[broken.length - 1999] = 0x7C;
    broken[broken.length - 1998] = (byte) 0x80;
    broken[broken.length - 1997] = 0x7F;
    Path infinite = Files.write(folder.resolve("infinite.gguf"), broken);
    Map<?, ?> error = failure(hub.put("org/damaged", "infinite.gguf", infinite).toString());
    assertEquals("bad-model", error.get("code"));
    assertTrue(error.get("message").toString().contains("Tensor blk."), error.toString());
  }

  @Test
  void refusesAWrongHash() {
    URI file = tiny();
    assertEquals("integrity", failure(Map.of("url", file.toString(), "sha256", "00".repeat(32))).get("code"));
  }

  @Test
  void namesTheFieldOfABadRequest() {
    Page page = chromium.open(site());
    Map<?, ?> errors = (Map<?, ?>) run(page, """
        const model = await (await Hearth.create()).load('hearth-tiny');
        const messages = [{ role: 'user', content: 'Hello!' }];
        const results = {};
        const requests = {
          temperature: { messages, temperature: 'hot' }, top_p: { messages, top_p: 2 }, messages: { messages: [] },
          role: { messages: [{ role: 'wizard', content: 'x' }] }, colour: { messages, colour: 'red' }, max_tokens: { messages, max_tokens: 0.5 },
          stop: { messages, stop: [1] },
        };
        for (const [field, request] of Object.entries(requests)) {
          results[field] = await model.chat.completions.create(request).then(() => 'accepted', error => error.code + ': ' + error.message);
        }
        results.tokens = await model.logits([]).then(() => 'accepted', error => error.code + ': ' + error.message);
        results.id = await model.logits([999999]).then(() => 'accepted', error => error.code + ': ' + error.message);
        results.fine = (await model.chat.completions.create({ messages, temperature: undefined, user: 'me', metadata: {}, store: false })).choices[0].message.content;
        return results;
        """, null);
    for (Object field : errors.keySet()) {
      String text = errors.get(field).toString();
      if (field.equals("fine")) {
        assertEquals("Hello! How can I help you?", text);
      } else {
        assertTrue(text.startsWith("bad-request: "), field + ": " + text);
        assertTrue(field.equals("id") || text.contains(field.toString()), field + ": " + text);
      }
    }
    page.close();
  }

  @Test
  void anAbortedAnswerLeavesTheModelUsable() {
    Page page = chromium.open(site());
    Map<?, ?> result = (Map<?, ?>) run(page, """
        const model = await (await Hearth.create()).load(argument, { keep: false });
        const controller = new AbortController();
        const stream = await model.completions.create({ prompt: 'hello there', stream: true, max_tokens: 2000, temperature: 0 }, { signal: controller.signal });
        let chunks = 0, code = 'none';
        try {
          for await (const chunk of stream) if (++chunks === 5) controller.abort();
        } catch (error) { code = error.code; }
        let left = 0;
        for await (const chunk of await model.completions.create({ prompt: 'hello there', stream: true, max_tokens: 2000, temperature: 0 })) if (++left === 3) break;
        const again = await model.completions.create({ prompt: 'hello there', max_tokens: 3, temperature: 0 });
        return { chunks, code, left, tokens: again.usage.completion_tokens };
        """, hub.put("org/long", "long.gguf", Checkout.model("tiny", "q4_0")).toString());
    assertEquals("aborted", result.get("code"));
    assertTrue(((Number) result.get("chunks")).intValue() <= 7, result.toString());
    assertEquals(3, result.get("left"));
    assertEquals(3, result.get("tokens"));
    page.close();
  }
}
