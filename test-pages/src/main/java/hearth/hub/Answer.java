package hearth.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import hearth.serve.ByteRange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What the hub does about one request. */
final class Answer {
  private static final byte[] WEB_PAGE = ("<!doctype html><title>Sign in</title><h1>Please sign in to use this network</h1>"
      + "<p>" + "This is a web page and no model. ".repeat(64)).getBytes(StandardCharsets.UTF_8);

  private final HttpExchange exchange;
  private final StorageAddress asked;
  private final Publication publication;
  private final Signatures signatures;
  private final CountDownLatch closing;
  private final Instant begun = Instant.now();
  private int status;
  private long bytes;

  /**
   * @param asked the address of the request
   * @param publication what lies there, or null
   * @param closing reached when the hub closes
   */
  Answer(HttpExchange exchange, StorageAddress asked, Publication publication, Signatures signatures, CountDownLatch closing) {
    this.exchange = exchange;
    this.asked = asked;
    this.publication = publication;
    this.signatures = signatures;
    this.closing = closing;
  }

  HubRequest record() {
    Headers headers = exchange.getRequestHeaders();
    return new HubRequest(begun, exchange.getRequestMethod(), exchange.getRequestURI().getPath(), headers.getFirst("Range"),
        headers.getFirst("Authorization"), status, bytes);
  }

  void give() throws IOException, InterruptedException {
    allowOtherOrigins(exchange.getResponseHeaders());
    if (exchange.getRequestMethod().equals("OPTIONS")) {
      refuse(204);
    } else if (publication == null) {
      refuse(404);
    } else if (asked.isSigned() && !signatures.use(asked.signature())) {
      if (!signatures.readable(asked.signature())) {
        exchange.getResponseHeaders().remove("Access-Control-Allow-Origin");
      }
      refuse(403);
    } else if (asked.hops() > 0) {
      redirect(asked.nearer());
    } else if (asked.hops() == 0) {
      send(publication.file(), Behaviour.GOOD);
    } else {
      behave(publication.behaviour());
    }
  }

  private void behave(Behaviour behaviour) throws IOException, InterruptedException {
    if (behaviour instanceof Behaviour.Refuse refusal) {
      if (refusal.retryAfter() >= 0) {
        exchange.getResponseHeaders().set("Retry-After", Integer.toString(refusal.retryAfter()));
      }
      refuse(refusal.status());
    } else if (behaviour instanceof Behaviour.RefuseUntil refusal) {
      exchange.getResponseHeaders().set("Retry-After",
          DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(refusal.retryAfter())));
      refuse(refusal.status());
    } else if (behaviour instanceof Behaviour.Redirect redirect) {
      redirect(StorageAddress.behind(publication.path(), redirect.hops() - 1));
    } else if (behaviour instanceof Behaviour.SignedRedirect redirect) {
      redirect(StorageAddress.signed(publication.path(), signatures.sign(redirect.requests(), redirect.readable())));
    } else if (behaviour instanceof Behaviour.WebPage) {
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      begin(200, WEB_PAGE.length);
      write(WEB_PAGE, WEB_PAGE.length);
    } else if (!(behaviour instanceof Behaviour.HangUp)) {
      send(publication.file(), behaviour);
    }
  }

  private void redirect(StorageAddress address) throws IOException {
    exchange.getResponseHeaders().set("Location", address.toString());
    refuse(302);
  }

  private void send(HubFile file, Behaviour behaviour) throws IOException, InterruptedException {
    Headers headers = exchange.getResponseHeaders();
    long size = file.size();
    headers.set("Content-Type", "application/octet-stream");
    headers.set("ETag", behaviour instanceof Behaviour.OtherTag other ? other.tag() : file.tag());
    if (behaviour instanceof Behaviour.Linked linked) {
      headers.set("X-Linked-Etag", "\"" + linked.sha256() + "\"");
    }
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
    if (behaviour instanceof Behaviour.EndAfter) {
      status = part ? 206 : 200;
      exchange.sendResponseHeaders(status, 0);
    } else {
      begin(part ? 206 : 200, range.length());
    }
    body(file, range, behaviour);
  }

  private void body(HubFile file, ByteRange range, Behaviour behaviour) throws IOException, InterruptedException {
    long started = System.nanoTime();
    file.read(range.first(), range.length(), (buffer, count) -> {
      long at = range.first() + bytes;
      if (behaviour instanceof Behaviour.WrongByte wrong && wrong.offset() >= at && wrong.offset() < at + count) {
        buffer[(int) (wrong.offset() - at)] ^= 0x55;
      }
      long end = at + Math.min(count, limit(behaviour) - bytes);
      Map.Entry<Long, Incident> incident = publication.incident(at, end);
      write(buffer, (int) ((incident == null ? end : incident.getKey()) - at));
      boolean stalls = incident != null ? incident.getValue() == Incident.STALL : end < at + count && behaviour instanceof Behaviour.StallAfter;
      if (incident != null || end < at + count) {
        exchange.getResponseBody().flush();
        if (stalls) {
          closing.await();
        }
        if (behaviour instanceof Behaviour.EndAfter) {
          exchange.getResponseBody().close();
        }
        return false;
      }
      long pace = behaviour instanceof Behaviour.Slow slow ? slow.bytesPerSecond() : publication.bytesPerSecond();
      long due = pace == Long.MAX_VALUE ? 0 : started + bytes * 1_000_000_000L / pace;
      Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
      return true;
    });
  }

  /** The number of bytes of a body after which a behaviour sends no more. */
  private static long limit(Behaviour behaviour) {
    if (behaviour instanceof Behaviour.CutAfter cut) {
      return cut.bytes();
    }
    if (behaviour instanceof Behaviour.EndAfter end) {
      return end.bytes();
    }
    return behaviour instanceof Behaviour.StallAfter stall ? stall.bytes() : Long.MAX_VALUE;
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
    publication.sent(count);
  }

  private static void allowOtherOrigins(Headers headers) {
    headers.set("Access-Control-Allow-Origin", "*");
    headers.set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    headers.set("Access-Control-Allow-Headers", "Authorization, Range, If-Range, If-None-Match");
    headers.set("Access-Control-Expose-Headers", "Accept-Ranges, Content-Range, ETag, Retry-After, X-Error-Code, X-Linked-Etag, X-Linked-Size");
    headers.set("Cross-Origin-Resource-Policy", "cross-origin");
  }
}
