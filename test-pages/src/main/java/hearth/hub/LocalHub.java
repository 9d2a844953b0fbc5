package hearth.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model hub on the loopback address, another origin than the site's, that serves files under paths like a real one
 * ({@code /org/repo/resolve/main/file.gguf}) and misbehaves where it is told to. It counts what it sends.
 */
public final class LocalHub implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(LocalHub::daemon);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Publication> publications = new ConcurrentHashMap<>();
  private final Signatures signatures = new Signatures();
  private final List<HubRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger tags = new AtomicInteger();
  private final HubApi api = new HubApi();

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Starts on a free port. */
  public LocalHub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The hub's base address, without a slash at its end. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Serves {@code content} as file {@code name} of a repository ("org/repo"), with a new ETag, in place of what was there; returns the
   * file's address.
   */
  public URI put(String repository, String name, Path content) {
    String path = "/" + repository + "/resolve/main/" + name;
    api.put(repository, name, content);
    publications.computeIfAbsent(path, Publication::new).replace(new HubFile(content, "\"v" + tags.incrementAndGet() + "\""));
    return URI.create(address() + path);
  }

  /** The next requests for a file are answered so, one after the other; the ones after that as by {@link #always}. */
  public void next(URI file, Behaviour... behaviours) {
    publication(file).next(List.of(behaviours));
  }

  /** All requests for a file that {@link #next} has nothing for are answered so. */
  public void always(URI file, Behaviour behaviour) {
    publication(file).always(behaviour);
  }

  /** Each connection sends the file at most at this speed from now on, requests that are being answered included. */
  public void pace(URI file, long bytesPerSecond) {
    publication(file).pace(bytesPerSecond);
  }

  /** The connection that comes to {@code offset} of the file meets an incident there; the one after it does not. */
  public void plan(URI file, long offset, Incident incident) {
    publication(file).plan(offset, incident);
  }

  /** What the hub tells of its repositories. Requests for that are counted there only. */
  public HubApi api() {
    return api;
  }

  /** Every request that has been answered so far, the one that ended first at the front. */
  public List<HubRequest> requests() {
    return new ArrayList<>(requests);
  }

  /** Bytes of bodies sent for a file so far, over all requests, those that are being answered included. */
  public long bytesSent(URI file) {
    return publication(file).sent();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private Publication publication(URI file) {
    Publication publication = publications.get(file.getPath());
    if (publication == null) {
      throw new IllegalArgumentException("nothing was put at " + file);
    }
    return publication;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (HubApi.isAsked(exchange)) {
        api.answer(exchange);
        return;
      }
      StorageAddress asked = StorageAddress.of(exchange.getRequestURI());
      Answer answer = new Answer(exchange, asked, publications.get(asked.path()), signatures, closing);
      try {
        answer.give();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        requests.add(answer.record());
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "hub");
    thread.setDaemon(true);
    return thread;
  }
}
