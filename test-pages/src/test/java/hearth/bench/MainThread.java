package hearth.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A page's main thread, from Chromium's own trace. All times are the processor's, in milliseconds: waiting for a core that somebody else has
 * does not count. The trace itself costs a little, which does.
 */
final class MainThread {
  private static final String TASK = "RunTask";
  private static final String COMMIT = "Commit";
  private static final String MESSAGE = "HandlePostMessage";

  private final Page page;
  private final CDPSession session;
  private final List<JsonObject> events = new ArrayList<>();
  private boolean complete;

  /** Starts to watch the page. */
  MainThread(Page page) {
    this.page = page;
    session = page.context().newCDPSession(page);
    session.on("Tracing.dataCollected", data -> data.getAsJsonArray("value").forEach(event -> events.add(event.getAsJsonObject())));
    session.on("Tracing.tracingComplete", data -> complete = true);
    JsonArray categories = new JsonArray();
    List.of("devtools.timeline", "disabled-by-default-devtools.timeline").forEach(categories::add);
    JsonObject config = new JsonObject();
    config.add("includedCategories", categories);
    JsonObject start = new JsonObject();
    start.add("traceConfig", config);
    session.send("Tracing.start", start);
  }

  /**
   * Ends watching. Returns, for each frame between the first and the last message of a worker, the times of the tasks since the frame before:
   * the last of them is the one that made the frame.
   */
  List<List<Double>> frames() {
    session.send("Tracing.end");
    page.waitForCondition(() -> complete);
    session.detach();
    // Workers get messages too, and other pages have frames.
    Set<String> framed = events.stream().filter(event -> name(event).equals(COMMIT)).map(MainThread::thread).collect(Collectors.toSet());
    String thread = events.stream().filter(event -> name(event).equals(MESSAGE)).map(MainThread::thread).filter(framed::contains).findFirst().orElseThrow();
    List<JsonObject> ours = events.stream().filter(event -> thread(event).equals(thread) && event.has("dur"))
        .sorted(Comparator.comparingDouble(MainThread::begin)).toList();
    double[] messages = ours.stream().filter(event -> name(event).equals(MESSAGE)).mapToDouble(MainThread::begin).toArray();
    double[] commits = ours.stream().filter(event -> name(event).equals(COMMIT)).mapToDouble(MainThread::begin).toArray();
    List<List<Double>> frames = new ArrayList<>();
    List<Double> tasks = new ArrayList<>();
    int next = 0;
    for (JsonObject event : ours) {
      double end = begin(event) + event.get("dur").getAsDouble();
      if (!name(event).equals(TASK) || end < messages[0]) {
        continue;
      }
      if (begin(event) > messages[messages.length - 1]) {
        break;
      }
      tasks.add(event.get("tdur").getAsDouble() / 1000);
      while (next < commits.length && commits[next] < begin(event)) {
        next++;
      }
      if (next < commits.length && commits[next] < end) {
        frames.add(tasks);
        tasks = new ArrayList<>();
      }
    }
    return frames;
  }

  private static String name(JsonObject event) {
    return event.get("name").getAsString();
  }

  private static String thread(JsonObject event) {
    return event.get("pid") + ":" + event.get("tid");
  }

  private static double begin(JsonObject event) {
    return event.get("ts").getAsDouble();
  }
}
