package hearth.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A model file in several parts, made of a whole one. */
record SplitModel(List<Path> parts) {
  /** Splits {@code model}; {@code more} are further arguments of the splitter. */
  static SplitModel of(Path model, int count, String... more) {
    String name = model.getFileName().toString().replace(".gguf", "") + String.join("", more);
    Path folder = Checkout.file("test-pages/target/split");
    try {
      Files.createDirectories(folder);
      List<String> command = new ArrayList<>(List.of("node", Checkout.file("core/src/test/node/split-gguf.mjs").toString(), model.toString(),
          folder.resolve(name).toString(), Integer.toString(count)));
      command.addAll(List.of(more));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new AssertionError(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    List<Path> parts = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      parts.add(folder.resolve("%s-%05d-of-%05d.gguf".formatted(name, i, count)));
    }
    return new SplitModel(parts);
  }

  String name(int index) {
    return parts.get(index).getFileName().toString();
  }

  long bytes() throws IOException {
    long bytes = 0;
    for (Path part : parts) {
      bytes += Files.size(part);
    }
    return bytes;
  }
}
