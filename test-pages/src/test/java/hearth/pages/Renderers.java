package hearth.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** What the renderer processes of a Chromium take, by the profile that it was started with; as Linux tells in /proc. */
final class Renderers {
  private static final int TICKS_PER_SECOND = 100;

  private final Path profile;

  Renderers(Path profile) {
    this.profile = profile;
  }

  /** The largest peak of resident memory of one of them, in bytes. */
  long mostMemory() {
    return each(process -> lines(process.resolve("status")).lines().filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(0)).max().orElse(0);
  }

  /** Processor time of all of them so far, in milliseconds. */
  long processorTime() {
    return each(process -> {
      // Fields 14 and 15 after the command's name, which stands in brackets and may hold anything.
      String stat = lines(process.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / TICKS_PER_SECOND;
    }).sum();
  }

  private LongStream each(ToLongFunction<Path> figure) {
    return ProcessHandle.allProcesses().map(process -> Path.of("/proc", String.valueOf(process.pid()))).mapToLong(process -> {
      try {
        String command = lines(process.resolve("cmdline"));
        return command.contains("--type=renderer") && command.contains(profile.toString()) ? figure.applyAsLong(process) : 0;
      } catch (UncheckedIOException ended) {
        return 0;
      }
    });
  }

  private static String lines(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException ended) {
      throw new UncheckedIOException(ended);
    }
  }
}
