package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import hearth.hub.Behaviour;
import hearth.hub.HubApi;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a model can be called, and what a hub is asked for then. */
class ReferencesTest extends BrowserTest {
  private static final String LOAD = """
      const runtime = await Hearth.create({ hub: argument.hub, token: 'hf_secret' });
      try {
        const model = await runtime.load(argument.ref, argument.options);
        const stored = (await runtime.store.list()).map(entry => entry.id);
        return { id: model.info.id, name: model.info.name, quantization: model.info.quantization, row: Array.from(await model.logits([1, 2, 3])), stored };
      } catch (error) {
        return { code: error.code, message: error.message, hint: error.hint };
      }
      """;

  private final Path f16 = Checkout.model("tiny", "f16");
  private final Path q4 = Checkout.model("tiny", "q4_0");
  private final Path q8 = Checkout.model("tiny", "q8_0");

  private Map<?, ?> load(Page page, Object reference, Map<String, Object> options) {
    return (Map<?, ?>) run(page, LOAD, Map.of("hub", hub.address(), "ref", reference, "options", options));
  }

  /** Loads on a device on which nothing is stored. */
  private Map<?, ?> load(Object reference) {
    Page page = chromium.open(site());
    Map<?, ?> result = load(page, reference, Map.of("keep", false));
    page.close();
    return result;
  }

  private List<String> asked(String repository) {
    return hub.api().requests().stream().map(HubApi.Request::address).filter(address -> address.contains(repository + "/")).toList();
  }

  @AfterEach
  void restore() {
    hub.api().answer(HubApi.Mode.GOOD);
    hub.api().pages(1000);
  }

  @Test
  void choosesTheBestQuantisation() {
    hub.put("org/choice", "tiny-f16.gguf", f16);
    hub.put("org/choice", "mmproj-tiny-q4_0.gguf", f16);
    hub.put("org/choice", "tiny-Q8_0.gguf", q8);
    URI best = hub.put("org/choice", "tiny-Q4_0.gguf", q4);
    hub.api().pages(2);
    Map<?, ?> model = load("org/choice");
    assertEquals("org/choice/tiny-Q4_0.gguf", model.get("id"), model.toString());
    assertEquals(load(best.toString()).get("row"), model.get("row"));
    assertEquals("org/choice/tiny-Q8_0.gguf", load("org/choice:q8_0").get("id"));
    assertEquals("org/choice/tiny-Q4_0.gguf", load(hub.address() + "/org/choice/tree/main").get("id"));
    assertEquals("org/choice/tiny-f16.gguf", load(Map.of("url", "org/choice:F16", "name", "Mine")).get("id"));
    assertTrue(hub.api().requests().stream().filter(request -> request.address().contains("org/choice/"))
        .allMatch(request -> "Bearer hf_secret".equals(request.authorization())));
  }

  @Test
  void saysWhatThereIsInstead() {
    hub.put("org/few", "tiny-Q8_0.gguf", q8);
    hub.put("org/few", "tiny-Q4_0.gguf", q4);
    Map<?, ?> error = load("org/few:Q6_K");
    assertEquals("not-found", error.get("code"));
    assertTrue(error.get("message").toString().endsWith("there are: Q4_0, Q8_0"), error.toString());
    assertEquals("not-found", load("org/nothing").get("code"));
    hub.put("org/other", "model.safetensors", q8);
    assertTrue(load("org/other").get("message").toString().contains("no GGUF file"));
    hub.api().answer(HubApi.Mode.GATED);
    assertEquals("gated", load("org/few").get("code"));
    hub.api().answer(HubApi.Mode.WEB_PAGE);
    assertEquals("not-found", load("org/few").get("code"));
    hub.api().answer(HubApi.Mode.HANGS_UP);
    assertEquals("network", load("org/few").get("code"));
  }

  @Test
  void aFileIsCheckedByWhatTheHubSaysOfIt() {
    URI file = hub.put("org/checked", "a/tiny-Q8_0.gguf", q8);
    hub.next(file, new Behaviour.WrongByte(500_000));
    Map<?, ?> error = load("org/checked/a/tiny-Q8_0.gguf");
    assertEquals("integrity", error.get("code"), error.toString());
    assertEquals(List.of("/api/models/org/checked/tree/main/a"), asked("org/checked"));
  }

  @Test
  void aFileIsCheckedByWhatItsHeadersSay() {
    URI file = hub.put("org/linked", "tiny-Q8_0.gguf", q8);
    hub.api().answer(HubApi.Mode.ABSENT);
    hub.always(file, new Behaviour.Linked("00".repeat(32)));
    assertEquals("integrity", load(file.toString()).get("code"));
    hub.always(file, Behaviour.GOOD);
    assertEquals("org/linked/tiny-Q8_0.gguf", load(file.toString()).get("id"));
  }

  @Test
  void aMirrorThatOnlyHasFilesIsEnough() {
    hub.put("org/mirror", "tiny-Q4_0.gguf", q4);
    for (HubApi.Mode mode : List.of(HubApi.Mode.ABSENT, HubApi.Mode.WEB_PAGE, HubApi.Mode.HANGS_UP, HubApi.Mode.GATED)) {
      hub.api().answer(mode);
      assertEquals("org/mirror/tiny-Q4_0.gguf", load("org/mirror/tiny-Q4_0.gguf").get("id"), mode.toString());
    }
  }

  @Test
  void aModelIsStoredOnceWhateverItIsCalled() {
    URI file = hub.put("org/once", "tiny-Q4_0.gguf", q4);
    Page page = chromium.open(site());
    Map<?, ?> first = load(page, "org/once", Map.of());
    assertEquals(List.of("org/once/tiny-Q4_0.gguf"), first.get("stored"), first.toString());
    long sent = hub.bytesSent(file);
    int requests = hub.api().requests().size();
    for (Object name : List.of("org/once", "org/once:Q4_0", "org/once/tiny-Q4_0.gguf", file.toString(), Map.of("url", List.of(file + "?download=true")))) {
      assertEquals(first.get("row"), load(page, name, Map.of()).get("row"), name.toString());
      assertEquals(first.get("stored"), load(page, name, Map.of("offline", true)).get("stored"), name.toString());
    }
    assertEquals("offline", load(page, "org/once:Q8_0", Map.of("offline", true)).get("code"));
    assertEquals(sent, hub.bytesSent(file), "a stored model was fetched again");
    assertEquals(requests, hub.api().requests().size(), "the hub was asked about a stored model");
    Object left = run(page, """
        const runtime = await Hearth.create({ hub: argument.hub });
        await runtime.store.remove(argument.file);
        return (await runtime.store.list()).length;
        """, Map.of("hub", hub.address(), "file", file.toString()));
    assertEquals(0, left);
    page.close();
  }

  @Test
  void twoNamesOfOneModelShareOneCopy() {
    URI file = hub.put("org/shared", "tiny-Q4_0.gguf", q4);
    Page page = chromium.open(site());
    Object weights = run(page, """
        const runtime = await Hearth.create({ hub: argument });
        const models = await Promise.all(['org/shared', 'org/shared/tiny-Q4_0.gguf', 'org/shared:Q4_0'].map(name => runtime.load(name, { keep: false })));
        const all = (await runtime.memory()).weightsBytes;
        await models[0].unload();
        await models[1].unload();
        return (await runtime.memory()).weightsBytes === all && all > 0 && new Set(models.map(model => model.info.id)).size === 1;
        """, hub.address());
    page.close();
    assertEquals(true, weights);
    assertTrue(hub.bytesSent(file) < 2 * q4.toFile().length(), "the hub sent " + hub.bytesSent(file) + " bytes");
  }
}
