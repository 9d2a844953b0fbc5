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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hearth side by side with wllama: the same Chromium, the same file, the same prompt and clock, runs interleaved so that a machine that slows
 * down slows both. Every run has a browser process of its own. Then the bundled model, as a visitor meets it. Prints a table and writes it,
 * with every sample, to test-pages/target/bench.
 */
public final class BenchMain {
  private static final int TOKENS = 24;
  private static final List<String> ENGINES = List.of("hearth", "wllama");

  private final int repetitions;
  private final Map<String, Samples> samples = new LinkedHashMap<>();

  private BenchMain(int repetitions) {
    this.repetitions = repetitions;
  }

  /** @param arguments how often each engine runs; 3 unless given */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new BenchMain(arguments.length > 0 && !arguments[0].isBlank() ? Integer.parseInt(arguments[0]) : 3).measure();
  }

  private void measure() throws IOException, InterruptedException {
    Path model = Checkout.model("0.8b", "q4_0");
    try (SiteServer server = new SiteServer(Checkout.site(), SiteServer.Headers.ISOLATED, 0); LocalHub hub = new LocalHub()) {
      SiteServer.Headers open = SiteServer.Headers.ISOLATED_WITHOUT_POLICY;
      server.mount("/bench/", Checkout.file("test-pages/src/test/resources/hearth/bench"), open);
      server.mount("/wllama/", Checkout.nodePackage("@wllama/wllama").resolve("esm"), open);
      URI file = hub.put("bench/real-size", "0.8b-q4_0.gguf", model);
      EngineRun runs = new EngineRun(server);
      for (int threads = 1; threads <= 2; threads++) {
        for (int i = 0; i < repetitions; i++) {
          for (String engine : ENGINES) {
            visitTwice(runs, engine, threads, file);
          }
        }
      }
      String site = server.address().toString();
      TinyTimes.pageToAnswer(site, repetitions, samples("tiny page to answer ms"));
      TinyTimes.firstToken(site, repetitions, samples("tiny first token ms"), samples("tiny decode"));
    }
    write(Files.size(model));
  }

  private void visitTwice(EngineRun runs, String engine, int threads, URI file) throws InterruptedException {
    Path profile = UnwatchedChromium.freshProfile();
    try {
      JsonObject first = runs.run(engine, file.toString(), threads, TOKENS, profile);
      JsonObject second = runs.run(engine, file.toString(), threads, 0, profile);
      String name = engine + " " + threads + " ";
      samples(name + "decode").add(first.get("decodePerSecond").getAsDouble());
      samples(name + "prefill").add(first.get("prefillPerSecond").getAsDouble());
      samples(name + "first load s").add(first.get("loadMs").getAsDouble() / 1000);
      samples(name + "second load s").add(second.get("loadMs").getAsDouble() / 1000);
      samples(name + "peak MB").add(first.get("peakBytes").getAsDouble() / 1e6);
      System.err.println(engine + ", threads: " + threads + ": " + first + ", second load " + second.get("loadMs") + " ms");
    } finally {
      UnwatchedChromium.delete(profile);
    }
  }

  private Samples samples(String name) {
    return samples.computeIfAbsent(name, key -> new Samples());
  }

  private void write(long fileBytes) throws IOException {
    String table = table(fileBytes);
    System.out.println(table);
    Path folder = Files.createDirectories(Checkout.file("test-pages/target/bench"));
    Files.writeString(folder.resolve("bench.md"), table);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    all.put("machine", Machine.text());
    samples.forEach((name, values) -> all.put(name, values.values()));
    Gson gson = new GsonBuilder().setPrettyPrinting().create();
    Files.writeString(folder.resolve("bench.json"), gson.toJson(all));
  }

  private String table(long fileBytes) throws IOException {
    StringBuilder text = new StringBuilder("Measured on " + LocalDate.now(ZoneOffset.UTC) + " by `./run bench`: " + Machine.text() + "; "
        + repetitions + " interleaved runs each, a fresh browser for every run, median (least–most). Qwen3.5 0.8B shape, Q4_0, "
        + fileBytes / 1_000_000 + " MB, random weights.\n\n");
    text.append("| | Hearth | wllama 3.8.1 | ratio |\n| --- | --- | --- | --- |\n");
    for (int threads = 1; threads <= 2; threads++) {
      String suffix = threads == 1 ? ", 1 thread" : ", 2 threads";
      row(text, "decode" + suffix + ", tokens/s", threads + " decode", false);
      row(text, "prompt" + suffix + ", tokens/s", threads + " prefill", false);
    }
    row(text, "first load (local network, stored while it arrives), s", "1 first load s", true);
    row(text, "second load (from storage), s", "1 second load s", true);
    row(text, "renderer's peak memory, MB", "1 peak MB", true);
    text.append("\nhearth-tiny, the bundled model: from opening the page on a second visit to the whole answer ")
        .append(samples("tiny page to answer ms").text()).append(" ms; first token of a short question ")
        .append(samples("tiny first token ms").text()).append(" ms; ").append(samples("tiny decode").text()).append(" tokens/s.\n");
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
