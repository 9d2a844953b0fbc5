package hearth.hub;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A path of the hub: the file that lies there now, how requests for it are answered, and how much of it was sent. */
final class Publication {
  private final String path;
  private final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();
  private final NavigableMap<Long, Incident> incidents = new ConcurrentSkipListMap<>();
  private final AtomicLong sent = new AtomicLong();
  private volatile Behaviour always = Behaviour.GOOD;
  private volatile long bytesPerSecond = Long.MAX_VALUE;
  private volatile HubFile file;

  Publication(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  HubFile file() {
    return file;
  }

  void replace(HubFile newer) {
    file = newer;
  }

  void next(List<Behaviour> behaviours) {
    next.addAll(behaviours);
  }

  void always(Behaviour behaviour) {
    always = behaviour;
  }

  /** Takes the behaviour for a request that has come. */
  Behaviour behaviour() {
    Behaviour queued = next.poll();
    return queued != null ? queued : always;
  }

  /** Limits the speed of each connection from now on. */
  void pace(long limit) {
    bytesPerSecond = limit;
  }

  long bytesPerSecond() {
    return bytesPerSecond;
  }

  void plan(long offset, Incident incident) {
    incidents.put(offset, incident);
  }

  /** Takes the first incident at or after {@code from} and before {@code end}; null where there is none. */
  Map.Entry<Long, Incident> incident(long from, long end) {
    Map.Entry<Long, Incident> first = incidents.ceilingEntry(from);
    return first != null && first.getKey() < end && incidents.remove(first.getKey(), first.getValue()) ? first : null;
  }

  void sent(long bytes) {
    sent.addAndGet(bytes);
  }

  long sent() {
    return sent.get();
  }
}
