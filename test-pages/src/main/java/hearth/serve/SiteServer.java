package hearth.serve;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Serves a built site on the loopback address, with the headers that a host of Hearth may or may not send. */
public final class SiteServer implements AutoCloseable {
  /** What the page and its worker run under; models may come from any place that the visitor names. */
  public static final String CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
      + "connect-src 'self' https: http://127.0.0.1:* http://localhost:*";

  private static final Map<String, String> PLAIN = Map.of(
      "Content-Security-Policy", CONTENT_SECURITY_POLICY,
      "X-Content-Type-Options", "nosniff");
  private static final Map<String, String> ISOLATED = Map.of(
      "Content-Security-Policy", CONTENT_SECURITY_POLICY,
      "X-Content-Type-Options", "nosniff",
      "Cross-Origin-Opener-Policy", "same-origin",
      "Cross-Origin-Embedder-Policy", "require-corp",
      "Cross-Origin-Resource-Policy", "same-origin");
  private static final Map<String, String> WITHOUT_POLICY = Map.of(
      "Cross-Origin-Opener-Policy", "same-origin",
      "Cross-Origin-Embedder-Policy", "require-corp",
      "Cross-Origin-Resource-Policy", "same-origin");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(SiteServer::daemon);

  static {
    // Without it each small answer waits 40 ms for the peer's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Which headers go with every answer. */
  public enum Headers {
    /** Cross-origin isolation: threads over shared memory are available. */
    ISOLATED(SiteServer.ISOLATED),
    /** What a common static host sends. */
    PLAIN(SiteServer.PLAIN),
    /** Isolation for code of others, which may need workers from blobs. */
    ISOLATED_WITHOUT_POLICY(SiteServer.WITHOUT_POLICY);

    final Map<String, String> values;

    Headers(Map<String, String> values) {
      this.values = values;
    }
  }

  /**
   * Starts serving.
   *
   * @param port the port on 127.0.0.1; 0 picks a free one
   * @throws IOException when the port is taken
   */
  public SiteServer(Path site, Headers headers, int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    server.setExecutor(threads);
    mount("/", site, headers);
    server.start();
  }

  /** Serves a second folder below {@code prefix} ("/pages/"), with the same kind of headers. */
  public SiteServer mount(String prefix, Path folder, Headers headers) {
    server.createContext(prefix, new StaticFiles(prefix, folder, headers.values));
    return this;
  }

  /** Hands the body of each request for {@code path}, which answers without content, to {@code heard}. */
  public void listen(String path, Consumer<String> heard) {
    server.createContext(path, exchange -> {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
      heard.accept(body);
    });
  }

  /** The port that the server listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The address of the site's folder, ending with a slash. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port() + "/");
  }

  /** Stops at once; open connections are cut. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "site");
    thread.setDaemon(true);
    return thread;
  }
}
