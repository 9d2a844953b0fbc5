package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import hearth.hub.Behaviour;
import hearth.serve.SiteServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device keeps of models: how it lies there, what can be asked of it, and what users bring themselves. */
class StoreTest extends FaultTest {
  /** Stores a file as the first versions did: a database without checksums or files, chunks as blobs or as arrays. */
  private static final String STORE_AS_BEFORE = """
      async ({ file, chunkBytes, saysChunkBytes, arrays, share }) => {
        const answer = request => new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const response = await fetch(file);
        const bytes = new Uint8Array(await response.arrayBuffer());
        const opening = indexedDB.open('hearth', 1);
        opening.onupgradeneeded = () => {
          opening.result.createObjectStore('files', { keyPath: 'id' });
          opening.result.createObjectStore('chunks');
        };
        const database = await answer(opening);
        const stored = Math.floor(bytes.length * share);
        const transaction = database.transaction(['files', 'chunks'], 'readwrite');
        for (let at = 0; at < stored; at += chunkBytes) {
          const chunk = bytes.slice(at, Math.min(stored, at + chunkBytes));
          transaction.objectStore('chunks').put(arrays ? chunk : new Blob([chunk]), [file, at / chunkBytes]);
        }
        const record = { id: file, name: 'old.gguf', url: file, sha256: null, etag: response.headers.get('ETag'),
          lastModified: response.headers.get('Last-Modified'), bytes: bytes.length, storedBytes: stored, complete: share === 1,
          createdAt: 1000, usedAt: 1000 };
        if (saysChunkBytes) record.chunkBytes = chunkBytes;
        transaction.objectStore('files').put(record);
        await new Promise((resolve, reject) => { transaction.oncomplete = resolve; transaction.onabort = () => reject(transaction.error); });
        database.close();
      }
      """;

  /** Each test has an origin, and so a store, of its own. */
  @BeforeEach
  void moveTheSite() throws IOException {
    server.close();
    server = new SiteServer(Checkout.site(), SiteServer.Headers.ISOLATED, 0);
  }

