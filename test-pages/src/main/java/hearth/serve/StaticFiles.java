package hearth.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Answers GET and HEAD from a folder: content types, revalidation by ETag, single ranges. */
final class StaticFiles implements HttpHandler {
  private static final int BUFFER_BYTES = 1 << 18;

  private final String prefix;
  private final Path folder;
  private final Map<String, String> extraHeaders;

  StaticFiles(String prefix, Path folder, Map<String, String> extraHeaders) {
    this.prefix = prefix;
    this.folder = folder.toAbsolutePath().normalize();
    this.extraHeaders = extraHeaders;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      extraHeaders.forEach(exchange.getResponseHeaders()::set);
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        say(exchange, 405, "Only GET and HEAD are answered here.");
        return;
      }
      Path file = locate(exchange.getRequestURI().getPath());
      if (file == null) {
        say(exchange, 404, "No such file.");
        return;
      }
      send(exchange, file);
    }
  }

  /** The file for a request's path, or null when there is none inside the folder. */
  private Path locate(String path) {
    Path file = folder.resolve(path.substring(prefix.length())).normalize();
    if (!file.startsWith(folder)) {
      return null;
    }
    if (Files.isDirectory(file)) {
      file = file.resolve("index.html");
    }
    return Files.isRegularFile(file) ? file : null;
  }

  private static void send(HttpExchange exchange, Path file) throws IOException {
    long size = Files.size(file);
    String tag = "\"" + Long.toHexString(size) + "-" + Long.toHexString(Files.getLastModifiedTime(file).toMillis()) + "\"";
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", MediaTypes.of(file.getFileName().toString()));
    // Kept, but asked about again each time, so that a rebuilt site shows at once.
    headers.set("Cache-Control", "no-cache");
    headers.set("ETag", tag);
    headers.set("Accept-Ranges", "bytes");
    if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    ByteRange range = new ByteRange(0, size - 1);
    int status = 200;
    String asked = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    if (asked != null && (condition == null || condition.equals(tag))) {
      try {
        range = ByteRange.parse(asked, size);
        status = 206;
      } catch (IllegalArgumentException severalOrUnknown) {
        // A server may ignore a range that it does not understand: the whole file follows.
        status = 200;
      }
      if (range == null) {
        headers.set("Content-Range", "bytes */" + size);
        say(exchange, 416, "The file has no such bytes.");
        return;
      }
    }
    if (status == 206) {
      headers.set("Content-Range", range.contentRange(size));
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Long.toString(range.length()));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    // The server takes 0 for "length unknown" and -1 for "no body".
    exchange.sendResponseHeaders(status, range.length() == 0 ? -1 : range.length());
    if (range.length() > 0) {
      copy(file, range, exchange.getResponseBody());
    }
  }

  private static void copy(Path file, ByteRange range, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(range.first());
      long left = range.length();
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          return;
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  private static void say(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
