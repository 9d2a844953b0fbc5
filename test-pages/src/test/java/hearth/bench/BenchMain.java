package hearth.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import hearth.hub.LocalHub;
import hearth.pages.Checkout;
import hearth.pages.UnwatchedChromium;
import hearth.serve.SiteServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hearth side by side with wllama: the same Chromium, the same file, the same prompt and clock, runs interleaved so that a machine that slows
 * down slows both. Every run has a browser process of its own. Then the bundled model, as a visitor meets it. Prints a table and writes it,
 * with every sample, to test-pages/target/bench.
 */
public final class BenchMain {
  /** A load of the machine from which the figures cannot be trusted. */
  private static final double BUSY = 1;
  private static final List<String> ENGINES = List.of("hearth", "wllama");

  private final int repetitions;
  private final int mostThreads;
  private final Map<String, Samples> samples = new LinkedHashMap<>();

  private BenchMain(int repetitions, int mostThreads) {
    this.repetitions = repetitions;
    this.mostThreads = mostThreads;
  }

  /** @param arguments how often each engine runs, 3 unless given; and with how many threads at most, 2 unless given */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new BenchMain(number(arguments, 0, 3), number(arguments, 1, 2)).measure();
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private void measure() throws IOException, InterruptedException {
    double load = Machine.load();
    if (load > BUSY) {
      System.err.println("Other programs keep this machine busy (load " + load + "): speeds will be too low and times too long.");
    }
    Path model = Checkout.model("0.8b", "q4_0");
    try (SiteServer server = new SiteServer(Checkout.site(), SiteServer.Headers.ISOLATED, 0); LocalHub hub = new LocalHub()) {
      SiteServer.Headers open = SiteServer.Headers.ISOLATED_WITHOUT_POLICY;
      server.mount("/bench/", Checkout.file("test-pages/src/test/resources/hearth/bench"), open);
      server.mount("/wllama/", Checkout.nodePackage("@wllama/wllama").resolve("esm"), open);
      URI file = hub.put("bench/real-size", "0.8b-q4_0.gguf", model);
      EngineRun runs = new EngineRun(server);
      for (int threads = 1; threads <= mostThreads; threads++) {
        for (int i = 0; i < repetitions; i++) {
          Map<String, String> texts = new HashMap<>();
          for (int turn = 0; turn < ENGINES.size(); turn++) {
            // Each goes first as often as the other.
            String engine = ENGINES.get((i + turn) % ENGINES.size());
            texts.put(engine, visitTwice(runs, engine, threads, file, Prompts.of(i)));
          }
          samples("alike").add(alike(texts.get("hearth"), texts.get("wllama")));
        }
      }
      String site = server.address().toString();
      TinyTimes.pageToAnswer(site, repetitions, samples("tiny page to answer ms"));
      TinyTimes.firstToken(site, repetitions, samples("tiny first token ms"), samples("tiny decode"));
    }
    write(Files.size(model), load);
  }

  /** Loads the file from the network and measures, then loads it once more from the device; returns the text that was written. */
  private String visitTwice(EngineRun runs, String engine, int threads, URI file, Prompts prompts) throws InterruptedException {
    Path profile = UnwatchedChromium.freshProfile();
    try {
      JsonObject first = runs.run(engine, file.toString(), threads, prompts, profile);
      double second = runs.load(engine, file.toString(), threads, profile);
      String name = engine + " " + threads + " ";
      samples(name + "decode").add(first.get("decodePerSecond").getAsDouble());
      samples(name + "prefill").add(first.get("prefillPerSecond").getAsDouble());
      samples(name + "first load s").add(first.get("loadMs").getAsDouble() / 1000);
      samples(name + "second load s").add(second / 1000);
      samples(name + "peak MB").add(first.get("peakBytes").getAsDouble() / 1e6);
      System.err.println(engine + ", threads: " + threads + ": " + first + ", second load " + second + " ms");
      return first.get("text").getAsString();
    } finally {
      UnwatchedChromium.delete(profile);
    }
  }

  /** The share of the longer text that both begin with. */
  private static double alike(String one, String other) {
    int same = 0;
    while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return (double) same / Math.max(1, Math.max(one.length(), other.length()));
  }

  private Samples samples(String name) {
    return samples.computeIfAbsent(name, key -> new Samples());
  }

  private void write(long fileBytes, double load) throws IOException {
    String table = table(fileBytes, load);
    System.out.println(table);
    Path folder = Files.createDirectories(Checkout.file("test-pages/target/bench"));
    Files.writeString(folder.resolve("result.md"), table);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    all.put("machine", Machine.text());
    all.put("loadBefore", load);
    samples.forEach((name, values) -> all.put(name, values.values()));
    Gson gson = new GsonBuilder().setPrettyPrinting().create();
    Files.writeString(folder.resolve("result.json"), gson.toJson(all));
  }

  private String table(long fileBytes, double load) throws IOException {
    StringBuilder text = new StringBuilder("Measured on " + LocalDate.now(ZoneOffset.UTC) + " by `./run bench`: " + Machine.text() + "; "
        + repetitions + " interleaved runs each, a fresh browser for every run, median (least–most). Qwen3.5 0.8B shape, Q4_0, "
        + fileBytes / 1_000_000 + " MB, random weights. "
        + "Other programs' load before: " + load + ".\n\n");
    text.append("| | Hearth | wllama 3.8.1 | ratio |\n| --- | --- | --- | --- |\n");
    for (int threads = 1; threads <= mostThreads; threads++) {
      String suffix = threads == 1 ? ", 1 thread" : ", 2 threads";
      row(text, "decode (" + (Prompts.WRITTEN - 1) + " tokens after " + Prompts.SHORTER + ")" + suffix + ", tokens/s", threads + " decode", false);
      row(text, "prefill (" + Prompts.LONGER + " tokens, to the first new one)" + suffix + ", tokens/s", threads + " prefill", false);
    }
    row(text, "load, first visit (local network, stored while it arrives), s", "1 first load s", true);
    row(text, "load, second visit (from the device), s", "1 second load s", true);
    row(text, "renderer's peak memory, MB", "1 peak MB", true);
    text.append("\nhearth-tiny, the bundled model: from opening the page on a second visit to the whole answer ")
        .append(samples("tiny page to answer ms").text()).append(" ms; first token of a short question, model loaded, ")
        .append(samples("tiny first token ms").text()).append(" ms; ").append(samples("tiny decode").text()).append(" tokens/s. "
            + "Greedy texts of both engines begin alike for ").append(samples("alike").text()).append(" of their length.\n");
    return text.toString();
  }

  /** @param less whether less is better; the ratio tells how many times better Hearth is */
  private void row(StringBuilder text, String what, String name, boolean less) {
    Samples ours = samples("hearth " + name);
    Samples theirs = samples("wllama " + name);
    double ratio = less ? theirs.median() / ours.median() : ours.median() / theirs.median();
    text.append("| ").append(what).append(" | ").append(ours.text()).append(" | ").append(theirs.text()).append(" | ")
        .append(Samples.number(ratio)).append(" × |\n");
  }
}
