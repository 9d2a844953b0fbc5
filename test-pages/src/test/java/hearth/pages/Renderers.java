package hearth.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What the renderer processes of a Chromium take, by the profile that it was started with; as Linux tells in /proc. */
final class Renderers {
  private static final int TICKS_PER_SECOND = 100;

  private final Path profile;

  Renderers(Path profile) {
    this.profile = profile;
  }

  /** The largest peak of one of them. */
  PeakMemory mostMemory() {
    return processes().map(this::peak).max(Comparator.comparingLong(PeakMemory::resident)).orElse(new PeakMemory(0, 0));
  }

  private PeakMemory peak(Path process) {
    try {
      String status = text(process.resolve("status"));
      return new PeakMemory(kilobytes(status, "VmHWM:") * 1024, kilobytes(status, "RssFile:") * 1024);
    } catch (UncheckedIOException ended) {
      return new PeakMemory(0, 0);
    }
  }

  private static long kilobytes(String status, String key) {
    return status.lines().filter(line -> line.startsWith(key)).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
  }

  /** Processor time of all of them so far, in milliseconds. */
  long processorTime() {
    return processes().mapToLong(this::processorTime).sum();
  }

  private long processorTime(Path process) {
    try {
      // Fields 14 and 15 after the command's name, which stands in brackets and may hold anything.
      String stat = text(process.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / TICKS_PER_SECOND;
    } catch (UncheckedIOException ended) {
      return 0;
    }
  }

  /** Their folders in /proc. */
  private Stream<Path> processes() {
    return ProcessHandle.allProcesses().map(process -> Path.of("/proc", String.valueOf(process.pid()))).filter(process -> {
      try {
        String command = text(process.resolve("cmdline"));
        return command.contains("--type=renderer") && command.contains(profile.toString());
      } catch (UncheckedIOException ended) {
        return false;
      }
    });
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException ended) {
      throw new UncheckedIOException(ended);
    }
  }
}
