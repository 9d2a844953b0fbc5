package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stored models, which all threads read and pack at once. */
class SecondVisitTest extends BrowserTest {
  private final Path model = Checkout.model("tiny-v2k", "f16");

  private URI put(String name) {
    return hub.put("org/second", name + ".gguf", model);
  }

  @Test
  void givesTheSameLogitsWithAnyNumberOfThreads() {
    Page page = chromium.open(site());
    List<?> rows = (List<?>) run(page, """
        const rows = [];
        for (const [threads, keep] of [[1, false], [1, true], [1, true], [2, true], [3, true], [4, true]]) {
          const runtime = await Hearth.create({ threads });
          const model = await runtime.load(argument, { keep });
          rows.push(JSON.stringify(Array.from(await model.logits([5, 6, 7, 8]))));
          await runtime.close();
        }
        return rows;
        """, put("threads").toString());
    page.close();
    for (Object row : rows) {
      assertEquals(rows.get(0), row);
    }
  }

  @Test
  void readsAFileOfTheUsers() {
    Page page = chromium.open(site());
    Map<?, ?> result = (Map<?, ?>) run(page, """
        const blob = new Blob([await (await fetch(argument)).arrayBuffer()]);
        const row = async (threads, what, options) => {
          const runtime = await Hearth.create({ threads });
          const model = await runtime.load(what, options);
          const logits = JSON.stringify(Array.from(await model.logits([5, 6, 7, 8])));
          await runtime.close();
          return logits;
        };
        const cut = await row(3, new File([blob.slice(0, blob.size / 2)], 'cut.gguf')).catch(error => error.code);
        return { url: await row(1, argument, { keep: false }), file: await row(3, new File([blob], 'own.gguf')), cut };
        """, put("file").toString());
    page.close();
    assertEquals(result.get("url"), result.get("file"));
    assertEquals("bad-model", result.get("cut"));
  }

  @Test
  void canBeStoppedAtAnyMomentAndDoneAgain() {
    Page page = chromium.open(site());
    Map<?, ?> result = (Map<?, ?>) run(page, """
        const runtime = await Hearth.create({ threads: 3 });
        const row = async model => JSON.stringify(Array.from(await model.logits([1, 2, 3])));
        const first = await runtime.load(argument);
        const expected = await row(first);
        await first.unload();
        const reserved = (await runtime.memory()).reservedBytes;
        let stopped = 0;
        for (let wait = 0; wait < 60; wait += 4) {
          const controller = new AbortController();
          setTimeout(() => controller.abort(), wait);
          const model = await runtime.load(argument, { signal: controller.signal }).catch(error => error);
          if (model instanceof Error) stopped++; else await model.unload();
        }
        const last = await runtime.load(argument);
        const again = await row(last);
        await last.unload();
        const after = await runtime.memory();
        return { same: again === expected, stopped, weights: after.weightsBytes, grew: after.reservedBytes - reserved };
        """, put("stopped").toString());
    page.close();
    assertEquals(true, result.get("same"));
    assertEquals(0, ((Number) result.get("weights")).intValue());
    assertTrue(((Number) result.get("stopped")).intValue() > 0, result.toString());
    assertTrue(((Number) result.get("grew")).longValue() <= 16 << 20, "memory was lost: " + result);
  }
}
