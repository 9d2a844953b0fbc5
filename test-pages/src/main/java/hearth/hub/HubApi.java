package hearth.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a hub tells of the files in its repositories: {@code /api/models/org/repo/tree/main?recursive=true}, page by page, with length and
 * SHA-256 of each file.
 */
public final class HubApi {
  private static final String PREFIX = "/api/models/";
  private static final String TREE = "/tree/main";
  private static final byte[] WEB_PAGE = "<!doctype html><title>A mirror</title>".getBytes(StandardCharsets.UTF_8);

  /** How the API answers. */
  public enum Mode { GOOD, ABSENT, WEB_PAGE, HANGS_UP, GATED }

  /**
   * A request for a list of files.
   *
   * @param address path and query as asked for
   * @param authorization the {@code Authorization} header, or null
   */
  public record Request(String address, String authorization) {}

  private final Map<String, Path> files = new ConcurrentSkipListMap<>();
  private final Map<Path, String> digests = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Mode mode = Mode.GOOD;
  private volatile int pageFiles = 1000;

  /** From now on. */
  public void answer(Mode wanted) {
    mode = wanted;
  }

  /** How many files are on a page of a list. */
  public void pages(int filesOnEach) {
    pageFiles = filesOnEach;
  }

  /** Every request so far, oldest first; those for leave to ask from another origin are not counted. */
  public List<Request> requests() {
    return new ArrayList<>(requests);
  }

  void put(String repository, String name, Path content) {
    files.put(repository + "/" + name, content);
    digests.remove(content);
  }

  static boolean isAsked(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().startsWith(PREFIX);
  }

  void answer(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Access-Control-Allow-Origin", "*");
    headers.set("Access-Control-Allow-Headers", "Authorization");
    headers.set("Access-Control-Expose-Headers", "Link, X-Error-Code");
    if (exchange.getRequestMethod().equals("OPTIONS")) {
      exchange.sendResponseHeaders(204, -1);
      return;
    }
    URI asked = exchange.getRequestURI();
    requests.add(new Request(asked.toString(), exchange.getRequestHeaders().getFirst("Authorization")));
    switch (mode) {
      case GOOD -> list(exchange, asked);
      case ABSENT -> exchange.sendResponseHeaders(404, -1);
      case GATED -> exchange.sendResponseHeaders(401, -1);
      case WEB_PAGE -> send(exchange, "text/html", WEB_PAGE);
      case HANGS_UP -> { }
    }
  }

  private void list(HttpExchange exchange, URI asked) throws IOException {
    int tree = asked.getPath().indexOf(TREE);
    String repository = tree < 0 ? "" : asked.getPath().substring(PREFIX.length(), tree);
    String folder = tree < 0 ? "" : asked.getPath().substring(tree + TREE.length());
    List<String> found = files.keySet().stream().filter(path -> path.startsWith(repository + folder + "/")).toList();
    if (repository.isEmpty() || found.isEmpty()) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    String query = asked.getQuery() == null ? "" : asked.getQuery();
    int cursor = query.indexOf("cursor=");
    int first = cursor < 0 ? 0 : Integer.parseInt(query.substring(cursor + "cursor=".length()));
    StringBuilder json = new StringBuilder("[");
    for (String path : found.subList(first, Math.min(found.size(), first + pageFiles))) {
      json.append(json.length() > 1 ? "," : "").append(entry(path.substring(repository.length() + 1), files.get(path)));
    }
    if (first + pageFiles < found.size()) {
      exchange.getResponseHeaders().set("Link", "<https://elsewhere.example" + asked.getPath() + "?recursive=true&cursor=" + (first + pageFiles)
          + ">; rel=\"next\"");
    }
    send(exchange, "application/json", json.append("]").toString().getBytes(StandardCharsets.UTF_8));
  }

  private String entry(String path, Path content) throws IOException {
    long size = Files.size(content);
    return "{\"type\":\"file\",\"oid\":\"0123456789abcdef0123456789abcdef01234567\",\"size\":" + size + ",\"path\":\"" + path + "\",\"lfs\":{\"oid\":\""
        + digests.computeIfAbsent(content, HubApi::sha256) + "\",\"size\":" + size + ",\"pointerSize\":134}}";
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private static String sha256(Path content) {
    try (InputStream file = Files.newInputStream(content)) {
      DigestInputStream in = new DigestInputStream(file, MessageDigest.getInstance("SHA-256"));
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
