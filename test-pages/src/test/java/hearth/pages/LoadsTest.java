package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models that come and go in one runtime. */
class LoadsTest extends BrowserTest {
  @Test
  void memoryOfUnloadedModelsIsUsedAgain() {
    Page page = chromium.open(site());
    Map<?, ?> result = (Map<?, ?>) run(page, """
        const runtime = await Hearth.create();
        const reserved = [];
        for (let i = 0; i < 150; i++) {
          const model = await runtime.load('hearth-tiny');
          if (i % 25 === 0) await model.completions.create({ prompt: 'Hello', max_tokens: 2 });
          reserved.push((await runtime.memory()).reservedBytes);
          await model.unload();
        }
        return { first: reserved[0], last: reserved.at(-1), most: Math.max(...reserved), after: (await runtime.memory()).weightsBytes };
        """, null);
    assertEquals(result.get("first"), result.get("most"));
    assertEquals(result.get("first"), result.get("last"));
    assertEquals(0, ((Number) result.get("after")).intValue());
    page.close();
  }

  @Test
  void twoLoadsOfOneModelShareItAndTwoModelsDoNotDisturbEachOther() {
    String other = hub.put("odd/shape", "odd.gguf", Checkout.model("tiny-odd", "q4_0")).toString();
    Page page = chromium.open(site());
    Map<?, ?> result = (Map<?, ?>) run(page, """
        const runtime = await Hearth.create();
        const [first, second] = await Promise.all([runtime.load('hearth-tiny'), runtime.load('hearth-tiny')]);
        const shared = (await runtime.memory()).weightsBytes;
        const alone = await runtime.load(argument);
        const ask = m => m.chat.completions.create({ messages: [{ role: 'user', content: 'What is the capital of France?' }] });
        const nonsense = await alone.completions.create({ prompt: 'abc', max_tokens: 5, temperature: 0 });
        const answers = (await Promise.all([ask(first), ask(second), ask(first)])).map(a => a.choices[0].message.content);
        const again = await alone.completions.create({ prompt: 'abc', max_tokens: 5, temperature: 0 });
        await first.unload();
        const still = (await ask(second)).choices[0].message.content;
        const refused = await ask(first).catch(error => error.code);
        await second.unload();
        await alone.unload();
        return { shared, answers, still, refused, same: nonsense.choices[0].text === again.choices[0].text,
          after: (await runtime.memory()).weightsBytes };
        """, other);
    assertTrue(((Number) result.get("shared")).longValue() < 5_000_000, "weights are there twice: " + result);
    for (Object answer : (List<?>) result.get("answers")) {
      assertEquals("The capital of France is Paris.", answer);
    }
    assertEquals("The capital of France is Paris.", result.get("still"));
    assertEquals("closed", result.get("refused"));
    assertEquals(true, result.get("same"));
    assertEquals(0, ((Number) result.get("after")).intValue());
    page.close();
  }

  @Test
  void aKvCacheOf8BitsTakesLessAndAnswersTheSame() {
    Page page = chromium.open(site());
    Map<?, ?> result = (Map<?, ?>) run(page, """
        const runtime = await Hearth.create();
        const tried = {};
        for (const kvCache of ['f16', 'q8', 'auto']) {
          const model = await runtime.load('hearth-tiny', { contextLength: 1024, kvCache });
          const other = kvCache === 'q8' ? 'f16' : 'q8';
          const refused = await runtime.load('hearth-tiny', { kvCache: other }).catch(error => error.code + ' ' + error.message);
          const answer = await model.chat.completions.create({ messages: [{ role: 'user', content: 'What is the capital of France?' }] });
          tried[kvCache] = { kvCache: model.info.kvCache, state: (await runtime.memory()).stateBytes, refused,
            answer: answer.choices[0].message.content };
          await model.unload();
        }
        return tried;
        """, null);
    for (String kvCache : List.of("f16", "q8", "auto")) {
      Map<?, ?> tried = (Map<?, ?>) result.get(kvCache);
      assertEquals(kvCache.equals("auto") ? "f16" : kvCache, tried.get("kvCache"));
      assertEquals("The capital of France is Paris.", tried.get("answer"));
      assertTrue(tried.get("refused").toString().matches("bad-request .*kvCache.*"), tried.toString());
    }
    assertTrue(state(result, "q8") < state(result, "f16"), result.toString());
    assertEquals(state(result, "f16"), state(result, "auto"));
    page.close();
  }

  private static long state(Map<?, ?> result, String kvCache) {
    return ((Number) ((Map<?, ?>) result.get(kvCache)).get("state")).longValue();
  }
}
