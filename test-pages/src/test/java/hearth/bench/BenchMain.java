package hearth.bench;

import com.google.gson.GsonBuilder;
import hearth.hub.LocalHub;
import hearth.pages.Checkout;
import hearth.serve.SiteServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hearth beside wllama in the same Chromium and beside native llama.cpp, and Hearth beside what it is held to. Every run has a browser
 * process of its own. Prints tables and writes them, with every sample, to test-pages/target/bench.
 */
public final class BenchMain {
  /** A load of the machine from which the figures cannot be trusted. */
  private static final double BUSY = 1;
  /** Messages of the conversation in which frames are measured. */
  private static final int EARLIER_MESSAGES = 200;

  private final Options options;
  private final Figures figures = new Figures();
  private final Map<String, Profile> profiles = new LinkedHashMap<>();
  private final double load = Machine.load();

  private BenchMain(Options options) throws IOException {
    this.options = options;
  }

  /** @param arguments {@link Options#USAGE} */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new BenchMain(Options.of(arguments)).measure();
  }

  private void measure() throws IOException, InterruptedException {
    if (load > BUSY) {
      System.err.println("Other programs keep this machine busy (load " + load + "): speeds will be too low and times too long.");
    }
    try (SiteServer server = new SiteServer(Checkout.site(), SiteServer.Headers.ISOLATED, 0); LocalHub hub = new LocalHub()) {
      SiteServer.Headers open = SiteServer.Headers.ISOLATED_WITHOUT_POLICY;
      server.mount("/bench/", Checkout.file("test-pages/src/test/resources/hearth/bench"), open);
      server.mount("/wllama/", Checkout.nodePackage("@wllama/wllama").resolve("esm"), open);
      Pages pages = new Pages(server, hub);
      SideBySide engines = new SideBySide(pages, options.peers(), figures);
      FileTypes fileTypes = new FileTypes(pages, figures, profiles);
      for (int threads = 1; threads <= options.threads(); threads++) {
        for (int i = 0; i < options.repetitions(); i++) {
          engines.repetition(threads, i);
          figures.add(Measured.of(Measured.READ_LOOP, threads), ReadLoop.pace(pages, threads));
        }
        fileTypes.measure(ModelFile.BASE, threads, SideBySide.LONG);
      }
      if (options.limits()) {
        for (int threads = 1; threads <= options.threads(); threads++) {
          for (ModelFile model : List.of(ModelFile.K_QUANTS, ModelFile.BYTES, ModelFile.BIGGER)) {
            fileTypes.measure(model, threads, SideBySide.SHORT);
          }
        }
        Arrivals arrivals = new Arrivals(pages, figures);
        for (int i = 0; i < options.repetitions(); i++) {
          arrivals.measure(options.threads());
        }
        new LongContext(pages, figures).measure(options.threads());
        String site = server.address().toString();
        figures.add(Measured.CHAT_LONG_TASK, Arrivals.chatPage(site, pages.publish(ModelFile.BASE)));
        figures.add(Measured.CHAT_FRAME, FrameTimes.chatPage(site, FrameTimes.Screen.WIDE, EARLIER_MESSAGES, 1).longest());
        figures.add(Measured.WIDGET_FRAME, FrameTimes.widget(site, FrameTimes.Screen.WIDE, EARLIER_MESSAGES, 1).longest());
      }
      if (options.peers()) {
        TinyTimes.pageToAnswer(server.address().toString(), options.repetitions(), figures);
        TinyTimes.firstToken(server.address().toString(), options.repetitions(), figures);
      }
      write();
    }
  }

  private void write() throws IOException {
    String text = text();
    System.out.println(text);
    Path folder = Files.createDirectories(Checkout.file("test-pages/target/bench"));
    Files.writeString(folder.resolve("result.md"), text);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    all.put("machine", Machine.text());
    all.put("loadBefore", load);
    all.put("samples", figures.values());
    all.put("profiles", profiles);
    Files.writeString(folder.resolve("result.json"), new GsonBuilder().setPrettyPrinting().create().toJson(all));
  }

  private String text() throws IOException {
    StringBuilder text = new StringBuilder("Measured on " + LocalDate.now(ZoneOffset.UTC) + " by `./run bench`: " + Machine.text() + "; "
        + options.repetitions() + " runs each, interleaved, a fresh process for every run, median (least–most). Qwen3.5 0.8B shape, Q4_0, "
        + ModelFile.BASE.bytes() / 1_000_000 + " MB, random weights. Other programs' load before: " + load + ".\n\n");
    text.append(new PeersTable(figures).text(options.threads())).append('\n');
    if (options.peers()) {
      text.append("Times of reading are up to the first new token. wllama reads ").append(SideBySide.LONG)
          .append(" tokens once only, since that takes minutes. Native: llama.cpp of node-llama-cpp 3.22.1, its best build for this"
              + " processor, no GPU, no mmap, flash attention where it chooses to.\n\nhearth-tiny, the bundled model: from opening the page on a second"
              + " visit to the whole answer ").append(figures.text(Measured.TINY_ANSWER)).append(" ms; first token of a short question, model loaded, ")
          .append(figures.text(Measured.TINY_FIRST_TOKEN)).append(" ms; ").append(figures.text(Measured.TINY_DECODE)).append(" tokens/s.\n\n");
    }
    text.append(FilesTable.text(figures, options.threads())).append('\n');
    text.append(new BarsTable(figures, Machine.hasFastDots()).text());
    profiles.forEach((what, profile) -> text.append(profile.text(what)));
    return text.toString();
  }
}
