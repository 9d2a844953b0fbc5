package hearth.hub;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The signatures of storage addresses that the hub has given, numbered from 1, and how often each may still be used. */
final class Signatures {
  private record Signature(AtomicInteger uses, boolean readable) {}

  private final List<Signature> given = new CopyOnWriteArrayList<>();

  /** A new one, good for {@code requests}; its number. */
  synchronized int sign(int requests, boolean readable) {
    given.add(new Signature(new AtomicInteger(requests), readable));
    return given.size();
  }

  /** Uses one up by one request; false where it has expired. */
  boolean use(int number) {
    return given.get(number - 1).uses.decrementAndGet() >= 0;
  }

  /** Whether pages may read how it is refused. */
  boolean readable(int number) {
    return given.get(number - 1).readable;
  }
}
