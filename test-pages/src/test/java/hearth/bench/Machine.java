package hearth.bench;

import hearth.pages.Chromium;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
final class Machine {
  private Machine() {}

  /** Processor, cores and browser in a line. */
  static String text() throws IOException {
    return processor("model name") + ", " + Runtime.getRuntime().availableProcessors() + " cores, " + browser();
  }

  /** Whether the processor multiplies and adds bytes in one instruction (AVX-VNNI or its AVX-512 form). */
  static boolean hasFastDots() throws IOException {
    return processor("flags").contains("vnni");
  }

  private static String processor(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith(field))
        .map(line -> line.substring(line.indexOf(':') + 1).trim()).findFirst().orElse("unknown " + field);
  }

  /** How many programs wanted a core at a time, on average over the last minute. */
  static double load() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
  }

  private static String browser() throws IOException {
    Process process = new ProcessBuilder(Chromium.executable().toString(), "--version")
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    return version.replaceAll("(\\S+ [\\d.]+).*", "$1");
  }
}