  private void storeAsBefore(URI file, int chunkBytes, boolean arrays, double share) {
    Map<String, Object> argument = new HashMap<>();
    argument.put("file", file.toString());
    argument.put("chunkBytes", chunkBytes);
    argument.put("saysChunkBytes", !arrays);
    argument.put("arrays", arrays);
    argument.put("share", share);
    try (Page page = open()) {
      page.evaluate(STORE_AS_BEFORE, argument);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheFirstVersionStoredIsUsed(boolean arrays) {
    URI file = put("first-version-" + arrays);
    storeAsBefore(file, arrays ? 2 << 20 : 4 << 20, arrays, 1);
    long sent = hub.bytesSent(file);
    assertLoaded(visit(file));
    assertEquals(sent, hub.bytesSent(file), "what was stored was fetched again");
    Map<?, ?> entry = stored(file);
    assertEquals(1000, ((Number) entry.get("createdAt")).intValue());
    assertTrue(((Number) entry.get("usedAt")).doubleValue() > 1000, entry.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheFirstVersionBeganIsGoneOnWith(boolean arrays) {
    URI file = put("first-version-began-" + arrays);
    storeAsBefore(file, arrays ? 2 << 20 : 4 << 20, arrays, 0.6);
    long sent = hub.bytesSent(file);
    assertLoaded(visit(file));
    assertTrue(hub.bytesSent(file) - sent <= size - (long) (size * 0.6), "the hub sent " + (hub.bytesSent(file) - sent));
    assertStays(file);
  }

  @Test
  void aBrowserWithoutFilesOfItsOwnKeepsChunksInTheDatabase() throws IOException {
    Path copy = siteWithoutFiles();
    server.mount("/without-files/", copy, SiteServer.Headers.ISOLATED);
    URI file = put("without-files");
    hub.next(file, new Behaviour.CutAfter(size / 3));
    try (Page page = chromium.open(site() + "without-files/hearth.d.ts")) {
      assertLoaded(load(page, file, Map.of()));
    }
    try (Page page = chromium.open(site() + "without-files/hearth.d.ts")) {
      assertLoaded(load(page, file, Map.of("offline", true)));
      assertEquals(true, page.evaluate("""
          async () => {
            const database = await new Promise(resolve => { indexedDB.open('hearth').onsuccess = event => resolve(event.target.result); });
            const count = await new Promise(resolve => {
              database.transaction('chunks').objectStore('chunks').count().onsuccess = event => resolve(event.target.result);
            });
            database.close();
            return count > 1;
          }
          """));
    }
    assertSent(file, 1);
  }

  private static Path siteWithoutFiles() throws IOException {
    Path copy = Checkout.file("test-pages/target/without-files");
    try (Stream<Path> files = Files.walk(Checkout.site())) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path to = copy.resolve(Checkout.site().relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path worker = copy.resolve("engine/worker.js");
    Files.writeString(worker, "delete FileSystemFileHandle.prototype.createSyncAccessHandle;\n" + Files.readString(worker));
    return copy;
  }

  @Test
  void aPlanSaysWhatALoadTakes() {
    URI file = put("planned");
    try (Chromium browser = Chromium.tellingItsQuota()) {
      Page page = browser.open(site() + "hearth.d.ts");
      Map<?, ?> before = plan(page, file);
      assertEquals((double) size, number(before, "bytes"));
      assertEquals((double) size, number(before, "missingBytes"));
      assertEquals(0.0, number(before, "storedBytes"));
      assertEquals(true, before.get("fits"));
      assertEquals(false, before.get("cached"));
      assertTrue(hub.bytesSent(file) <= 1, "a plan fetched " + hub.bytesSent(file) + " bytes");
      new Quota(page).leave(size / 2);
      assertEquals(false, plan(page, file).get("fits"));
      new Quota(page).leave(4 * size);
      assertLoaded(load(page, file, Map.of()));
      int requests = hub.requests().size();
      Map<?, ?> after = plan(page, file);
      assertEquals(true, after.get("cached"));
      assertEquals(0.0, number(after, "missingBytes"));
      assertEquals(requests, hub.requests().size(), "a plan for a stored model asked the network");
      assertEquals("not-found", run(page, "return runtime.plan(argument).catch(error => error.code);", file + ".none.gguf"));
    }
  }

  private static Map<?, ?> plan(Page page, URI file) {
    return (Map<?, ?>) run(page, "globalThis.runtime ??= await Hearth.create(); return runtime.plan(argument);", file.toString());
  }

  private static double number(Map<?, ?> from, String field) {
    return ((Number) from.get(field)).doubleValue();
  }

  @Test
  void aStoredModelIsGivenBackAsTheFileThatItWas() throws IOException {
    URI file = put("exported");
    hub.pace(file, PACE);
    try (Page page = open()) {
      begin(page, file, Map.of());
      awaitSent(page, file, size / 2);
    }
    try (Page page = open()) {
      assertEquals("bad-request", run(page, "globalThis.runtime = await Hearth.create();"
          + " const { id } = (await runtime.store.list())[0]; return runtime.store.export(id).catch(error => error.code);", null));
      assertLoaded(load(page, file, Map.of()));
      Map<?, ?> result = (Map<?, ?>) run(page, """
          const { id, name, files, createdAt } = (await runtime.store.list())[0];
          const blob = await runtime.store.export(id);
          const hex = async bytes => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))).join();
          const same = await hex(await blob.arrayBuffer()) === await hex(await (await fetch(argument)).arrayBuffer());
          return { size: blob.size, same, name, files: files.length, young: Date.now() - createdAt < 600000,
            unknown: await runtime.store.export('nothing').catch(error => error.code) };
          """, file.toString());
      assertEquals(size, ((Number) result.get("size")).longValue());
      assertEquals(true, result.get("same"));
      assertEquals("exported.gguf", result.get("name"));
      assertEquals(1, ((Number) result.get("files")).intValue());
      assertEquals(true, result.get("young"));
      assertEquals("not-found", result.get("unknown"));
    }
  }

  @Test
  void aFileOfTheUsersOwnIsKeptWhereThatIsWanted() {
    URI file = put("own");
    String row = """
        const row = async model => { const logits = Array.from(await model.logits([1, 2, 3])); await model.unload(); return logits; };
        """;
    try (Page page = open()) {
      Map<?, ?> result = (Map<?, ?>) run(page, row + """
          const runtime = await Hearth.create();
          const own = new File([await (await fetch(argument)).blob()], 'my own.gguf', { lastModified: 7 });
          const read = await row(await runtime.load(own));
          const unkept = (await runtime.store.list()).length;
          const kept = await row(await runtime.load(own, { keep: true }));
          const list = await runtime.store.list();
          return { read, unkept, kept, id: list[0].id, complete: list[0].complete, bytes: list[0].bytes, models: list.length };
          """, file.toString());
      assertEquals(expected(), result.get("read"));
      assertEquals(expected(), result.get("kept"));
      assertEquals(0, result.get("unkept"));
      assertEquals("file:my own.gguf", result.get("id"));
      assertEquals(true, result.get("complete"));
    }
    try (Page page = open()) {
      Map<?, ?> later = (Map<?, ?>) run(page, row + """
          const runtime = await Hearth.create();
          const loaded = await row(await runtime.load('file:my own.gguf', { offline: true }));
          await runtime.store.remove('file:my own.gguf');
          return { loaded, gone: await runtime.load('file:my own.gguf').catch(error => error.code), left: (await runtime.store.list()).length };
          """, null);
      assertEquals(expected(), later.get("loaded"));
      assertEquals("not-found", later.get("gone"));
      assertEquals(0, later.get("left"));
    }
  }

  @Test
  void roomIsMadeWithConsentOnlyAndNeverByWhatIsInUse() {
    URI oldest = put("oldest");
    URI used = put("used");
    URI wanted = put("wanted");
    try (Chromium browser = Chromium.tellingItsQuota()) {
      Page page = browser.open(site() + "hearth.d.ts");
      assertLoaded(load(page, oldest, Map.of()));
      run(page, "globalThis.model = await runtime.load(argument);", used.toString());
      new Quota(page).leave(size / 2);
      Map<?, ?> result = (Map<?, ?>) run(page, """
          const attempt = options => runtime.load(argument, { keep: true, ...options }).then(model => model.unload(), error => error);
          const refused = await attempt({});
          const declined = await attempt({ makeRoom: () => false });
          const asked = [];
          const thrown = await attempt({ makeRoom: (models, missing) => { asked.push({ urls: models.map(each => each.url), missing }); return Promise.resolve(false); } });
          const loaded = await attempt({ makeRoom: (models, missing) => true });
          return { refused: refused.code, hint: refused.hint, declined: declined.code, thrown: thrown.code, asked, loaded,
            left: (await runtime.store.list()).map(each => each.url).sort() };
          """, wanted.toString());
      assertEquals("quota", result.get("refused"));
      assertTrue(((String) result.get("hint")).contains("'oldest.gguf'"), result.toString());
      assertEquals("quota", result.get("declined"));
      assertEquals("quota", result.get("thrown"));
      Map<?, ?> asked = (Map<?, ?>) ((List<?>) result.get("asked")).get(0);
      assertEquals(List.of(oldest.toString()), asked.get("urls"));
      assertTrue(number(asked, "missing") > 0 && number(asked, "missing") <= size, asked.toString());
      assertNull(result.get("loaded"));
      assertEquals(List.of(used.toString(), wanted.toString()), result.get("left"));
    }
  }

  @Test
  void whatIsBeingDownloadedIsNotRemoved() {
    URI file = put("running");
    URI other = put("other");
    hub.pace(file, PACE);
    try (Page page = open(); Page second = open()) {
      assertLoaded(load(second, other, Map.of()));
      begin(page, file, Map.of());
      awaitSent(page, file, size / 4);
      Map<?, ?> result = (Map<?, ?>) run(second, """
          const { id } = (await runtime.store.list()).find(entry => entry.url === argument);
          const removed = await runtime.store.remove(id).catch(error => error.code);
          const cleared = await runtime.store.clear().catch(error => error.code);
          return { removed, cleared, left: (await runtime.store.list()).map(entry => entry.url) };
          """, file.toString());
      assertEquals("storage", result.get("removed"));
      assertEquals("storage", result.get("cleared"));
      assertEquals(List.of(file.toString()), result.get("left"));
      assertLoaded(end(page));
    }
    assertSent(file, 0);
    assertStays(file);
  }

  @Test
  void aLoadThatDiedIsRemembered() {
    URI file = put("died");
    assertLoaded(visit(file));
    assertEquals(false, stored(file).get("interrupted"));
    try (Page page = open()) {
      run(page, """
          const runtime = await Hearth.create();
          await new Promise(resolve => { runtime.load(argument, { onProgress: step => { if (step.phase === 'load') resolve(); } }).catch(() => {}); });
          """, file.toString());
    }
    Map<?, ?> entry = stored(file);
    assertEquals(true, entry.get("interrupted"), entry.toString());
    assertLoaded(visit(file));
    assertEquals(false, stored(file).get("interrupted"));
  }
}
