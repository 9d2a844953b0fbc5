package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import hearth.hub.LocalHub;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A model that is on the device needs nobody. */
class OfflineTest extends FaultTest {
  @Test
  void aStoredModelLoadsWhenItsHubIsGone() throws IOException {
    URI file;
    try (LocalHub passing = new LocalHub()) {
      file = passing.put("org/faults", "gone.gguf", model);
      assertLoaded(visit(file));
    }
    assertLoaded(visit(file));
    assertLoaded(visit(file, Map.of("offline", true)));
  }

  @Test
  void aStoredModelLoadsWithoutNetwork() {
    URI file = put("tunnel");
    assertLoaded(visit(file));
    long requests = hub.requests().size();
    try (Page page = open()) {
      run(page, "globalThis.runtime = await Hearth.create();", null);
      chromium.context().setOffline(true);
      assertLoaded(load(page, file, Map.of()));
    } finally {
      chromium.context().setOffline(false);
    }
    assertEquals(requests, hub.requests().size());
  }

  @Test
  void whatIsNotStoredCannotBeLoadedOffline() {
    URI file = put("unknown");
    long requests = hub.requests().size();
    End end = visit(file, Map.of("offline", true));
    assertEquals("offline", end.code(), end.message());
    assertEquals(requests, hub.requests().size());
  }
}
