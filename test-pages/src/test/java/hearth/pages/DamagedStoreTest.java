package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device has lost or changed of a stored model is fetched again, and nothing else of it. */
class DamagedStoreTest extends FaultTest {
  /** Damages a file below Hearth, in the chunk in its middle; returns how many bytes are missing then. */
  private static final String DAMAGE = """
      async ({ file, damage }) => {
        const answer = request => new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const database = await answer(indexedDB.open('hearth'));
        const record = (await answer(database.transaction('files').objectStore('files').getAll())).find(each => each.url === file);
        database.close();
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('hearth');
        const stored = await folder.getFileHandle(record.place);
        const middle = Math.floor(record.bytes / record.chunkBytes / 2) * record.chunkBytes;
        const writable = await stored.createWritable({ keepExistingData: true });
        if (damage === 'changed') {
          const [byte] = new Uint8Array(await (await stored.getFile()).slice(middle + 1000, middle + 1001).arrayBuffer());
          await writable.write({ type: 'write', position: middle + 1000, data: Uint8Array.of(byte ^ 1) });
        }
        if (damage === 'lost') await writable.write({ type: 'write', position: middle, data: new Uint8Array(record.chunkBytes) });
        if (damage === 'short') await writable.truncate(middle + 1000);
        await writable.close();
        return damage === 'short' ? record.bytes - middle : record.chunkBytes;
      }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"changed", "lost", "short"})
  void whatIsDamagedIsFetchedAgainAlone(String damage) {
    URI file = put(damage);
    assertLoaded(visit(file));
    long missing = damage(file, damage);
    long sent = hub.bytesSent(file);
    assertLoaded(visit(file));
    assertEquals(missing, hub.bytesSent(file) - sent);
    assertStays(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed", "lost", "short"})
  void damageThatIsMetWithoutNetworkIsSaid(String damage) {
    URI file = put("offline-" + damage);
    assertLoaded(visit(file));
    long missing = damage(file, damage);
    End end = visit(file, Map.of("offline", true));
    assertEquals("offline", end.code(), end.message());
    long sent = hub.bytesSent(file);
    assertLoaded(visit(file));
    assertTrue(hub.bytesSent(file) - sent <= missing, "more than was missing was fetched again");
    assertStays(file);
  }

  private long damage(URI file, String damage) {
    try (Page page = open()) {
      return ((Number) page.evaluate(script(), Map.of("file", file.toString(), "damage", damage))).longValue();
    }
  }

  /** Damages a file, of which it is told the address, in a way that it is told. */
  String script() {
    return DAMAGE;
  }
}
