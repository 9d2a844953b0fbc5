package hearth.bench;

import hearth.pages.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A model of a shape of Qwen3.5 with random weights of a type. */
record ModelFile(String shape, String type) {
  /** The one that engines are compared with, and the other files too. */
  static final ModelFile BASE = new ModelFile("0.8b", "q4_0");
  static final ModelFile K_QUANTS = new ModelFile("0.8b", "q4_k_m");
  static final ModelFile BYTES = new ModelFile("0.8b", "q8_0");
  static final ModelFile BIGGER = new ModelFile("2b", "q4_0");
  static final List<ModelFile> ALL = List.of(BASE, K_QUANTS, BYTES, BIGGER);

  /** For people. */
  String name() {
    return shape.toUpperCase(Locale.ROOT) + " " + type.toUpperCase(Locale.ROOT);
  }

  /** Where it lies; it is made where it is not there yet. */
  Path path() {
    return Checkout.model(shape, type);
  }

  long bytes() {
    try {
      return Files.size(path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
