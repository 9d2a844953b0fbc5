package hearth.hub;

/**
 * How the hub answers one request. {@link #GOOD} is what a hub should do; the others are what hubs, proxies and networks have been seen to do.
 */
public sealed interface Behaviour {
  /** Ranges, ETag, the right length, the right bytes. */
  Behaviour GOOD = new Good();

  /** As it should be. */
  record Good() implements Behaviour {}

  /** The connection breaks after {@code bytes} of the body. */
  record CutAfter(long bytes) implements Behaviour {}

  /** The body ends after {@code bytes} as if that were all, with headers that promise the rest too, as proxies do that lost their own source. */
  record EndAfter(long bytes) implements Behaviour {}

  /** The body stops after {@code bytes}; the connection stays open until the hub closes. */
  record StallAfter(long bytes) implements Behaviour {}

  /** The body comes at {@code bytesPerSecond}. */
  record Slow(long bytesPerSecond) implements Behaviour {}

  /** An answer without the file: 401, 403, 404, 429, 500, 503 ...; {@code retryAfter} seconds are announced unless negative. */
  record Refuse(int status, int retryAfter) implements Behaviour {}

  /** The same with the date in {@code retryAfter} seconds instead of their number. */
  record RefuseUntil(int status, int retryAfter) implements Behaviour {}

  /** Sends the client through {@code hops} other addresses first, as a hub does to its storage. */
  record Redirect(int hops) implements Behaviour {}

  /**
   * Sends the client to an address of the storage with a signature that is good for {@code requests} and refused with 403 from then on.
   *
   * @param readable whether a page may see that refusal: storages have been seen to answer without the headers that allow it
   */
  record SignedRedirect(int requests, boolean readable) implements Behaviour {}

  /** Right length, but the byte at {@code offset} of the file is another. */
  record WrongByte(long offset) implements Behaviour {}

  /** Status 200 and a web page, as a captive portal or a consent wall does. */
  record WebPage() implements Behaviour {}

  /** Ranges are ignored: always the whole file with status 200. */
  record WithoutRanges() implements Behaviour {}

  /** The ETag differs from the one before: the file has changed on the hub. */
  record OtherTag(String tag) implements Behaviour {}

  /** The answer says in {@code X-Linked-Etag} which SHA-256 the file has. */
  record Linked(String sha256) implements Behaviour {}

  /** The connection ends as soon as the request has come. */
  record HangUp() implements Behaviour {}
}
