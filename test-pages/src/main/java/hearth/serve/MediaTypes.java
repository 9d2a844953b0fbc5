package hearth.serve;

import java.util.Map;

/** The content types of the files that a Hearth site holds. */
final class MediaTypes {
  private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
      Map.entry("html", "text/html; charset=utf-8"),
      Map.entry("js", "text/javascript; charset=utf-8"),
      Map.entry("mjs", "text/javascript; charset=utf-8"),
      Map.entry("css", "text/css; charset=utf-8"),
      Map.entry("json", "application/json; charset=utf-8"),
      Map.entry("map", "application/json; charset=utf-8"),
      Map.entry("webmanifest", "application/manifest+json; charset=utf-8"),
      Map.entry("wasm", "application/wasm"),
      Map.entry("ts", "text/plain; charset=utf-8"),
      Map.entry("txt", "text/plain; charset=utf-8"),
      Map.entry("md", "text/plain; charset=utf-8"),
      Map.entry("svg", "image/svg+xml"),
      Map.entry("png", "image/png"),
      Map.entry("ico", "image/x-icon"));

  private MediaTypes() {}

  /** The type of a file by its name; what is not known (a GGUF file, for one) is plain bytes. */
  static String of(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return BY_EXTENSION.getOrDefault(fileName.substring(dot + 1), "application/octet-stream");
  }
}
