package hearth.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the site for browsers that the one at hand is not: the engine's worker begins with a script that makes it look like them. */
final class AlteredSite {
  private AlteredSite() {}

  /**
   * Makes the copy.
   *
   * @param name of its folder, one for each script
   */
  static Path with(String script, String name) {
    Path copy = Checkout.file("test-pages/target/sites").resolve(name);
    try (Stream<Path> files = Files.walk(Checkout.site())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(Checkout.site().relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
      }
      Path worker = copy.resolve("engine/worker.js");
      Files.write(worker, List.of(script, Files.readString(worker)));
      return copy;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
