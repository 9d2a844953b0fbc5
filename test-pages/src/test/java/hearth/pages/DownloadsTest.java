package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import hearth.hub.Behaviour;
import hearth.hub.HubRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models from hubs, and what of them stays in the browser. {@link FaultTest} and its kind are about what goes wrong on the way. */
class DownloadsTest extends BrowserTest {
  private static final String LOAD_AND_COMPUTE = """
      const model = await (await Hearth.create()).load(argument);
      const row = Array.from(await model.logits([1, 2, 3]));
      await model.unload();
      return row;
      """;

  private final Path model = Checkout.model("tiny-v2k", "f16");

  private URI put(String name) {
    return hub.put("org/downloads", name + ".gguf", model);
  }

  private Object load(URI file) {
    Page page = chromium.open(site());
    Object row = run(page, LOAD_AND_COMPUTE, file.toString());
    page.close();
    return row;
  }

  private Object expected() {
    return load(put("good"));
  }

  private List<HubRequest> requests(URI file) {
    return hub.requests().stream().filter(request -> request.path().equals(file.getPath()) && request.method().equals("GET")).toList();
  }

  @Test
  void goesOnWhereATabWasClosed() throws IOException {
    URI file = put("closed");
    hub.always(file, new Behaviour.Slow(Files.size(model) / 4));
    Page page = chromium.open(site());
    run(page, """
        const runtime = await Hearth.create();
        runtime.load(argument).catch(() => {});
        for (;;) {
          const stored = (await runtime.store.list()).find(entry => entry.url === argument);
          if (stored && stored.storedBytes > 0) return stored.complete;
          await new Promise(resolve => setTimeout(resolve, 100));
        }
        """, file.toString());
    page.close();
    hub.always(file, Behaviour.GOOD);
    assertEquals(expected(), load(file));
    assertTrue(requests(file).stream().anyMatch(request -> request.range() != null && !request.range().startsWith("bytes=0-")),
        "nothing was resumed: " + requests(file));
  }

  @Test
  void keepsWhatItLoadedUntilItIsRemoved() throws IOException {
    URI file = put("kept");
    load(file);
    long sent = hub.bytesSent(file);
    assertEquals(expected(), load(file));
    assertEquals(sent, hub.bytesSent(file), "a stored model was fetched again");
    Page page = chromium.open(site());
    Map<?, ?> result = (Map<?, ?>) run(page, """
        const runtime = await Hearth.create();
        const entry = (await runtime.store.list()).find(stored => stored.url === argument);
        const before = (await runtime.store.usage()).usedBytes;
        await runtime.store.remove(entry.id);
        const after = (await runtime.store.usage()).usedBytes;
        const left = (await runtime.store.list()).filter(stored => stored.url === argument).length;
        const code = await runtime.load(argument, { offline: true }).then(() => 'loaded', error => error.code);
        return { bytes: entry.bytes, stored: entry.storedBytes, complete: entry.complete, fell: before - after, left, code };
        """, file.toString());
    page.close();
    double size = Files.size(model);
    assertEquals(size, ((Number) result.get("bytes")).doubleValue());
    assertEquals(size, ((Number) result.get("stored")).doubleValue());
    assertEquals(true, result.get("complete"));
    assertTrue(((Number) result.get("fell")).doubleValue() >= size, result.toString());
    assertEquals(0, ((Number) result.get("left")).intValue());
    assertEquals("offline", result.get("code"));
    assertEquals(sent, hub.bytesSent(file), "a load that must stay offline used the network");
  }

  @Test
  void asksTheHubThatItIsTold() {
    URI file = put("private");
    Page page = chromium.open(site());
    run(page, """
        const runtime = await Hearth.create({ hub: argument, token: 'hf_secret' });
        await (await runtime.load('org/downloads/private.gguf', { keep: false })).unload();
        return true;
        """, hub.address());
    page.close();
    List<HubRequest> requests = requests(file);
    assertFalse(requests.isEmpty());
    assertTrue(requests.stream().allMatch(request -> "Bearer hf_secret".equals(request.authorization())), requests.toString());
  }
}
