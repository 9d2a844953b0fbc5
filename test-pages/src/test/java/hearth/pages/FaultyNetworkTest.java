package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import hearth.hub.Behaviour;
import hearth.hub.HubRequest;
import hearth.hub.Incident;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers, proxies and networks that fail while a model comes. */
class FaultyNetworkTest extends FaultTest {
  private final Path another = Checkout.model("tiny-v2k", "f16", "--set", "layers=16", "--seed", "2");

  private List<HubRequest> requests(URI file) {
    return hub.requests().stream().filter(request -> request.path().endsWith(file.getPath()) && request.method().equals("GET")).toList();
  }

  @Test
  void cutsAtTenRandomPlaces() {
    URI file = put("cuts");
    Random random = random("cuts at random places");
    for (int i = 0; i < 10; i++) {
      hub.plan(file, (long) (random.nextDouble() * size), Incident.BREAK);
    }
    assertLoaded(visit(file));
    assertSent(file, 10);
    assertStays(file);
  }

  @Test
  void aServerWithoutRanges() {
    URI file = put("without-ranges");
    hub.always(file, new Behaviour.WithoutRanges());
    assertLoaded(visit(file));
    assertSent(file, 0);
    assertStays(file);
  }

  @Test
  void aServerWithoutRangesThatBreaksSendsAllAgain() {
    URI file = put("without-ranges-broken");
    hub.always(file, new Behaviour.WithoutRanges());
    hub.plan(file, size / 2, Incident.BREAK);
    assertLoaded(visit(file));
    assertEquals(size + size / 2, hub.bytesSent(file));
    assertStays(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aBusyServerThatSaysHowLongItIs(int status) {
    URI file = put("busy-" + status);
    hub.next(file, new Behaviour.Refuse(status, 1), new Behaviour.RefuseUntil(status, 2));
    assertLoaded(visit(file));
    assertSent(file, 0);
    assertStays(file);
    List<HubRequest> requests = requests(file);
    assertTrue(between(requests.get(0), requests.get(1)).toMillis() >= 1000, "after seconds: " + requests);
    // A date has no fractions of a second.
    assertTrue(between(requests.get(1), requests.get(2)).toMillis() >= 1000, "after a date: " + requests);
  }

  private static Duration between(HubRequest refused, HubRequest next) {
    return Duration.between(refused.begun(), next.begun());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aBusyServerThatSaysNothing(int status) {
    URI file = put("silent-" + status);
    hub.plan(file, size / 3, Incident.BREAK);
    hub.next(file, new Behaviour.Refuse(status, -1), Behaviour.GOOD, Behaviour.GOOD, new Behaviour.Refuse(status, -1), new Behaviour.HangUp());
    assertLoaded(visit(file));
    assertSent(file, 1);
    assertStays(file);
  }

  @Test
  void aServerThatIsBusyForAnHourIsGivenUp() {
    URI file = put("busy-for-an-hour");
    hub.next(file, new Behaviour.Refuse(503, 3600));
    End end = visit(file);
    assertEquals("network", end.code(), end.message());
    assertNotComplete(file);
    assertLoaded(visit(file));
    assertSent(file, 0);
  }

  @Test
  void aChainOfRedirects() {
    URI file = put("redirects");
    hub.always(file, new Behaviour.Redirect(5));
    hub.plan(file, size / 2, Incident.BREAK);
    assertLoaded(visit(file));
    assertSent(file, 1);
    assertStays(file);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void signaturesOfTheStorageThatExpire(boolean readable) {
    URI file = put("signed-" + readable);
    hub.always(file, new Behaviour.SignedRedirect(4, readable));
    assertLoaded(visit(file));
    List<HubRequest> refused = requests(file).stream().filter(request -> request.status() == 403).toList();
    assertTrue(!refused.isEmpty(), "no signature expired: " + requests(file));
    assertSent(file, refused.size());
    assertStays(file);
  }

  @Test
  void aFileThatChangesWhileItComes() throws IOException {
    URI file = put("changes");
    hub.pace(file, PACE);
    hub.plan(file, size / 2, Incident.BREAK);
    try (Page page = open()) {
      begin(page, file, Map.of());
      awaitSent(page, file, size / 3);
      hub.put("org/faults", "changes.gguf", another);
      End end = end(page);
      assertEquals("integrity", end.code(), end.message());
    }
    assertNull(stored(file), "something of the old file is kept");
    assertAnother(file);
  }

  @Test
  void aFileThatHasChangedBetweenTwoVisits() throws IOException {
    URI file = put("changed");
    hub.pace(file, PACE);
    try (Page page = open()) {
      begin(page, file, Map.of());
      awaitSent(page, file, size / 2);
    }
    hub.put("org/faults", "changed.gguf", another);
    assertAnother(file);
  }

  /** Fails unless the next visit brings the other model, all of it. */
  private void assertAnother(URI file) throws IOException {
    long sent = hub.bytesSent(file);
    End end = visit(file);
    assertEquals("loaded", end.code(), end.message());
    assertNotEquals(expected(), end.row());
    assertEquals(visit(hub.put("org/faults", "another.gguf", another), Map.of("keep", false)).row(), end.row());
    long again = hub.bytesSent(file) - sent;
    assertTrue(again <= Files.size(another) + MOST_LOST_BYTES, "the hub sent " + again + " bytes of " + Files.size(another));
    assertEquals(true, stored(file).get("complete"));
  }

  @Test
  void bodiesThatEndTooSoon() {
    URI file = put("truncated");
    hub.next(file, new Behaviour.EndAfter(700_000), new Behaviour.CutAfter(300_000), new Behaviour.EndAfter(0));
    assertLoaded(visit(file));
    assertSent(file, 3);
    assertStays(file);
  }

  @Test
  void wrongBytesOfTheRightLength() throws IOException, NoSuchAlgorithmException {
    URI file = put("wrong");
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(model)));
    Map<String, ?> promised = Map.of("url", file.toString(), "sha256", sha256);
    hub.always(file, new Behaviour.WrongByte(size - 5000));
    End end = visit(promised, Map.of());
    assertEquals("integrity", end.code(), end.message());
    assertNull(stored(file), "a wrong file is kept");
    hub.always(file, Behaviour.GOOD);
    assertLoaded(visit(promised, Map.of()));
    assertEquals(2 * size, hub.bytesSent(file));
    assertStays(file);
  }

  @Test
  void aConnectionThatStalls() {
    URI file = put("stalls");
    hub.plan(file, size / 2, Incident.STALL);
    End end = visit(file);
    // Another connection may be tried while nothing comes; a load that gives up has kept what came.
    if (!end.code().equals("loaded")) {
      assertEquals("network", end.code(), end.message());
      assertNotComplete(file);
      end = visit(file);
    }
    assertLoaded(end);
    assertSent(file, 1);
    assertStays(file);
  }

  @Test
  void aServerThatNeverSendsAByteMoreIsGivenUp() {
    URI file = put("silent");
    hub.next(file, new Behaviour.StallAfter(100_000));
    hub.always(file, new Behaviour.StallAfter(0));
    End end = visit(file);
    assertEquals("network", end.code(), end.message());
    assertNotComplete(file);
  }

  @Test
  void aNetworkThatGoesAwayAndComesBack() {
    URI file = put("away");
    hub.pace(file, PACE);
    try (Page page = open()) {
      begin(page, file, Map.of());
      awaitSent(page, file, size * 6 / 10);
      chromium.context().setOffline(true);
      End end = end(page);
      chromium.context().setOffline(false);
      assertEquals("offline", end.code(), end.message());
    }
    assertNotComplete(file);
    assertLoaded(visit(file));
    assertSent(file, 1);
    assertStays(file);
  }
}
