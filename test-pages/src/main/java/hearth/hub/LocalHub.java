package hearth.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hearth.serve.ByteRange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  private static final String REDIRECT_PREFIX = "/storage/";
  private static final byte[] WEB_PAGE = ("<!doctype html><title>Sign in</title><h1>Please sign in to use this network</h1>"
      + "<p>" + "This is a web page and no model. ".repeat(64)).getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(LocalHub::daemon);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, HubFile> files = new ConcurrentHashMap<>();
  private final Map<String, Queue<Behaviour>> next = new ConcurrentHashMap<>();
  private final Map<String, Behaviour> always = new ConcurrentHashMap<>();
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

  /** Serves {@code content} as file {@code name} of a repository ("org/repo"); returns the file's address. */
  public URI put(String repository, String name, Path content) {
    String path = "/" + repository + "/resolve/main/" + name;
    api.put(repository, name, content);
    files.put(path, new HubFile(content, "\"v" + tags.incrementAndGet() + "\""));
    return URI.create(address() + path);
  }

  /** The next requests for a file are answered so, one after the other; the ones after that as by {@link #always}. */
  public void next(URI file, Behaviour... behaviours) {
    next.computeIfAbsent(file.getPath(), path -> new ConcurrentLinkedQueue<>()).addAll(List.of(behaviours));
  }

  /** All requests for a file that {@link #next} has nothing for are answered so. */
  public void always(URI file, Behaviour behaviour) {
    always.put(file.getPath(), behaviour);
  }

  /** What the hub tells of its repositories. Requests for that are counted there only. */
  public HubApi api() {
    return api;
  }

  /** Every request so far, oldest first. */
  public List<HubRequest> requests() {
    return new ArrayList<>(requests);
  }

  /** Bytes of bodies sent for a file so far, over all requests. */
  public long bytesSent(URI file) {
    return requests.stream().filter(request -> request.path().endsWith(file.getPath())).mapToLong(HubRequest::bytes).sum();
  }

  /** Forgets the requests so far; what the files do stays. */
  public void forgetRequests() {
    requests.clear();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (HubApi.isAsked(exchange)) {
        api.answer(exchange);
        return;
      }
      Answer answer = new Answer(exchange);
      try {
        answer.give();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        requests.add(answer.record());
      }
    }
  }

  /** One request's answer. */
  private final class Answer {
    private final HttpExchange exchange;
    private final String asked;
    private int status;
    private long bytes;

    Answer(HttpExchange exchange) {
      this.exchange = exchange;
      this.asked = exchange.getRequestURI().getPath();
    }

    HubRequest record() {
      Headers headers = exchange.getRequestHeaders();
      return new HubRequest(exchange.getRequestMethod(), asked, headers.getFirst("Range"), headers.getFirst("Authorization"), status, bytes);
    }

    void give() throws IOException, InterruptedException {
      allowOtherOrigins(exchange.getResponseHeaders());
      if (exchange.getRequestMethod().equals("OPTIONS")) {
        refuse(204);
        return;
      }
      int hopsLeft = hopsLeft();
      String path = hopsLeft < 0 ? asked : asked.substring(asked.indexOf('/', REDIRECT_PREFIX.length()));
      HubFile file = files.get(path);
      if (file == null) {
        refuse(404);
      } else if (hopsLeft > 0) {
        redirect(path, hopsLeft - 1);
      } else if (hopsLeft == 0) {
        send(file, Behaviour.GOOD);
      } else {
        behave(path, file, behaviourFor(path));
      }
    }

    /** How many redirects still follow: the number in a path of ours, or -1 for a path of the hub's own. */
    private int hopsLeft() {
      if (!asked.startsWith(REDIRECT_PREFIX)) {
        return -1;
      }
      return Integer.parseInt(asked.substring(REDIRECT_PREFIX.length(), asked.indexOf('/', REDIRECT_PREFIX.length())));
    }

    private void behave(String path, HubFile file, Behaviour behaviour) throws IOException, InterruptedException {
      if (behaviour instanceof Behaviour.Refuse refusal) {
        if (refusal.retryAfter() >= 0) {
          exchange.getResponseHeaders().set("Retry-After", Integer.toString(refusal.retryAfter()));
        }
        refuse(refusal.status());
      } else if (behaviour instanceof Behaviour.Redirect redirect) {
        redirect(path, redirect.hops() - 1);
      } else if (behaviour instanceof Behaviour.WebPage) {
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        begin(200, WEB_PAGE.length);
        write(WEB_PAGE, WEB_PAGE.length);
      } else if (!(behaviour instanceof Behaviour.HangUp)) {
        send(file, behaviour);
      }
    }

    private void redirect(String path, int hopsAfter) throws IOException {
      exchange.getResponseHeaders().set("Location", REDIRECT_PREFIX + hopsAfter + path);
      refuse(302);
    }

    private void send(HubFile file, Behaviour behaviour) throws IOException, InterruptedException {
      Headers headers = exchange.getResponseHeaders();
      long size = file.size();
      headers.set("Content-Type", "application/octet-stream");
      headers.set("ETag", behaviour instanceof Behaviour.OtherTag other ? other.tag() : file.tag());
      ByteRange range = new ByteRange(0, size - 1);
      boolean part = false;
      if (!(behaviour instanceof Behaviour.WithoutRanges)) {
        headers.set("Accept-Ranges", "bytes");
        String header = exchange.getRequestHeaders().getFirst("Range");
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        if (header != null && (condition == null || condition.equals(headers.getFirst("ETag")))) {
          range = ByteRange.parse(header, size);
          part = true;
          if (range == null) {
            headers.set("Content-Range", "bytes */" + size);
            refuse(416);
            return;
          }
          headers.set("Content-Range", range.contentRange(size));
        }
      }
      if (exchange.getRequestMethod().equals("HEAD")) {
        headers.set("Content-Length", Long.toString(range.length()));
        refuse(part ? 206 : 200);
        return;
      }
      begin(part ? 206 : 200, range.length());
      body(file, range, behaviour);
    }

    private void body(HubFile file, ByteRange range, Behaviour behaviour) throws IOException, InterruptedException {
      long started = System.nanoTime();
      file.read(range.first(), range.length(), (buffer, count) -> {
        if (behaviour instanceof Behaviour.WrongByte wrong) {
          long at = wrong.offset() - range.first() - bytes;
          if (at >= 0 && at < count) {
            buffer[(int) at] ^= 0x55;
          }
        }
        long limit = behaviour instanceof Behaviour.CutAfter cut ? cut.bytes()
            : behaviour instanceof Behaviour.StallAfter stall ? stall.bytes() : Long.MAX_VALUE;
        write(buffer, (int) Math.min(count, limit - bytes));
        if (bytes >= limit && bytes < range.length()) {
          exchange.getResponseBody().flush();
          if (behaviour instanceof Behaviour.StallAfter) {
            closing.await();
          }
          return false;
        }
        if (behaviour instanceof Behaviour.Slow slow) {
          long due = started + bytes * 1_000_000_000L / slow.bytesPerSecond();
          Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        }
        return true;
      });
    }

    private void begin(int code, long length) throws IOException {
      status = code;
      exchange.sendResponseHeaders(code, length == 0 ? -1 : length);
    }

    private void refuse(int code) throws IOException {
      status = code;
      exchange.sendResponseHeaders(code, -1);
    }

    private void write(byte[] buffer, int count) throws IOException {
      OutputStream out = exchange.getResponseBody();
      out.write(buffer, 0, count);
      bytes += count;
    }
  }

  private Behaviour behaviourFor(String path) {
    Queue<Behaviour> queue = next.get(path);
    Behaviour queued = queue == null ? null : queue.poll();
    return queued != null ? queued : always.getOrDefault(path, Behaviour.GOOD);
  }

  private static void allowOtherOrigins(Headers headers) {
    headers.set("Access-Control-Allow-Origin", "*");
    headers.set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    headers.set("Access-Control-Allow-Headers", "Authorization, Range, If-Range, If-None-Match");
    headers.set("Access-Control-Expose-Headers", "Accept-Ranges, Content-Range, ETag, Retry-After, X-Error-Code");
    headers.set("Cross-Origin-Resource-Policy", "cross-origin");
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "hub");
    thread.setDaemon(true);
    return thread;
  }
}
