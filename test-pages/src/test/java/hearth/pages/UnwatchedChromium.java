package hearth.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Chromium that opens one address and that nothing drives or listens to: a debugger makes a renderer keep what it has received from the
 * network, which would count as the page's memory.
 */
public final class UnwatchedChromium implements AutoCloseable {
  private final Path profile;
  private final boolean ownProfile;
  private final Process browser;

  /** Opens an address with a fresh profile that is deleted afterwards. */
  public UnwatchedChromium(String address) {
    this(address, freshProfile(), true);
  }

  /** Opens an address with a profile that stays. */
  public UnwatchedChromium(String address, Path profile) {
    this(address, profile, false);
  }

  private UnwatchedChromium(String address, Path profile, boolean ownProfile) {
    this.profile = profile;
    this.ownProfile = ownProfile;
    List<String> command = new ArrayList<>(List.of(Chromium.executable().toString()));
    command.addAll(Chromium.FLAGS);
    command.add("--user-data-dir=" + profile);
    command.add(address);
    try {
      browser = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A new empty folder for a profile. */
  public static Path freshProfile() {
    try {
      return Files.createTempDirectory("hearth-chromium");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The most that the largest of this browser's renderers has held in memory so far. */
  public PeakMemory peak() {
    return new Renderers(profile).mostMemory();
  }

  /** Processor time of all processes of this browser that run now, in milliseconds. */
  public long processorMillis() {
    return processes().stream().mapToLong(process -> process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L)).sum();
  }

  private List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>(browser.descendants().toList());
    all.add(browser.toHandle());
    return all;
  }

  /** Ends the browser with all its processes. */
  @Override
  public void close() {
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroy);
    all.forEach(process -> process.onExit().orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).exceptionally(slow -> {
      process.destroyForcibly();
      return process;
    }).join());
    if (ownProfile) {
      delete(profile);
    }
  }

  /** Deletes a profile's folder. */
  public static void delete(Path profile) {
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException leftBehind) {
      // The system's own cleaning of temporary files gets it.
    }
  }
}
