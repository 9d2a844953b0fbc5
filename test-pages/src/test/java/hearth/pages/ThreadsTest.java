package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several threads over one memory. */
class ThreadsTest extends BrowserTest {
  @Test
  void computeTheSameAsOne() {
    Page page = chromium.open(site());
    List<?> results = (List<?>) run(page, """
        const results = [];
        for (const threads of [1, 2, 3]) {
          const runtime = await Hearth.create({ threads });
          const models = [];
          for (const url of argument) models.push(await runtime.load(url, { keep: false }));
          // Threads join when they have started: until then one computes.
          await new Promise(resolve => setTimeout(resolve, 500));
          const rows = [];
          for (let i = 0; i < 3; i++) {
            for (const model of models) rows.push(Array.from(await model.logits(Array.from({ length: 70 }, (_, n) => (7 * n + i) % 500))));
          }
          await models[0].unload();
          rows.push(Array.from(await models[1].logits([1, 2, 3])));
          results.push({ threads: runtime.device.threads, rows: JSON.stringify(rows) });
          await runtime.close();
        }
        return results;
        """, List.of(hub.put("odd/shape", "v2k.gguf", Checkout.model("tiny-v2k", "q4_k_m")).toString(),
        hub.put("odd/shape", "odd.gguf", Checkout.model("tiny-odd", "q4_0")).toString()));
    for (int i = 0; i < 3; i++) {
      Map<?, ?> result = (Map<?, ?>) results.get(i);
      assertEquals(i + 1, result.get("threads"));
      assertEquals(((Map<?, ?>) results.get(0)).get("rows"), result.get("rows"));
    }
    page.close();
  }

  @Test
  void costNothingWhenNothingIsGenerated() throws InterruptedException {
    Page page = chromium.open(site() + "hearth.d.ts");
    page.evaluate("async () => { const { Hearth } = await import('/hearth.js'); const runtime = await Hearth.create({ threads: 2 });"
        + " globalThis.model = await runtime.load('hearth-tiny');"
        + " await model.completions.create({ prompt: 'Hello', max_tokens: 30 }); }");
    Thread.sleep(2000);
    long before = chromium.renderers().processorTime();
    assertTrue(before > 100, "the renderers are not found");
    Thread.sleep(5000);
    long spent = chromium.renderers().processorTime() - before;
    System.out.println("idle renderers used " + spent + " ms in 5 s");
    assertTrue(spent <= 50, "idle renderers used " + spent + " ms in 5 s");
    page.close();
  }
}
