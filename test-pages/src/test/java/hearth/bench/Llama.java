package hearth.bench;

import hearth.pages.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Native llama.cpp, on the processor alone, in a node process of its own. */
final class Llama {
  private static final String FOLDER = "test-pages/native";
  private final Path script;

  /** Installs it where it is not there; without the builds for other machines and for GPUs, hundreds of megabytes. */
  Llama() {
    Checkout.nodePackage(FOLDER, "node-llama-cpp", "--omit=optional");
    script = Checkout.file(FOLDER + "/llama.mjs");
  }

  /** Whether there is a build for this machine among the pinned packages. */
  static boolean available() {
    return System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64");
  }

  Report run(ModelFile model, int threads, Task task) throws InterruptedException {
    try {
      Process node = new ProcessBuilder("node", script.toString(), model.path().toString(), String.valueOf(threads), task.json())
          .redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String json = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (node.waitFor() != 0) {
        throw new IllegalStateException("llama.cpp failed: " + json);
      }
      Report report = Report.of(json, "llama.cpp", task);
      System.err.println("llama.cpp, " + model.name() + ", threads: " + threads + ": " + report.summary());
      return report;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
