package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import hearth.hub.Behaviour;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models that are split into several files. */
class SplitModelsTest extends BrowserTest {
  /** What a cut may cost: the stretch that was not stored yet. */
  private static final long MOST_LOST_BYTES = 4 << 20;
  /** What is read of a file before its turn: its head, and a little more. */
  private static final long HEAD_BYTES = 64 << 10;
  private static final String LOAD = """
      const runtime = await Hearth.create({ hub: argument.hub });
      const seen = [];
      try {
        const model = await runtime.load(argument.ref, { ...argument.options, onProgress: progress => { if (progress.phase === 'download') seen.push(progress); } });
        const row = Array.from(await model.logits([1, 2, 3]));
        const { id, name, bytes } = model.info;
        await model.unload();
        const grows = seen.every((progress, i) => i === 0 || progress.loadedBytes >= seen[i - 1].loadedBytes);
        return { id, name, bytes, row, grows, totals: [...new Set(seen.map(progress => progress.totalBytes))], last: seen.at(-1)?.loadedBytes };
      } catch (error) {
        return { code: error.code, message: error.message, hint: error.hint };
      }
      """;

  private final Path whole = Checkout.model("tiny-v2k", "f16");
  private final SplitModel split = SplitModel.of(whole, 3);

  private Map<?, ?> load(Page page, Object reference, Map<String, Object> options) {
    return (Map<?, ?>) run(page, LOAD, Map.of("hub", hub.address(), "ref", reference, "options", options));
  }

  private Map<?, ?> load(Object reference) {
    Page page = chromium.open(site());
    Map<?, ?> result = load(page, reference, Map.of("keep", false));
    page.close();
    return result;
  }

  private List<URI> put(String repository, SplitModel model) {
    List<URI> files = new ArrayList<>();
    for (int i = 0; i < model.parts().size(); i++) {
      files.add(hub.put(repository, model.name(i), model.parts().get(i)));
    }
    return files;
  }

  private Object expected() {
    return load(hub.put("org/whole", "whole.gguf", whole).toString()).get("row");
  }

  @Test
  void computesWhatTheWholeFileDoes() throws IOException {
    put("org/split", split);
    Map<?, ?> model = load("org/split/" + split.name(0));
    assertEquals(expected(), model.get("row"), model.toString());
    assertEquals("org/split/" + split.name(0), model.get("id"));
    assertEquals(split.bytes(), ((Number) model.get("bytes")).longValue());
    assertEquals(true, model.get("grows"));
    assertEquals(List.of((double) split.bytes()), ((List<?>) model.get("totals")).stream().map(total -> ((Number) total).doubleValue()).toList());
    assertEquals(split.bytes(), ((Number) model.get("last")).longValue());
  }

  @Test
  void theFirstFileMayHoldOnlyTheHead() {
    SplitModel bare = SplitModel.of(whole, 3, "--no-tensor-first");
    put("org/bare", bare);
    assertEquals(expected(), load("org/bare").get("row"));
  }

  @Test
  void aListIsTakenInAnyOrder() {
    List<URI> files = new ArrayList<>(put("org/list", split));
    Collections.reverse(files);
    List<String> urls = files.stream().map(URI::toString).toList();
    Map<?, ?> model = load(Map.of("url", urls));
    assertEquals(expected(), model.get("row"));
    assertEquals("org/list/" + split.name(0), model.get("id"));
    assertEquals("bad-request", load(Map.of("url", urls.subList(0, 2))).get("code"));
  }

  @Test
  void filesThatDoNotBelongTogetherAreRefused() {
    List<String> urls = new ArrayList<>();
    for (int i : new int[] {0, 2, 1}) {
      urls.add(hub.put("org/mixed", "file" + i + ".gguf", split.parts().get(i)).toString());
    }
    Map<?, ?> error = load(Map.of("url", urls));
    assertEquals("bad-request", error.get("code"), error.toString());
    assertTrue(error.get("message").toString().contains("File 2 of 3 says that it is file 3 of 3"), error.toString());
    Map<?, ?> alone = load(urls.get(0));
    assertEquals("bad-request", alone.get("code"), alone.toString());
    assertTrue(alone.get("message").toString().contains("has 3 files"), alone.toString());
  }

  @Test
  void namesTheFileThatIsMissing() {
    hub.put("org/missing", split.name(0), split.parts().get(0));
    hub.put("org/missing", split.name(2), split.parts().get(2));
    Map<?, ?> error = load("org/missing/" + split.name(0));
    assertEquals("not-found", error.get("code"), error.toString());
    assertTrue(error.get("message").toString().contains(split.name(1)), error.toString());
  }

