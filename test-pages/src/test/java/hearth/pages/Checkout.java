package hearth.pages;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Where things lie in the checkout, and model files with random weights, made once and kept. */
public final class Checkout {
  private static final Path ROOT = Path.of(System.getProperty("hearth.checkout", ".."));
  private static final Path MODELS = ROOT.resolve("test-pages/target/models");

  private Checkout() {}

  /** The built site. */
  public static Path site() {
    Path site = ROOT.resolve("web/target/site");
    if (!Files.exists(site.resolve("index.html"))) {
      throw new AssertionError("The site is not built: run ./run build first");
    }
    return site;
  }

  /** A file by its path from the root of the checkout. */
  public static Path file(String path) {
    return ROOT.resolve(path);
  }

  /** A JSON file by its path from the root of the checkout. */
  public static JsonObject json(String path) {
    try (Reader in = Files.newBufferedReader(file(path), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(in).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A model file of this shape and type; {@code more} are further arguments of the generator. */
  public static Path model(String shape, String type, String... more) {
    try {
      Files.createDirectories(MODELS);
      Path file = MODELS.resolve(shape + "-" + type + String.join("", more) + ".gguf");
      if (Files.exists(file)) {
        return file;
      }
      Path part = MODELS.resolve(file.getFileName() + ".part");
      List<String> command = new ArrayList<>(List.of("node", file("core/src/test/node/make-gguf.mjs").toString(), "--shape", shape,
          "--type", type, "--out", part.toString()));
      command.addAll(List.of(more));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(output);
      }
      return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The folder of an npm package that test-pages/package-lock.json pins, installed where it is not there. */
  public static Path nodePackage(String name) {
    return nodePackage("test-pages", name);
  }

  /**
   * The folder of an npm package that a lockfile pins, installed where it is not there.
   *
   * @param lockfile the lockfile's folder, from the root of the checkout
   * @param options further options of {@code npm ci}
   */
  public static Path nodePackage(String lockfile, String name, String... options) {
    Path folder = file(lockfile).resolve("node_modules").resolve(name);
    if (!Files.exists(folder)) {
      List<String> command = new ArrayList<>(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
      command.addAll(List.of(options));
      try {
        Process npm = new ProcessBuilder(command).directory(file(lockfile).toFile()).redirectErrorStream(true).start();
        String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (npm.waitFor() != 0) {
          throw new AssertionError(output);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return folder;
  }
}
