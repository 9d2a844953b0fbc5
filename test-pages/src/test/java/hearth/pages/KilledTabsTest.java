package hearth.pages;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tabs that die while a model comes: whoever opens the page again goes on where they were. */
class KilledTabsTest extends FaultTest {
  private static final int KILLS = 20;
  /** A tab that lives longer has most of the file. */
  private static final long MOST_BYTES_OF_A_LIFE = 8 << 20;

  private enum Death {
    /** Its process dies. */
    CRASH,
    /** Somebody closes it. */
    CLOSE,
    /** Somebody reloads it. */
    RELOAD
  }

  @Test
  void atTwentyRandomMoments() {
    Random random = random("tabs that are killed");
    List<URI> files = new ArrayList<>();
    for (int kills = 0; kills < KILLS; ) {
      URI file = put("killed-" + files.size());
      files.add(file);
      hub.pace(file, PACE);
      int here = 0;
      while (here + kills < KILLS && hub.bytesSent(file) < size) {
        long moment = hub.bytesSent(file) + (long) (random.nextDouble() * MOST_BYTES_OF_A_LIFE);
        kill(file, moment, Death.values()[random.nextInt(Death.values().length)]);
        here++;
        assertSent(file, here);
      }
      assertLoaded(visit(file));
      assertSent(file, here);
      assertStays(file);
      kills += here;
    }
  }

  /** Begins to load and ends the tab when the hub has sent so much, or has sent all. */
  private void kill(URI file, long sent, Death death) {
    Page page = open();
    begin(page, file, Map.of());
    page.waitForCondition(() -> hub.bytesSent(file) >= sent || (boolean) page.evaluate("ended"), new Page.WaitForConditionOptions().setTimeout(MOST_MILLIS));
    switch (death) {
      case CRASH -> crash(page);
      case RELOAD -> page.reload();
      case CLOSE -> { }
    }
    page.close();
  }

  private static void crash(Page page) {
    boolean[] crashed = {false};
    page.onCrash(dead -> crashed[0] = true);
    try {
      page.navigate("chrome://crash");
    } catch (PlaywrightException died) {
      // It cannot answer any more.
    }
    page.context().pages().get(0).waitForCondition(() -> crashed[0]);
  }
}