  @Test
  void goesOnInTheFileWhereATabWasClosed() throws IOException {
    List<URI> files = put("org/resumed", split);
    hub.always(files.get(1), new Behaviour.Slow(Files.size(split.parts().get(1)) / 6));
    Page page = chromium.open(site());
    run(page, """
        const runtime = await Hearth.create({ hub: argument.hub });
        runtime.load(argument.ref, {
          onProgress: progress => { if (progress.loadedBytes > argument.enough) document.title = 'enough'; },
        }).catch(() => {});
        while (document.title !== 'enough') await new Promise(resolve => setTimeout(resolve, 50));
        return true;
        """, Map.of("hub", hub.address(), "ref", "org/resumed", "enough",
        (double) (Files.size(split.parts().get(0)) + Files.size(split.parts().get(1)) / 2)));
    page.close();
    hub.always(files.get(1), Behaviour.GOOD);
    long first = hub.bytesSent(files.get(0));
    Page again = chromium.open(site());
    Map<?, ?> model = load(again, "org/resumed", Map.of());
    assertEquals(expected(), model.get("row"), model.toString());
    assertEquals(first, hub.bytesSent(files.get(0)), "the first file was fetched again");
    assertTrue(hub.bytesSent(files.get(1)) <= Files.size(split.parts().get(1)) + MOST_LOST_BYTES + 2 * HEAD_BYTES);
    Map<?, ?> stored = load(again, "org/resumed", Map.of("offline", true));
    assertEquals(model.get("row"), stored.get("row"), stored.toString());
    again.close();
  }

  @Test
  void aServerWithoutRangesIsEnough() {
    for (URI file : put("org/plain", split)) {
      hub.always(file, new Behaviour.WithoutRanges());
    }
    assertEquals(expected(), load("org/plain/" + split.name(0)).get("row"));
  }

  @Test
  void whereNotAllFilesFitNoneIsKept() {
    put("org/full", split);
    try (Chromium browser = Chromium.tellingItsQuota()) {
      Page page = browser.open(site() + "hearth.d.ts");
      new Quota(page).leave(5_000_000);
      assertEquals("quota", load(page, "org/full", Map.of("keep", true)).get("code"));
      assertEquals(expected(), load(page, "org/full", Map.of()).get("row"));
      assertEquals(0, run(page, "return (await (await Hearth.create()).store.list()).length;", null));
      browser.requireQuiet();
    }
  }

  @Test
  void theStoreListsOneModel() throws IOException {
    List<URI> files = put("org/listed", split);
    Page page = chromium.open(site());
    load(page, "org/listed", Map.of());
    Map<?, ?> entry = (Map<?, ?>) run(page, """
        const { store } = await Hearth.create({ hub: argument.hub });
        const [{ id, bytes, storedBytes, complete, files }, ...others] = await store.list();
        await store.remove(argument.second);
        return { id, bytes, stored: storedBytes, complete, files: files.length, others: others.length, left: (await store.list()).length };
        """, Map.of("hub", hub.address(), "second", files.get(1).toString()));
    page.close();
    assertEquals(Map.of("id", "org/listed/" + split.name(0), "bytes", (int) split.bytes(), "stored", (int) split.bytes(), "complete", true, "files", 3,
        "others", 0, "left", 0), entry);
  }

  @Test
  void aWrongByteIsFoundInItsFile() {
    List<URI> files = put("org/wrong", split);
    hub.next(files.get(1), Behaviour.GOOD, new Behaviour.WrongByte(200_000));
    Map<?, ?> error = load("org/wrong/" + split.name(1));
    assertEquals("integrity", error.get("code"), error.toString());
  }

  @Test
  void filesOfTheUsersOwnAreReadWhereTheyLie() {
    put("org/own", split);
    Page page = chromium.open(site());
    Object row = run(page, """
        const files = [];
        for (const name of argument.names) {
          files.push(new File([await (await fetch(argument.base + name)).arrayBuffer()], name));
        }
        const runtime = await Hearth.create();
        const model = await runtime.load(files);
        const kept = await runtime.load(files, { keep: true });
        await kept.unload();
        const again = await runtime.load(kept.info.id, { offline: true });
        if ((await again.logits([1, 2, 3])).join() !== (await model.logits([1, 2, 3])).join()) return kept.info.id;
        const code = await runtime.load(files.slice(1)).then(() => 'loaded', error => error.code);
        return code === 'bad-request' && Array.from(await model.logits([1, 2, 3]));
        """, Map.of("base", hub.address() + "/org/own/resolve/main/", "names", List.of(split.name(2), split.name(0), split.name(1))));
    page.close();
    assertEquals(expected(), row);
  }
}
